import { BaseRpcContext, Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import type { Channel } from 'amqplib';
import { isObservable, lastValueFrom } from 'rxjs';
import { EVENT_TYPES, type ParsedEnvelope } from '#contracts';
import { counter, gauge } from '#observability';
import { BatchConsumer, type BatchConsumerOptions } from './batch-consumer';
import { Broker, type BrokerSession, type Connect } from './broker';
import type { ConfirmPublisher } from './confirm-publisher';
import type { BatchHandler, Delivery, Verdict } from './delivery';
import type { MessagingLogger } from './messaging-logger';
import { Parking } from './parking';
import { declareControlQueue } from './topology';
import { topicPattern } from './topic-pattern';

/**
 * The Nest transport for envelopes: `@EventPattern('attempt.*')` on a controller's method, called once per batch.
 *
 * Nest's own RabbitMQ transport was measured and left out: a handler that throws leaves its message unacked for ever, a handler sees one
 * message at a time, and neither confirms nor acks can be coalesced. What Nest adds (dependency injection, pipes, guards, interceptors,
 * filters) costs once per batch here.
 *
 * A handler takes `Delivery[]` and returns `Verdict[]`, or nothing to ack all; see {@link BatchHandler}. Patterns are topic patterns over
 * event types. Two handlers for one event type refuse to boot.
 *
 * @example
 * const reports = { queue: 'gateway.reports.v1', prefetch: 1000, maxMessages: 256 };
 * const control = { control: { id: gatewayId, keys: [gatewayId, 'gateways'] }, prefetch: 1000, maxMessages: 256 };
 * const server = new EnvelopeServer({ url, name: 'gateway consume', logger, parkVia, queues: [reports, control] });
 * app.connectMicroservice({ strategy: server }); await app.startAllMicroservices();
 */
export class EnvelopeServer extends Server<Record<string, () => void>> implements CustomTransportStrategy {
  override transportId: symbol;
  /** This transport awaits its handlers, so Nest need not log what they throw. */
  override readonly propagatesEventHandlerErrors: boolean = true;
  private readonly broker: Broker;
  private readonly consumers: BatchConsumer[];
  private readonly dispatch = new Map<string, BatchHandler>();

  constructor(private readonly options: EnvelopeServerOptions) {
    super();
    this.transportId = options.transportId ?? Symbol('ENVELOPES');
    const parking = new Parking(options.parkVia, options.logger);
    this.consumers = options.queues.map(
      (source) =>
        new BatchConsumer({
          name: 'queue' in source ? source.queue : 'control',
          declare: 'queue' in source ? async () => source.queue : (channel) => declareControlQueue(channel, source.control.id, source.control.keys),
          prefetch: source.prefetch,
          maxMessages: source.maxMessages,
          gather: source.gather,
          parse: source.parse,
          handlerOf: (eventType) => this.dispatch.get(eventType),
          parking,
          logger: options.logger,
        }),
    );
    const { url, name, logger, connect } = options;
    this.broker = new Broker({ url, name, logger, connect, setup: (session) => this.setUp(session) });
    this.watch();
  }

  /** Starts to connect. The callback comes at once: a broker that is down must not keep the service from serving `/readyz`. */
  listen(callback: (error?: unknown) => void): void {
    try {
      this.bindHandlers();
    } catch (error) {
      callback(error);
      return;
    }
    this.broker.start();
    callback();
  }

  /** Takes no more messages, lets the batches under way finish, acks them, closes. The rest goes back to the queues. */
  async close(): Promise<void> {
    await Promise.all(this.consumers.map((consumer) => consumer.stop()));
    await this.broker.close();
  }

  get connected(): boolean {
    return this.broker.connected;
  }

  /** Milliseconds this connection has been up, by the monotonic clock; 0 while it is down. */
  connectedForMs(): number {
    return this.broker.connectedForMs();
  }

  whenUp(): Promise<void> {
    return this.broker.whenUp();
  }

  onUp(listener: () => void): void {
    this.broker.onUp(listener);
  }

  onDown(listener: (reason: Error) => void): void {
    this.broker.onDown(listener);
  }

  /** Drops the present connection and makes a new one; what is unacked is delivered again. */
  restart(reason: string): void {
    this.broker.restart(reason);
  }

  on(): void {
    throw new Error('use onUp and onDown');
  }

  unwrap<T>(): T {
    return this.broker as T;
  }

  private async setUp(session: BrokerSession): Promise<void> {
    if (this.options.topology !== undefined) await this.options.topology(await session.createChannel());
    for (const consumer of this.consumers) await consumer.consumeOn(session);
    await this.options.alongside?.(session);
  }

  private bindHandlers(): void {
    for (const [pattern, handler] of this.messageHandlers) {
      if (handler.next) throw new Error(`two handlers are registered for "${pattern}"`);
      const matches = topicPattern(pattern);
      const bound = this.bind(pattern, handler);
      const types = EVENT_TYPES.filter((eventType) => matches(eventType));
      if (types.length === 0) throw new Error(`the pattern "${pattern}" matches no event type`);
      for (const eventType of types) {
        if (this.dispatch.has(eventType)) throw new Error(`two handlers match the event type "${eventType}"; the second is "${pattern}"`);
        this.dispatch.set(eventType, bound);
      }
    }
  }

  private bind(pattern: string, handler: MessageHandler): BatchHandler {
    return (deliveries) =>
      new Promise((resolve) => {
        const context = new BatchContext([pattern, deliveries]);
        // Nest's hooks trace a message; without one the callback is just called.
        this.onProcessingStartHook(this.transportId, context, () => {
          const handled = this.handle(handler, deliveries, context);
          resolve(handled);
          return handled.catch(() => undefined);
        });
      });
  }

  private async handle(handler: MessageHandler, deliveries: readonly Delivery[], context: BatchContext): Promise<readonly Verdict[] | undefined> {
    try {
      const result: unknown = await handler(deliveries, context);
      return (isObservable(result) ? await lastValueFrom(result, { defaultValue: undefined }) : result) as readonly Verdict[] | undefined;
    } finally {
      this.onProcessingEndHook?.(this.transportId, context);
    }
  }

  private watch(): void {
    const connected = gauge('brokerConnected').labels({ connection: 'consume' });
    const reconnects = counter('brokerReconnects').labels({ connection: 'consume' });
    let wasUp = false;
    this.broker.onUp(() => {
      connected.set(1);
      if (wasUp) reconnects.inc();
      wasUp = true;
      this._status$.next('connected');
    });
    this.broker.onDown(() => {
      connected.set(0);
      this._status$.next('disconnected');
    });
  }
}

export interface EnvelopeServerOptions {
  url: string;
  /** connection_name at the broker, e.g. `gateway consume 0193…`. */
  name: string;
  logger: MessagingLogger;
  queues: readonly ConsumedQueue[];
  /**
   * Parked messages leave through this publisher: consuming and publishing never share a connection, as a memory alarm blocks a publishing
   * one, acks and all.
   */
  parkVia: ConfirmPublisher;
  /** What to declare on each new connection. Without it, queues that are not there yet are tried for by connecting anew. */
  topology?: (channel: Channel) => Promise<void>;
  /** More to set up on each new connection, after the queues: a consumer of another kind that shares the connection's fate. */
  alongside?: (session: BrokerSession) => Promise<void>;
  /** Needed where one application has several envelope servers: give it to `@EventPattern(pattern, transportId)` too. */
  transportId?: symbol;
  /** Instead of amqplib's. */
  connect?: Connect;
}

export type ConsumedQueue = ({ readonly queue: string } | { readonly control: ControlAddress }) & {
  /** Unacked messages at most; bounds memory to this many times the largest message. */
  readonly prefetch: number;
  /** Messages of one handler call at most. */
  readonly maxMessages: number;
  /** See {@link BatchConsumerOptions.gather}. */
  readonly gather?: BatchConsumerOptions['gather'];
  /** Instead of `parseEnvelope`, where payloads are known to be good. */
  readonly parse?: (body: Buffer) => ParsedEnvelope;
};

/** An exclusive queue of this process, under a fresh name per connection, bound with the same keys. */
export interface ControlAddress {
  readonly id: string;
  readonly keys: readonly string[];
}

/** `@Ctx()` of a batch handler. */
export class BatchContext extends BaseRpcContext<[pattern: string, deliveries: readonly Delivery[]]> {
  getPattern(): string {
    return this.getArgByIndex(0) as string;
  }
}
