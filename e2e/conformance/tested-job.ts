import type { AttemptDenial, AttemptRevocation, EnvelopeOf, ProbeAnswer } from '#contracts';
import type { TappedDelivery, TappedPublish } from './wire-tap';
import type { SeenAsk, WorkerUnderTest } from './worker-under-test';

type EndType = 'attempt.succeeded' | 'attempt.failed';
/** The end of an attempt as it was reported. */
export type SeenEnd = { readonly publish: TappedPublish; readonly envelope: EnvelopeOf<'attempt.succeeded'> | EnvelopeOf<'attempt.failed'> };

/** One job given to a worker under test: what the worker said about it, and what the gateway says to that. */
export class TestedJob {
  constructor(
    readonly worker: WorkerUnderTest,
    readonly jobId: string,
    readonly correlationId: string,
  ) {}

  get asks(): SeenAsk[] {
    return this.worker.asks.filter(({ jobId }) => jobId === this.jobId);
  }

  get deliveries(): TappedDelivery[] {
    return this.worker.tap.deliveries.filter(({ exchange, body }) => exchange === 'observatory.dispatch' && body.includes(this.jobId));
  }

  get ends(): SeenEnd[] {
    return [...this.worker.of('attempt.succeeded'), ...this.worker.of('attempt.failed')].filter(({ envelope }) => envelope.payload.jobId === this.jobId);
  }

  get starts(): TappedPublish[] {
    return this.worker.of('attempt.started').filter(({ envelope }) => envelope.payload.attempts.some(({ jobId }) => jobId === this.jobId)).map(({ publish }) => publish);
  }

  get returns(): { readonly deliveryId: string; readonly publish: TappedPublish }[] {
    return this.worker.of('attempt.returned').flatMap(({ envelope, publish }) => envelope.payload.attempts.filter(({ jobId }) => jobId === this.jobId).map(({ deliveryId }) => ({ deliveryId, publish })));
  }

  get settled(): TappedDelivery['settled'][] {
    return this.deliveries.map(({ settled }) => settled);
  }

  /** The `count`-th ask about this job. */
  async asked(count = 1, timeoutMs = 6_000): Promise<SeenAsk> {
    return this.worker.until(() => this.asks[count - 1], `ask number ${count} about the job comes`, timeoutMs);
  }

  grant({ deliveryId, ask, workerId }: SeenAsk, number = ask): void {
    this.worker.gateway.tell(workerId, 'attempt.granted', { workerId, grants: [{ jobId: this.jobId, deliveryId, ask: number, attempt: 1 }] });
  }

  /** Grants the latest ask; resolves with it. */
  async granted(): Promise<SeenAsk> {
    await this.asked();
    const ask = this.asks.at(-1) as SeenAsk;
    this.grant(ask);
    return ask;
  }

  deny({ deliveryId, workerId }: SeenAsk, reason: AttemptDenial['reason'] = 'terminal', more: Partial<AttemptDenial> = {}): void {
    this.worker.gateway.tell(workerId, 'attempt.denied', { workerId, denials: [{ jobId: this.jobId, deliveryId, reason, ...more }] });
  }

  revoke({ deliveryId, workerId }: SeenAsk, reason: AttemptRevocation['reason']): void {
    this.worker.gateway.tell(workerId, 'attempt.revoked', { workerId, attempts: [{ jobId: this.jobId, deliveryId, reason }] });
  }

  own({ deliveryId, workerId }: SeenAsk): void {
    this.worker.gateway.tell(workerId, 'attempt.owned', { workerId, attempts: [{ jobId: this.jobId, deliveryId }] });
  }

  probed({ deliveryId }: { readonly deliveryId: string }): Promise<ProbeAnswer['status']> {
    return this.worker.probed({ jobId: this.jobId, deliveryId });
  }

  /** Grants and waits for the report of the start. */
  async running(): Promise<SeenAsk> {
    const ask = await this.granted();
    await this.worker.until(() => this.starts[0], 'the start is reported', 4_000);
    return ask;
  }

  async ended(timeoutMs = 6_000): Promise<SeenEnd> {
    return this.worker.until(() => this.ends[0], 'the end is reported', timeoutMs);
  }

  async failed(timeoutMs = 6_000): Promise<EnvelopeOf<'attempt.failed'>['payload']> {
    const { envelope } = await this.ended(timeoutMs);
    if (envelope.eventType !== 'attempt.failed') throw new Error('attempt.failed was to come, attempt.succeeded came');
    return envelope.payload;
  }

  /** Waits until its first delivery was acked. */
  async acked(timeoutMs = 4_000): Promise<void> {
    await this.worker.until(() => this.deliveries[0]?.settled?.how === 'ack', 'the delivery is acked', timeoutMs);
  }

  /** What was said about it, one word each, in order; asks, beats and answers left out. What is said again on a new connection counts once. */
  get story(): (EndType | 'attempt.started' | 'attempt.returned')[] {
    const told = [
      ...this.starts.map((publish) => ({ what: 'attempt.started' as const, publish })),
      ...this.returns.map(({ publish }) => ({ what: 'attempt.returned' as const, publish })),
      ...this.ends.map(({ publish, envelope }) => ({ what: envelope.eventType, publish })),
    ].sort((a, b) => a.publish.order - b.publish.order);
    const again = ({ what, publish }: (typeof told)[number], index: number): boolean => told.slice(0, index).some((one) => one.what === what && one.publish.connection !== publish.connection);
    return told.filter((one, index) => !again(one, index)).map(({ what }) => what);
  }
}
