import { TOPOLOGY, jobQueueName, type Envelope, type EnvelopeOf, type EventType, type PayloadOf } from '#contracts';
import { assertJobQueues, Broker, ConfirmPublisher, declareControlQueue, envelopeFactory, uuidV7, type BrokerSession, type MessagingLogger } from '#messaging';
import { eventually } from '#testing';

const QUIET: MessagingLogger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

export interface Held {
  readonly jobId: string;
  readonly deliveryId: string;
  readonly redelivered: boolean;
  readonly envelope: EnvelopeOf<'job.queued'>;
  ack(): void;
}

/**
 * A worker that does only what its spec tells it: it takes messages of one queue, hears what the gateway says, and reports whatever it is told to,
 * true or not.
 */
export class ScriptedWorker {
  readonly id = `worker-${uuidV7()}`;
  readonly held: Held[] = [];
  readonly heard: Envelope[] = [];
  /** Answers probes about attempts; silent unless a spec says otherwise. */
  onProbed: (attempt: { jobId: string; deliveryId: string }) => 'running' | 'ended' | 'unknown' | undefined = () => undefined;
  /** What it has said that it runs, by delivery, until it says that it ended. */
  private readonly running = new Map<string, Held>();
  private readonly broker: Broker;
  private readonly publisher: ConfirmPublisher;
  private readonly envelope = envelopeFactory({ service: 'worker', instanceId: this.id, version: '0.0.0' });

  private constructor(
    url: string,
    private readonly queue: string,
    private readonly prefetch: number,
    private readonly hears: boolean,
  ) {
    this.publisher = new ConfirmPublisher({ url, name: `scripted ${this.id}`, logger: QUIET });
    this.broker = new Broker({ url, name: `scripted consume ${this.id}`, logger: QUIET, setup: (session) => this.setUp(session) });
  }

  /** @param options.hears false for one without a control queue: nothing that is sent to it arrives */
  static async start(url: string, options: { queue?: string; prefetch?: number; hears?: boolean } = {}): Promise<ScriptedWorker> {
    const worker = new ScriptedWorker(url, options.queue ?? 'default', options.prefetch ?? 10, options.hears ?? true);
    worker.broker.start();
    await worker.publisher.start();
    await Promise.all([worker.broker.whenUp(), worker.publisher.whenUp()]);
    return worker;
  }

  /** Gone, all at once: what it held goes back to the queue. */
  async vanish(): Promise<void> {
    await Promise.all([this.broker.close(), this.publisher.stop(0)]);
  }

  /** Changes its connection: a new control queue, and its unacked messages go back. */
  reconnect(): void {
    this.broker.restart('the spec says so');
  }

  async report<T extends EventType>(eventType: T, payload: PayloadOf[T]): Promise<void> {
    const { body, envelope } = this.envelope(eventType, payload, { correlationId: this.id });
    await this.publisher.publish(TOPOLOGY.exchanges.reports.name, eventType, body, { eventType, eventId: envelope.eventId });
  }

  ask(held: { jobId: string; deliveryId: string }, ask = 1, redelivered = false): Promise<void> {
    return this.report('attempt.asked', { workerId: this.id, asks: [{ jobId: held.jobId, deliveryId: held.deliveryId, ask, redelivered }] });
  }

  started(held: Held): Promise<void> {
    this.running.set(held.deliveryId, held);
    return this.report('attempt.started', { workerId: this.id, attempts: [{ jobId: held.jobId, deliveryId: held.deliveryId, startedAt: now() }] });
  }

  succeeded(held: Held, result: unknown = null): Promise<void> {
    this.running.delete(held.deliveryId);
    return this.report('attempt.succeeded', { workerId: this.id, jobId: held.jobId, deliveryId: held.deliveryId, startedAt: now(), endedAt: now(), durationMs: 0, result });
  }

  failed(held: Held, changes: Partial<PayloadOf['attempt.failed']> = {}): Promise<void> {
    const { jobId, deliveryId } = held;
    this.running.delete(deliveryId);
    return this.report('attempt.failed', {
      workerId: this.id, jobId, deliveryId, startedAt: now(), endedAt: now(), durationMs: 0, cause: 'failed', error: { code: 'boom', message: 'it went wrong' }, ...changes,
    });
  }

  /** Waits for a message of this job. */
  delivery(jobId: string, nth = 1): Promise<Held> {
    return eventually(
      () => {
        const found = this.held.filter((held) => held.jobId === jobId)[nth - 1];
        if (found === undefined) throw new Error('not there yet');
        return found;
      },
      { message: `delivery ${nth} of ${jobId} arrives`, intervalMs: 5 },
    );
  }

  /** Everything of one type that was said to this worker about a delivery. */
  said(eventType: EventType, deliveryId: string): Record<string, unknown>[] {
    return this.heard
      .filter((envelope) => envelope.eventType === eventType)
      .flatMap(({ payload }) => Object.values(payload).filter(Array.isArray).flat() as Record<string, unknown>[])
      .filter((item) => item['deliveryId'] === deliveryId);
  }

  hear(eventType: EventType, deliveryId: string, times = 1): Promise<Record<string, unknown>> {
    return eventually(
      () => {
        const said = this.said(eventType, deliveryId)[times - 1];
        if (said === undefined) throw new Error('not said yet');
        return said;
      },
      { message: `${eventType} is said about ${deliveryId}`, intervalMs: 5 },
    );
  }

  /** Takes a job to the point where it runs here. */
  async run(jobId: string): Promise<Held> {
    const held = await this.delivery(jobId);
    await this.ask(held);
    await this.hear('attempt.granted', held.deliveryId);
    await this.started(held);
    return held;
  }

  /** From now on does what an honest worker does, for every message it holds or gets: asks until answered, succeeds, acks. */
  workHonestly(everyMs = 100): () => void {
    const asked = new Map<string, number>();
    const ended = new Set<string>();
    const work = (): void => {
      for (const held of this.held) {
        if (ended.has(held.deliveryId)) continue;
        if (this.said('attempt.granted', held.deliveryId).length > 0) void this.succeeded(held).catch(() => ended.delete(held.deliveryId));
        else if (this.said('attempt.denied', held.deliveryId).length === 0 && this.said('attempt.revoked', held.deliveryId).length === 0) {
          const times = (asked.get(held.deliveryId) ?? 0) + 1;
          asked.set(held.deliveryId, times);
          if (times % 10 === 1) void this.ask(held, times, held.redelivered).catch(() => asked.delete(held.deliveryId));
          continue;
        }
        ended.add(held.deliveryId);
        held.ack();
      }
    };
    const timer = setInterval(work, everyMs);
    return () => clearInterval(timer);
  }

  /** What runs here, said as soon as this can hear the answer. */
  private async beat(): Promise<void> {
    const attempts = [...this.running.values()].map(({ jobId, deliveryId }) => ({ jobId, deliveryId, startedAt: now(), ageMs: 0, acked: false }));
    if (attempts.length > 0) await this.report('attempt.heartbeat', { workerId: this.id, attempts });
  }

  private async setUp(session: BrokerSession): Promise<void> {
    const channel = await session.createChannel();
    await channel.prefetch(this.prefetch);
    await assertJobQueues(channel, this.queue);
    if (this.hears) {
      const control = await declareControlQueue(channel, this.id, [this.id]);
      await channel.consume(control, (message) => message && this.listen(JSON.parse(message.content.toString()) as Envelope), { noAck: true });
      await this.beat();
    }
    await channel.consume(jobQueueName(this.queue, 'normal'), (message) => {
      if (message === null) return;
      const envelope = JSON.parse(message.content.toString()) as EnvelopeOf<'job.queued'>;
      this.held.push({ jobId: envelope.payload.jobId, deliveryId: uuidV7(), redelivered: message.fields.redelivered, envelope, ack: () => unlessClosed(() => channel.ack(message)) });
    });
  }

  private listen(envelope: Envelope): void {
    this.heard.push(envelope);
    if (envelope.eventType !== 'attempt.probed') return;
    const answers = envelope.payload.attempts.flatMap((attempt) => {
      const status = this.onProbed(attempt);
      return status === undefined ? [] : [{ ...attempt, status }];
    });
    if (answers.length > 0) void this.report('attempt.probe_answered', { workerId: this.id, answers });
  }
}

/** A worker that works on while its connection is being closed acks nothing: the broker gives the message to somebody else. */
function unlessClosed(ack: () => void): void {
  try {
    ack();
  } catch (error) {
    if (!(error instanceof Error) || !/closed|closing/i.test(error.message)) throw error;
  }
}

export function now(): string {
  return new Date().toISOString();
}
