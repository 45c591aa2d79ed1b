import type { Channel, ConsumeMessage } from 'amqplib';
import { JOB_PRIORITIES, jobQueueName, parseEnvelope, type EnvelopeOf, type JobPriority } from '#contracts';
import { counter } from '#observability';
import { AckWindow } from './ack-window';
import { backoffMs } from './backoff';
import type { BrokerSession } from './broker';
import { inContext, receivedContext } from './message-trace';
import type { MessagingLogger } from './messaging-logger';
import type { Parking } from './parking';

/**
 * Consumes the job queues of a worker: every priority of every queue, on one channel, with a prefetch that changes.
 *
 * The prefetch of a running consumer cannot be changed over AMQP (and RabbitMQ 4.3 refuses the one that counts per channel), so a change
 * cancels the consumers and starts new ones; deliveries that are already here stay ours until they are settled. Prefetch 0 means:
 * cancelled, nothing more comes.
 *
 * The gateway declares the queues, before it accepts the first job for one; a worker may not, for who may declare a queue may delete it. Queues that are not
 * there yet are looked for again while the connection lasts, and consumed as soon as they are.
 *
 * Messages are settled one by one, in any order, as late as it takes; a handle from a connection that is gone settles nothing, which is
 * right, as the broker has given the message to somebody else by then.
 */
export class JobConsumer {
  private current: Consuming | undefined;
  private wish: Wish = { prefetch: 0 };
  private adjusting: Promise<void> = Promise.resolve();

  constructor(private readonly options: JobConsumerOptions) {}

  /** Part of a broker's setup: opens the channel and looks which queues are there. Consumes with the prefetch last wished for. */
  async consumeOn(session: BrokerSession): Promise<void> {
    this.options.onReset();
    const channel = await session.createChannel();
    const places = this.options.queues.flatMap((queue) => JOB_PRIORITIES.map((priority) => ({ queue, priority, name: jobQueueName(queue, priority) })));
    const current = { session, channel, window: new AckWindow(channel, () => session.dead), fulfilled: undefined, consumerTags: [], found: [], missing: places };
    await this.look(current);
    this.current = current;
    this.adjust();
    await this.adjusting;
  }

  /** Finds queues that have come to be; looks again later for those that have not. */
  private async look(current: Consuming): Promise<void> {
    const names = new Set(await current.session.existing(current.missing.map(({ name }) => name)));
    current.found.push(...current.missing.filter(({ name }) => names.has(name)));
    current.missing = current.missing.filter(({ name }) => !names.has(name));
    if (names.size > 0) current.fulfilled = undefined;
    if (current.missing.length > 0) setTimeout(() => void this.lookAgain(current), LOOK_AGAIN_MS).unref();
  }

  private async lookAgain(current: Consuming): Promise<void> {
    if (current.session.dead || this.current !== current) return;
    try {
      await this.look(current);
      this.adjust();
    } catch (error) {
      current.session.fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /**
   * Sets how many unsettled deliveries each queue and priority may have here, counted from now: what was delivered before is not counted.
   * Takes effect soon; the last wish wins. Zero stops consuming.
   */
  subscribe(prefetch: number): void {
    this.wish = { prefetch };
    this.adjust();
  }

  /** Acks these deliveries, coalesced. */
  ack(handles: readonly JobHandle[]): void {
    const { current } = this;
    if (!current) return;
    current.window.ack(handles.filter((handle) => handle.window === current.window).map((handle) => handle.tag));
  }

  /** Hands a delivery back unstarted. */
  handBack(handle: JobHandle): void {
    handle.window.handBack(handle.tag);
  }

  private adjust(): void {
    this.adjusting = this.adjusting.then(async () => {
      const { current, wish } = this;
      if (!current || current.session.dead || current.fulfilled === wish) return;
      current.fulfilled = wish;
      try {
        await Promise.all(current.consumerTags.splice(0).map((tag) => current.channel.cancel(tag)));
        if (wish.prefetch > 0) await this.start(current, wish.prefetch);
      } catch (error) {
        current.session.fail(error instanceof Error ? error : new Error(String(error)));
      }
    });
  }

  private async start(current: Consuming, prefetch: number): Promise<void> {
    await current.channel.prefetch(prefetch);
    const starting = current.found.map(async ({ name, queue, priority }) => {
      const { consumerTag } = await current.channel.consume(name, (message) => {
        if (message) this.arrived(current, message, queue, priority);
        else current.session.fail(new Error(`the broker cancelled the consumer of ${name}`));
      });
      current.consumerTags.push(consumerTag);
    });
    await Promise.all(starting);
  }

  private arrived(current: Consuming, message: ConsumeMessage, queue: string, priority: JobPriority): void {
    const tag = message.fields.deliveryTag;
    current.window.opened(tag);
    const parsed = parseEnvelope(message.content);
    if (parsed.ok && parsed.envelope.eventType === 'job.queued') {
      this.options.onDelivery({
        handle: { tag, window: current.window },
        envelope: inContext(parsed.envelope, receivedContext(message.properties, parsed.envelope)),
        queue,
        priority,
        redelivered: message.fields.redelivered,
        bytes: message.content.length,
      });
      return;
    }
    if (parsed.ok) void this.park(current, message, queue, 'unknown_event_type', `a job queue takes job.queued, not ${parsed.envelope.eventType}`);
    else void this.park(current, message, queue, parsed.reason, parsed.detail);
  }

  /** Parks the message, then says so, then acks it: each step only after the one before is safe. */
  private async park(current: Consuming, message: ConsumeMessage, queue: string, reason: string, detail: string): Promise<void> {
    const stillOurs = (): boolean => !current.session.dead;
    if (!(await this.options.parking.park(message, queue, reason, detail, stillOurs))) return;
    counter('messagesConsumed').labels({ queue, outcome: 'parked' }).inc();
    for (let attempt = 1; stillOurs(); attempt++) {
      try {
        await this.options.onParked({ queue, reason, jobId: jobIdIn(message.content) });
        return current.window.ack([message.fields.deliveryTag]);
      } catch (err) {
        if (attempt === 1) this.options.logger.warn({ err, queue }, 'a parked job message could not be reported yet');
        await new Promise((resolve) => setTimeout(resolve, backoffMs(attempt, { initialMs: 50, maxMs: 2_000 })));
      }
    }
  }
}

/** One job message that is ours until it is settled or its connection is lost. */
export interface JobDelivery {
  readonly handle: JobHandle;
  /** Its `traceparent` is that of its sending, where that is recorded. */
  readonly envelope: EnvelopeOf<'job.queued'>;
  readonly queue: string;
  readonly priority: JobPriority;
  readonly redelivered: boolean;
  /** Size of the message's body. */
  readonly bytes: number;
}

/** What settles a delivery; opaque to its holder. */
export interface JobHandle {
  readonly tag: number;
  readonly window: AckWindow;
}

export interface JobConsumerOptions {
  readonly queues: readonly string[];
  readonly onDelivery: (delivery: JobDelivery) => void;
  /** A new connection: no handle given out so far settles anything any more. Called before the first delivery on it. */
  readonly onReset: () => void;
  readonly parking: Parking;
  readonly logger: MessagingLogger;
  /** Tells the gateway of a message on a job queue that could not be handled; it is parked already and acked when this resolves. */
  readonly onParked: (parked: { queue: string; reason: string; jobId?: string }) => Promise<unknown>;
}

interface Consuming {
  readonly session: BrokerSession;
  readonly channel: Channel;
  readonly window: AckWindow;
  /** The wish that the present consumers fulfil. */
  fulfilled: Wish | undefined;
  readonly consumerTags: string[];
  /** Queues that exist, and those that do not yet. */
  readonly found: JobQueuePlace[];
  missing: readonly JobQueuePlace[];
}

interface JobQueuePlace {
  readonly queue: string;
  readonly priority: JobPriority;
  /** The name of the AMQP queue. */
  readonly name: string;
}

/** The first job of a new queue waits for its workers no longer than this. */
const LOOK_AGAIN_MS = 250;

interface Wish {
  readonly prefetch: number;
}

/** The job of a message that could not be read in full, if it tells one. */
function jobIdIn(body: Buffer): string | undefined {
  try {
    const { payload } = JSON.parse(body.toString('utf8')) as { payload?: { jobId?: unknown } };
    return typeof payload?.jobId === 'string' && UUID.test(payload.jobId) ? payload.jobId : undefined;
  } catch {
    return undefined;
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
