import { setTimeout as delay } from 'node:timers/promises';
import type { Channel, ConsumeMessage } from 'amqplib';
import { parseEnvelope, type Envelope, type ParsedEnvelope } from '#contracts';
import { counter, type CounterChild } from '#observability';
import { AckWindow } from './ack-window';
import { backoffMs } from './backoff';
import type { BrokerSession } from './broker';
import { asUnavailable, type BatchHandler, type Delivery, type Verdict } from './delivery';
import { Fifo } from './fifo';
import { inContext, receivedContext } from './message-trace';
import type { MessagingLogger } from './messaging-logger';
import type { Parking } from './parking';

/**
 * Consumes one queue in batches.
 *
 * A batch is whatever arrived while the one before was handled, up to `maxMessages` and 4 MiB; the first message of an idle queue is handed
 * on in the same turn of the event loop (`setImmediate`), so batching adds no latency unless `gather` asks for it. One batch is under way at
 * a time, also across reconnects: messages that come again on a new connection wait for the handler that still works on their first delivery.
 *
 * Nothing a message contains can stop the queue: what is no envelope of a known type and major is parked, what makes the handler fail comes
 * again a few times, alone, and is parked then, and those behind it go on meanwhile.
 */
export class BatchConsumer {
  private intake: Intake | undefined;
  private busy: Promise<void> = Promise.resolve();
  private stopping = false;
  private readonly outcomes: Record<'acked' | 'retried' | 'parked', CounterChild>;

  constructor(private readonly options: BatchConsumerOptions) {
    const consumed = counter('messagesConsumed');
    this.outcomes = {
      acked: consumed.labels({ queue: options.name, outcome: 'acked' }),
      retried: consumed.labels({ queue: options.name, outcome: 'retried' }),
      parked: consumed.labels({ queue: options.name, outcome: 'parked' }),
    };
  }

  /** Part of a broker's setup: opens a channel, declares what has to be declared, starts to consume. */
  async consumeOn(session: BrokerSession): Promise<void> {
    const channel = await session.createChannel();
    await channel.prefetch(this.options.prefetch);
    const queue = await this.options.declare(channel);
    const intake: Intake = {
      session,
      channel,
      window: new AckWindow(channel, () => session.dead),
      waiting: new Fifo(),
      scheduled: false,
      consumerTag: '',
    };
    this.intake = intake;
    const { consumerTag } = await channel.consume(queue, (message) => {
      if (message) this.arrived(intake, message);
      else session.fail(new Error(`the broker cancelled the consumer of ${queue}`));
    });
    intake.consumerTag = consumerTag;
  }

  /** Takes no more messages, waits for the handler under way; what has not been handed to it goes back when the channel closes. */
  async stop(): Promise<void> {
    this.stopping = true;
    const { intake } = this;
    if (intake && !intake.session.dead) await intake.channel.cancel(intake.consumerTag).catch(() => undefined);
    await this.busy;
  }

  private arrived(intake: Intake, message: ConsumeMessage): void {
    intake.window.opened(message.fields.deliveryTag);
    intake.waiting.push({ message, receivedAtMs: performance.now(), tries: 0, failures: 0, envelope: undefined });
    this.schedule(intake);
  }

  private schedule(intake: Intake): void {
    if (intake.scheduled) return;
    intake.scheduled = true;
    setImmediate(() => {
      this.busy = this.busy.then(() => this.work(intake));
    });
  }

  private async work(intake: Intake): Promise<void> {
    try {
      while (!this.over(intake) && intake.waiting.length > 0) {
        await this.gather(intake);
        for (const [handler, run] of runsOf(this.nextBatch(intake), this.options.handlerOf)) {
          await this.handle(intake, handler, run);
          if (this.over(intake)) return;
        }
      }
    } catch (err) {
      this.options.logger.error({ err, queue: this.options.name }, 'the consumer failed; its connection is opened anew');
      intake.session.fail(err instanceof Error ? err : new Error(String(err)));
    } finally {
      intake.scheduled = false;
      if (!this.over(intake) && intake.waiting.length > 0) this.schedule(intake);
    }
  }

  /** Lets a small batch grow before it is handled. */
  private async gather({ waiting }: Intake): Promise<void> {
    const { gather } = this.options;
    if (gather !== undefined && waiting.length < gather.below) await delay(gather.ms);
  }

  private over(intake: Intake): boolean {
    return this.stopping || intake.session.dead;
  }

  /** Parses on the way; what cannot be parsed, or has no handler, is parked beside the batch. */
  private nextBatch(intake: Intake): Item[] {
    const batch: Item[] = [];
    let bytes = 0;
    while (batch.length < this.options.maxMessages && bytes < MAX_BATCH_BYTES) {
      const item = intake.waiting.shift();
      if (!item) break;
      if (!item.envelope) {
        const parsed = (this.options.parse ?? parseEnvelope)(item.message.content);
        if (!parsed.ok) {
          this.park(intake, item, parsed.reason, parsed.detail);
          continue;
        }
        item.envelope = parsed.envelope;
      }
      if (!this.options.handlerOf(item.envelope.eventType)) {
        this.park(intake, item, 'unknown_event_type', `nothing here handles ${item.envelope.eventType}`);
        continue;
      }
      bytes += item.message.content.length;
      batch.push(item);
    }
    return batch;
  }

  private async handle(intake: Intake, handler: BatchHandler, items: readonly Item[]): Promise<void> {
    for (let held = 0; ; ) {
      let verdicts: readonly Verdict[] | void;
      try {
        verdicts = await handler(items.map(asDelivery));
        if (verdicts && verdicts.length !== items.length) throw new Error(`the handler gave ${verdicts.length} verdicts for ${items.length} deliveries`);
      } catch (error) {
        if (this.over(intake)) return;
        const unavailable = asUnavailable(error);
        if (unavailable) {
          held++;
          const facts = { queue: this.options.name, reason: unavailable.message, messages: items.length };
          if (held === 1) this.options.logger.warn(facts, 'a batch is held until what it needs is back');
          await this.pause(intake, unavailable.afterMs ?? backoffMs(held, { initialMs: 50, maxMs: 2_000 }));
          if (this.over(intake)) return;
          continue;
        }
        if (items.length > 1) return this.handleSingly(intake, handler, items);
        return this.failed(intake, items[0] as Item, error);
      }
      this.settle(intake, items, verdicts ?? undefined);
      return;
    }
  }

  private async handleSingly(intake: Intake, handler: BatchHandler, items: readonly Item[]): Promise<void> {
    for (const item of items) {
      await this.handle(intake, handler, [item]);
      if (this.over(intake)) return;
    }
  }

  private settle(intake: Intake, items: readonly Item[], verdicts: readonly Verdict[] | undefined): void {
    const acked: number[] = [];
    items.forEach((item, index) => {
      const verdict = verdicts?.[index];
      if (!verdict || verdict.kind === 'ack') acked.push(item.message.fields.deliveryTag);
      else if (verdict.kind === 'retry') this.again(intake, item, verdict.afterMs);
      else this.park(intake, item, verdict.reason, verdict.detail ?? '');
    });
    intake.window.ack(acked);
    this.outcomes.acked.inc(acked.length);
  }

  private failed(intake: Intake, item: Item, error: unknown): void {
    item.failures++;
    const message = error instanceof Error ? error.message : String((error as { message?: unknown } | undefined)?.message ?? error);
    const facts = { err: error, queue: this.options.name, eventType: item.envelope?.eventType, eventId: item.envelope?.eventId, failures: item.failures };
    if (item.failures >= MAX_FAILURES) {
      this.options.logger.error(facts, 'a handler failed on a message for the last time');
      this.park(intake, item, 'handler_failed', message);
    } else {
      this.options.logger.warn(facts, 'a handler failed on a message');
      this.again(intake, item, backoffMs(item.failures, { initialMs: 100, maxMs: 5_000 }));
    }
  }

  private again(intake: Intake, item: Item, afterMs: number): void {
    item.tries++;
    this.outcomes.retried.inc();
    setTimeout(() => {
      if (this.over(intake)) return;
      intake.waiting.unshift(item);
      this.schedule(intake);
    }, afterMs).unref();
  }

  private park(intake: Intake, item: Item, reason: string, detail: string): void {
    const { parking, name } = this.options;
    void parking.park(item.message, name, reason, detail, () => !intake.session.dead).then((parked) => {
      if (!parked) return;
      intake.window.ack([item.message.fields.deliveryTag]);
      this.outcomes.parked.inc();
    });
  }

  /** Waits in short steps, so that a lost connection or a shutdown is not waited out. */
  private async pause(intake: Intake, ms: number): Promise<void> {
    const until = performance.now() + ms;
    while (!this.over(intake) && performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, Math.min(100, Math.max(1, until - performance.now()))));
    }
  }
}

export interface BatchConsumerOptions {
  /** What metrics and parked messages call the queue. Low cardinality: `control` for a control queue, never its random name. */
  name: string;
  /** Declares the queue if need be and returns its name; called on every new connection. */
  declare: (channel: Channel) => Promise<string>;
  prefetch: number;
  maxMessages: number;
  /** Waits `ms` before a batch while fewer than `below` messages are there: for a handler with a high fixed cost. */
  gather?: { readonly ms: number; readonly below: number };
  /** The handler of an event type, or nothing, which parks it. */
  handlerOf: (eventType: string) => BatchHandler | undefined;
  parking: Parking;
  logger: MessagingLogger;
  /** Instead of {@link parseEnvelope}, where payloads are known to be good. */
  parse?: (body: Buffer) => ParsedEnvelope;
}


interface Intake {
  readonly session: BrokerSession;
  readonly channel: Channel;
  readonly window: AckWindow;
  readonly waiting: Fifo<Item>;
  scheduled: boolean;
  consumerTag: string;
}

interface Item {
  readonly message: ConsumeMessage;
  readonly receivedAtMs: number;
  tries: number;
  failures: number;
  envelope: Envelope | undefined;
}

/** A handler that fails on the same message five times, the last time 1.5 s after the first, will not get better by itself. */
const MAX_FAILURES = 5;
const MAX_BATCH_BYTES = 4 * 1024 * 1024;

function asDelivery(item: Item): Delivery {
  const envelope = item.envelope as Envelope;
  return {
    envelope: inContext(envelope, receivedContext(item.message.properties, envelope)),
    body: item.message.content,
    exchange: item.message.fields.exchange,
    routingKey: item.message.fields.routingKey,
    redelivered: item.message.fields.redelivered,
    receivedAtMs: item.receivedAtMs,
    tries: item.tries,
  };
}

/** Cuts a batch where the handler changes, so that order holds across handlers. */
function* runsOf(batch: readonly Item[], handlerOf: BatchConsumerOptions['handlerOf']): Generator<[BatchHandler, readonly Item[]]> {
  let start = 0;
  for (let end = 1; end <= batch.length; end++) {
    const handler = handlerOf((batch[start] as Item).envelope?.eventType ?? '') as BatchHandler;
    const next = batch[end];
    if (next && handlerOf(next.envelope?.eventType ?? '') === handler) continue;
    yield [handler, batch.slice(start, end)];
    start = end;
  }
}
