import { EventEmitter } from 'node:events';
import type { Channel, ConsumeMessage } from 'amqplib';
import type { Connect } from './broker';

/**
 * An AMQP peer in memory for unit specs: it records what it is told and says what a spec wants it to say. How RabbitMQ itself behaves is the matter of
 * the int specs; here it is about moments that a real broker reaches only by luck.
 */
export class FakeAmqp {
  readonly connections: FakeConnection[] = [];
  /** What the next attempts to connect meet. */
  refusals: Error[] = [];

  readonly connect: Connect = (url) => {
    const refusal = this.refusals.shift();
    if (refusal) return Promise.reject(refusal);
    const connection = new FakeConnection(url);
    this.connections.push(connection);
    return Promise.resolve(connection as unknown as Awaited<ReturnType<Connect>>);
  };

  get last(): FakeConnection {
    return this.connections.at(-1) as FakeConnection;
  }
}

export class FakeConnection extends EventEmitter {
  readonly channels: FakeChannel[] = [];
  readonly connection = { serverProperties: { version: '3.10.8' }, expectSocketClose: false, stream: new FakeStream(this) };
  closedGracefully = false;
  /** A close that nobody answers. */
  hangsOnClose = false;

  constructor(readonly url: string) {
    super();
  }

  createChannel(): Promise<FakeChannel> {
    const channel = new FakeChannel();
    this.channels.push(channel);
    return Promise.resolve(channel);
  }

  createConfirmChannel(): Promise<FakeChannel> {
    return this.createChannel();
  }

  close(): Promise<void> {
    if (this.hangsOnClose) return new Promise(() => undefined);
    this.closedGracefully = true;
    this.emit('close');
    return Promise.resolve();
  }

  /** The peer is gone. */
  cut(error = new Error('ECONNRESET')): void {
    this.emit('error', error);
    for (const channel of this.channels) channel.emit('close');
    this.emit('close', error);
  }
}

/** Stands for the socket. */
class FakeStream {
  writes = 0;
  corks = 0;
  destroyed: Error | undefined;

  constructor(private readonly owner: FakeConnection) {}

  write(): boolean {
    this.writes++;
    return true;
  }

  cork(): void {
    this.corks++;
  }

  uncork(): void {
    this.corks--;
  }

  destroy(error: Error): void {
    this.destroyed = error;
    this.owner.emit('error', error);
    this.owner.emit('close', error);
  }
}

interface Published {
  readonly exchange: string;
  readonly routingKey: string;
  readonly content: Buffer;
  readonly options: Record<string, unknown>;
}

export class FakeChannel extends EventEmitter {
  /** Every call but publishes and consumes, as words. */
  readonly calls: string[] = [];
  readonly published: Published[] = [];
  readonly consumers = new Map<string, { queue: string; take: (message: ConsumeMessage | null) => void }>();
  /** What `publish` returns: false once the socket is full. */
  flowing = true;
  /** Thrown by the next publish. */
  refusal: Error | undefined;
  private tags = 0;
  private deliveryTags = 0;

  assertExchange = this.record('exchange');
  assertQueue = this.record('queue');
  bindQueue = this.record('bind');
  checkQueue = this.record('look for');
  checkExchange = this.record('look for');
  prefetch = this.record('prefetch');
  close = this.record('close');

  publish(exchange: string, routingKey: string, content: Buffer, options: Record<string, unknown>): boolean {
    const { refusal } = this;
    this.refusal = undefined;
    if (refusal) throw refusal;
    this.published.push({ exchange, routingKey, content, options });
    return this.flowing;
  }

  consume(queue: string, take: (message: ConsumeMessage | null) => void): Promise<{ consumerTag: string }> {
    const consumerTag = `consumer-${++this.tags}`;
    this.consumers.set(consumerTag, { queue, take });
    this.calls.push(`consume ${queue}`);
    return Promise.resolve({ consumerTag });
  }

  cancel(consumerTag: string): Promise<void> {
    this.calls.push(`cancel ${this.consumers.get(consumerTag)?.queue}`);
    this.consumers.delete(consumerTag);
    return Promise.resolve();
  }

  ack(message: ConsumeMessage, multiple = false): void {
    this.calls.push(`ack ${message.fields.deliveryTag}${multiple ? ' and below' : ''}`);
  }

  nack(message: ConsumeMessage): void {
    this.calls.push(`nack ${message.fields.deliveryTag}`);
  }

  /** Delivers to the one consumer of this queue. */
  deliver(queue: string, body: object | string, more: { redelivered?: boolean } = {}): void {
    const consumer = [...this.consumers.values()].find((one) => one.queue.startsWith(queue));
    if (!consumer) throw new Error(`nobody consumes ${queue}`);
    const content = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
    const fields = { deliveryTag: ++this.deliveryTags, redelivered: false, exchange: 'x', routingKey: 'k', consumerTag: '', ...more };
    consumer.take({ content, fields, properties: { messageId: 'm', type: 't', headers: {} } } as unknown as ConsumeMessage);
  }

  /** The broker ends the consumption: the queue was deleted. */
  cancelByBroker(): void {
    for (const { take } of this.consumers.values()) take(null);
  }

  confirm(deliveryTag: number, multiple = false): void {
    this.emit('ack', { deliveryTag, multiple });
  }

  asChannel(): Channel {
    return this as unknown as Channel;
  }

  private record(what: string) {
    return (...facts: unknown[]): Promise<object> => {
      this.calls.push([what, ...facts.filter((fact) => typeof fact !== 'object')].join(' '));
      return Promise.resolve({});
    };
  }
}
