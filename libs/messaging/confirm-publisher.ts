import type { ConfirmChannel, Message, Options } from 'amqplib';
import { counter, gauge } from '#observability';
import { Broker, type BrokerSession, type Connect } from './broker';
import { Fifo } from './fifo';
import { publishSpan } from './message-trace';
import type { MessagingLogger } from './messaging-logger';
import { PublishMetrics } from './publish-metrics';
import { PublishFailed, type MessageProperties, type PublishCallback, type PublishFailedCode, type PublishOutcome } from './publishing';
import { UnconfirmedMessages, type Outgoing } from './unconfirmed-messages';

/** Bounds the window where messages are large; 500 envelopes of the usual kilobyte stay far below. */
const MAX_BYTES_IN_FLIGHT = 16 * 1024 * 1024;

/**
 * Publishes bytes with confirms through a sliding window.
 *
 * Waiting for each confirm gives about 2,000 messages/s, a window of 500 over 20,000. So `publishWith` writes at once while fewer than
 * `maxInFlight` messages (and 16 MiB) are unconfirmed, and keeps the rest in order until confirms make room; a full socket (`drain`) pauses
 * it as well. Nothing is buffered across connections: when the connection dies, everything outstanding fails with `connection_lost` (it may
 * or may not have reached the broker), and while it is down a publish fails at once with `not_connected`. The caller knows what to send
 * again, in which order and whether it is still true; a buffer here would not.
 *
 * Every message is `mandatory`. The broker sends an unroutable message back *before* it confirms it, so a returned message settles as
 * `'returned'`. Returns carry no delivery tag; they are matched by message id, exchange and routing key, oldest first.
 */
export class ConfirmPublisher {
  private readonly broker: Broker;
  private channel: ConfirmChannel | undefined;
  private waitingForDrain = false;
  private readonly unconfirmed: UnconfirmedMessages;
  private readonly queue = new Fifo<Outgoing>();
  private readonly capacityWaiters: (() => void)[] = [];
  private readonly metrics = new PublishMetrics();
  private readonly maxQueued: number;
  private stopping = false;

  constructor(private readonly options: ConfirmPublisherOptions) {
    this.unconfirmed = new UnconfirmedMessages(options.maxInFlight ?? 500, MAX_BYTES_IN_FLIGHT);
    this.maxQueued = options.maxQueued ?? 10_000;
    const connected = gauge('brokerConnected').labels({ connection: 'publish' });
    const reconnects = counter('brokerReconnects').labels({ connection: 'publish' });
    let wasUp = false;
    let opened: ConfirmChannel | undefined;
    this.broker = new Broker({
      url: options.url,
      name: options.name,
      logger: options.logger,
      connect: options.connect,
      setup: async (session) => {
        await options.setup?.(session);
        opened = await session.createConfirmChannel();
      },
    });
    this.broker.onUp(() => {
      if (opened) this.attach(opened);
      connected.set(1);
      if (wasUp) reconnects.inc();
      wasUp = true;
    });
    this.broker.onDown((reason) => {
      connected.set(0);
      this.detach(reason);
    });
  }

  /** Starts to connect and returns; {@link whenUp} waits for the connection. A broker that is down is tried for ever. */
  async start(): Promise<void> {
    this.broker.start();
  }

  /** Waits for what is under way (at most `timeoutMs`), then closes. What is then unconfirmed fails with `connection_lost`. */
  async stop(timeoutMs = 5_000): Promise<void> {
    this.stopping = true;
    const deadline = performance.now() + timeoutMs;
    while (this.connected && this.outstanding > 0 && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 5));
    await this.broker.close();
  }

  get connected(): boolean {
    return this.broker.connected;
  }

  /** True while the broker refuses publishes (memory or disk alarm): messages wait, nothing fails. */
  get blocked(): boolean {
    return this.broker.blocked;
  }

  /** Milliseconds this connection has been up, by the monotonic clock; 0 while it is down. */
  connectedForMs(): number {
    return this.broker.connectedForMs();
  }

  /** Messages neither confirmed nor failed yet. */
  get outstanding(): number {
    return this.unconfirmed.size + this.queue.length;
  }

  onUp(listener: () => void): void {
    this.broker.onUp(listener);
  }

  onDown(listener: (reason: Error) => void): void {
    this.broker.onDown(listener);
  }

  whenUp(): Promise<void> {
    return this.broker.whenUp();
  }

  /** Drops the present connection and makes a new one: what is outstanding fails with `connection_lost`. */
  restart(reason: string): void {
    this.broker.restart(reason);
  }

  /**
   * Publishes one message and tells `done` what became of it, exactly once and never before this call returns.
   * The cheap form: no promise per message. Messages of one publisher reach the broker in the order of the calls.
   */
  publishWith(exchange: string, routingKey: string, body: Buffer, properties: MessageProperties, done: PublishCallback): void {
    const refusal = !this.channel || this.stopping ? 'not_connected' : this.queue.length >= this.maxQueued ? 'overloaded' : undefined;
    const message: Outgoing = { exchange, routingKey, body, properties, done, returned: false, sentAt: 0, span: publishSpan(exchange, routingKey, properties) };
    if (refusal) {
      queueMicrotask(() => this.fail(message, refusal));
      return;
    }
    if (this.queue.length === 0 && this.hasCapacity) this.send(message);
    else this.queue.push(message);
  }

  /** Like {@link publishWith}. Rejects with {@link PublishFailed}. */
  publish(exchange: string, routingKey: string, body: Buffer, properties: MessageProperties): Promise<PublishOutcome> {
    return new Promise((resolve, reject) => {
      this.publishWith(exchange, routingKey, body, properties, (error, outcome) => (error ? reject(error) : resolve(outcome as PublishOutcome)));
    });
  }

  /** Resolves when a publish would be written at once instead of being queued (or would fail at once, being disconnected). */
  whenWritable(): Promise<void> {
    if (!this.channel || (this.queue.length === 0 && this.hasCapacity)) return Promise.resolve();
    return new Promise((resolve) => this.capacityWaiters.push(resolve));
  }

  private get hasCapacity(): boolean {
    return this.unconfirmed.hasRoom && !this.waitingForDrain;
  }

  private send(message: Outgoing): void {
    const { channel } = this;
    if (!channel) return;
    try {
      const flowing = channel.publish(message.exchange, message.routingKey, message.body, this.encodeOptions(message));
      if (!flowing) this.waitingForDrain = true;
    } catch (cause) {
      // Two causes: headers over 64 KiB (nothing was written), or a channel that closes right now (its close event is under way).
      const code = cause instanceof RangeError || cause instanceof TypeError ? 'unencodable' : 'connection_lost';
      queueMicrotask(() => this.fail(message, code, cause));
      return;
    }
    message.sentAt = performance.now();
    this.unconfirmed.written(message);
  }

  private encodeOptions({ properties, span }: Outgoing): Options.Publish {
    return {
      persistent: properties.transient !== true,
      mandatory: true,
      messageId: properties.eventId,
      type: properties.eventType,
      correlationId: properties.correlationId,
      headers: span === undefined ? properties.headers : { ...properties.headers, traceparent: span.traceparent },
      contentType: 'application/json',
      timestamp: Math.floor(Date.now() / 1000),
      appId: this.options.appId,
    };
  }

  private attach(channel: ConfirmChannel): void {
    this.channel = channel;
    this.waitingForDrain = false;
    // Tags start at 1 on each channel: whatever a dead one still says must not be taken for the present one's.
    const ifPresent = <Facts>(listener: (facts: Facts) => void) => (facts: Facts): void => {
      if (this.channel === channel) listener(facts);
    };
    channel.on('ack', ifPresent(({ deliveryTag, multiple }) => this.settle(deliveryTag, multiple, true)));
    channel.on('nack', ifPresent(({ deliveryTag, multiple }) => this.settle(deliveryTag, multiple, false)));
    channel.on(
      'return',
      ifPresent(({ fields, properties }: Message) => this.unconfirmed.markReturned(properties.messageId as string | undefined, fields.exchange, fields.routingKey)),
    );
    channel.on(
      'drain',
      ifPresent(() => {
        this.waitingForDrain = false;
        this.pump();
      }),
    );
  }

  private detach(reason: Error): void {
    this.channel = undefined;
    this.waitingForDrain = false;
    for (const message of [...this.unconfirmed.drain(), ...this.queue.drain()]) this.fail(message, 'connection_lost', reason);
    this.wakeWaiters();
  }

  private settle(tag: number, multiple: boolean, acked: boolean): void {
    for (const message of this.unconfirmed.take(tag, multiple)) this.settleOne(message, acked);
    this.pump();
  }

  private settleOne(message: Outgoing, acked: boolean): void {
    const series = this.metrics.of(message.exchange);
    series.duration.observe((performance.now() - message.sentAt) / 1000);
    if (!acked) {
      this.fail(message, 'nacked');
      return;
    }
    const outcome: PublishOutcome = message.returned ? 'returned' : 'confirmed';
    series[outcome].inc();
    this.tell(message, null, outcome);
  }

  private fail(message: Outgoing, code: PublishFailedCode, cause?: unknown): void {
    this.metrics.of(message.exchange).failed.inc();
    this.tell(message, new PublishFailed(code, message.exchange, message.routingKey, cause), undefined);
  }

  /** A callback that throws is a bug of its owner; thrown on into amqplib it would kill the connection of everybody. */
  private tell(message: Outgoing, error: PublishFailed | null, outcome: PublishOutcome | undefined): void {
    message.span?.end(error === null ? (outcome === 'returned' ? 'returned' : undefined) : error.code);
    try {
      message.done(error, outcome);
    } catch (err) {
      this.options.logger.error({ err, exchange: message.exchange, eventType: message.properties.eventType }, 'the callback of a publish threw');
    }
  }

  private pump(): void {
    while (this.queue.length > 0 && this.hasCapacity) this.send(this.queue.shift() as Outgoing);
    if (this.capacityWaiters.length > 0 && this.hasCapacity) this.wakeWaiters();
  }

  private wakeWaiters(): void {
    for (const wake of this.capacityWaiters.splice(0)) wake();
  }
}

export interface ConfirmPublisherOptions {
  url: string;
  /** connection_name at the broker, e.g. `worker publish 0193…`. */
  name: string;
  logger: MessagingLogger;
  /** `app_id` of every message: the service's name. */
  appId?: string;
  /** Unconfirmed messages at most; 500 when absent. More gains nothing on one broker. */
  maxInFlight?: number;
  /** Messages kept in order behind a full window; one more fails with `overloaded`. 10,000 when absent. */
  maxQueued?: number;
  /** Run on each new connection before the first publish: assert the topology here. */
  setup?: (session: BrokerSession) => Promise<void>;
  /** Instead of amqplib's. */
  connect?: Connect;
}
