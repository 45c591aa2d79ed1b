import type { Channel, ConsumeMessage } from 'amqplib';
import { JOB_PRIORITIES, jobQueueName, parseEnvelope, type EnvelopeOf, type JobPriority } from '#contracts';
import { counter } from '#observability';
import { AckWindow } from './ack-window';
import type { BrokerSession } from './broker';
import type { MessagingLogger } from './messaging-logger';
import type { Parking } from './parking';
import { assertJobQueue } from './topology';

/**
 * Consumes the job queues of a worker: every priority of every queue, on one channel, with a prefetch that changes.
 *
 * The prefetch of a running consumer cannot be changed over AMQP (and RabbitMQ 4.3 refuses the one that counts per channel), so a change cancels the
 * consumers and starts new ones; deliveries that are already here stay ours until they are settled. Prefetch 0 means: cancelled, nothing more comes.
 *
 * Messages are settled one by one, in any order, as late as it takes; a handle from a connection that is gone settles nothing, which is right, as the
 * broker has given the message to somebody else by then.
 */
export class JobConsumer {
  private current: Consuming | undefined;
  private wantedPrefetch = 0;
  private adjusting: Promise<void> = Promise.resolve();

  constructor(private readonly options: JobConsumerOptions) {}

  /** Part of a broker's setup: opens the channel and declares the queues. Consumes with the prefetch last wished for. */
  async consumeOn(session: BrokerSession): Promise<void> {
    const channel = await session.createChannel();
    for (const queue of this.options.queues) for (const priority of JOB_PRIORITIES) await assertJobQueue(channel, queue, priority);
    this.current = { session, channel, window: new AckWindow(channel, () => session.dead), prefetch: 0, consumerTags: [] };
    this.adjust();
    await this.adjusting;
  }

  /** Sets how many unsettled deliveries each queue and priority may have here. Takes effect soon; the last wish wins. */
  setPrefetch(prefetch: number): void {
    if (prefetch === this.wantedPrefetch) return;
    this.wantedPrefetch = prefetch;
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
      const { current, wantedPrefetch } = this;
      if (!current || current.session.dead || current.prefetch === wantedPrefetch) return;
      current.prefetch = wantedPrefetch;
      try {
        await Promise.all(current.consumerTags.splice(0).map((tag) => current.channel.cancel(tag)));
        if (wantedPrefetch > 0) await this.start(current, wantedPrefetch);
      } catch (error) {
        current.session.fail(error instanceof Error ? error : new Error(String(error)));
      }
    });
  }

  private async start(current: Consuming, prefetch: number): Promise<void> {
    await current.channel.prefetch(prefetch);
    const starting = this.options.queues.flatMap((queue) =>
      JOB_PRIORITIES.map(async (priority) => {
        const name = jobQueueName(queue, priority);
        const { consumerTag } = await current.channel.consume(name, (message) => {
          if (message) this.arrived(current, message, queue, priority);
          else current.session.fail(new Error(`the broker cancelled the consumer of ${name}`));
        });
        current.consumerTags.push(consumerTag);
      }),
    );
    await Promise.all(starting);
  }

  private arrived(current: Consuming, message: ConsumeMessage, queue: string, priority: JobPriority): void {
    const tag = message.fields.deliveryTag;
    current.window.opened(tag);
    const parsed = parseEnvelope(message.content);
    if (parsed.ok && parsed.envelope.eventType === 'job.queued') {
      this.options.onDelivery({
        handle: { tag, window: current.window },
        envelope: parsed.envelope,
        queue,
        priority,
        redelivered: message.fields.redelivered,
      });
      return;
    }
    const [reason, detail] = parsed.ok ? ['unknown_event_type', `a job queue takes job.queued, not ${parsed.envelope.eventType}`] : [parsed.reason, parsed.detail];
    void this.options.parking.park(message, queue, reason, detail, () => !current.session.dead).then((parked) => {
      if (!parked) return;
      counter('messagesConsumed').labels({ queue, outcome: 'parked' }).inc();
      this.options.onParked?.({ queue, reason, body: message.content });
      current.window.ack([tag]);
    });
  }
}

/** One job message that is ours until it is settled or its connection is lost. */
export interface JobDelivery {
  readonly handle: JobHandle;
  readonly envelope: EnvelopeOf<'job.queued'>;
  readonly queue: string;
  readonly priority: JobPriority;
  readonly redelivered: boolean;
}

/** What settles a delivery; opaque to its holder. */
export interface JobHandle {
  readonly tag: number;
  readonly window: AckWindow;
}

export interface JobConsumerOptions {
  readonly queues: readonly string[];
  readonly onDelivery: (delivery: JobDelivery) => void;
  readonly parking: Parking;
  readonly logger: MessagingLogger;
  /** A message on a job queue that is none; already parked. */
  readonly onParked?: (parked: { queue: string; reason: string; body: Buffer }) => void;
}

interface Consuming {
  readonly session: BrokerSession;
  readonly channel: Channel;
  readonly window: AckWindow;
  prefetch: number;
  consumerTags: string[];
}
