import { EventEmitter } from 'node:events';
import type { ConnectionEnd, QueueEnd, SimConsumer, SimMessage } from './broker-types';

interface Unacked {
  readonly message: SimMessage;
  readonly consumer: SimConsumer;
}

/** One channel: what amqplib's `Channel` and `ConfirmChannel` are to the messaging library. */
export class SimChannel extends EventEmitter {
  private prefetchCount = Infinity;
  private published = 0;
  private consumerCount = 0;
  private deliveryTag = 0;
  private readonly consumers = new Map<string, SimConsumer>();
  private readonly unacked = new Map<number, Unacked>();
  private readonly unanswered = new Set<(reason: Error) => void>();

  constructor(private readonly connection: ConnectionEnd) {
    super();
  }

  prefetch(count: number): Promise<object> {
    this.prefetchCount = count;
    return Promise.resolve({});
  }

  assertExchange(): Promise<object> {
    return Promise.resolve({});
  }

  /** Declares at once: how long it takes to declare a topology that is there already decides nothing. */
  assertQueue(name: string, options: { exclusive?: boolean; arguments?: Record<string, unknown> } = {}): Promise<{ queue: string; messageCount: number }> {
    if (this.connection.cut) return new Promise(() => undefined);
    if (!this.connection.open) return Promise.reject(new Error('channel closed'));
    const queue = this.connection.broker.declare(name, options);
    if (options.exclusive === true) this.connection.exclusiveQueues.push(queue);
    return Promise.resolve({ queue: name, messageCount: queue.depth });
  }

  bindQueue(queue: string, exchange: string, key: string): Promise<object> {
    if (this.connection.open && !this.connection.cut) this.connection.broker.bind(queue, exchange, key);
    return Promise.resolve({});
  }

  /** At once, too. */
  checkExchange(): Promise<object> {
    return Promise.resolve({});
  }

  checkQueue(name: string): Promise<{ messageCount: number }> {
    return this.call(() => {
      const queue = this.connection.broker.queues.get(name);
      if (queue === undefined) throw Object.assign(new Error(`404: ${name}`), { code: 404 });
      return { messageCount: queue.depth };
    });
  }

  consume(name: string, take: (message: object | null) => void): Promise<{ consumerTag: string }> {
    const tag = `${this.connection.name}#${++this.consumerCount}`;
    const prefetch = this.prefetchCount === 0 ? Infinity : this.prefetchCount;
    return this.call(() => {
      const queue = this.connection.broker.queues.get(name);
      if (queue === undefined) throw new Error(`404: ${name}`);
      const consumer: SimConsumer = { tag, connection: this.connection, queue, prefetch, unacked: 0, deliver: (message) => this.deliver(consumer, message, take) };
      this.consumers.set(tag, consumer);
      // Registered after the answer is on its way, so that the first delivery comes behind it.
      this.connection.broker.scheduler.after(0, () => this.connection.open && this.consumers.get(tag) === consumer && queue.consume(consumer));
      return { consumerTag: tag };
    });
  }

  cancel(tag: string): Promise<object> {
    return this.call(() => {
      const consumer = this.consumers.get(tag);
      this.consumers.delete(tag);
      consumer?.queue.cancel(consumer);
      return {};
    });
  }

  ack(message: { fields: { deliveryTag: number } }, andBelow = false): void {
    this.settle(message.fields.deliveryTag, andBelow, (unacked) => this.connection.broker.observer.acked(unacked.message, unacked.consumer.queue, this.connection));
  }

  nack(message: { fields: { deliveryTag: number } }, andBelow = false, requeue = true): void {
    this.settle(message.fields.deliveryTag, andBelow, (unacked) => {
      if (requeue) unacked.consumer.queue.putBack([unacked.message]);
    });
  }

  publish(exchange: string, routingKey: string, content: Buffer, options: { messageId?: string; type?: string; correlationId?: string }): boolean {
    const tag = ++this.published;
    const { connection } = this;
    connection.toServer(() => {
      const properties = { messageId: options.messageId, type: options.type, correlationId: options.correlationId };
      const routed = connection.broker.take({ exchange, routingKey, content, properties, redelivered: false }, connection);
      if (connection.losesNextConfirm) {
        connection.losesNextConfirm = false;
        connection.broker.observer.note(`FAULT a confirm is lost with its connection: ${connection.name}`);
        connection.closeAtServer('ECONNRESET');
        return;
      }
      connection.toClient(() => {
        if (routed === 0) this.emit('return', { fields: { exchange, routingKey }, properties });
        this.emit('ack', { deliveryTag: tag, multiple: false });
      });
    });
    return true;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** The connection is gone at the server: consumers end, and what they had goes back in its order. */
  endAtServer(): void {
    const back = new Map<QueueEnd, SimMessage[]>();
    for (const { message, consumer } of this.unacked.values()) {
      const messages = back.get(consumer.queue) ?? [];
      back.set(consumer.queue, messages);
      messages.push(message);
    }
    this.unacked.clear();
    for (const consumer of this.consumers.values()) consumer.queue.cancel(consumer);
    this.consumers.clear();
    for (const [queue, messages] of back) queue.putBack(messages);
  }

  private deliver(consumer: SimConsumer, message: SimMessage, take: (message: object | null) => void): void {
    const deliveryTag = ++this.deliveryTag;
    this.unacked.set(deliveryTag, { message, consumer });
    const { exchange, routingKey, redelivered } = message;
    const fields = { deliveryTag, redelivered, exchange, routingKey, consumerTag: consumer.tag };
    this.connection.toClient(() => take({ content: message.content, fields, properties: message.properties }));
  }

  private settle(deliveryTag: number, andBelow: boolean, settled: (unacked: Unacked) => void): void {
    this.connection.toServer(() => {
      const queues = new Set<QueueEnd>();
      for (const [tag, unacked] of this.unacked) {
        if (tag > deliveryTag) break;
        if (tag !== deliveryTag && !andBelow) continue;
        this.unacked.delete(tag);
        unacked.consumer.unacked -= 1;
        queues.add(unacked.consumer.queue);
        settled(unacked);
      }
      for (const queue of queues) queue.pump();
    });
  }

  /** The client has noticed that the connection is gone: as with amqplib, nobody waits for an answer any more. */
  endAtClient(): void {
    for (const reject of this.unanswered) reject(new Error('Channel ended, no reply will be forthcoming'));
    this.unanswered.clear();
    this.emit('close');
  }

  /** A question that the server answers. */
  private call<T>(answer: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      if (!this.connection.alive) return reject(new Error('Channel closed'));
      this.unanswered.add(reject);
      this.connection.toServer(() => {
        let result: T;
        try {
          result = answer();
        } catch (error) {
          this.connection.toClient(() => reject(error instanceof Error ? error : new Error(String(error))));
          return;
        }
        this.connection.toClient(() => {
          this.unanswered.delete(reject);
          resolve(result);
        });
      });
    });
  }
}
