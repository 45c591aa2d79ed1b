import type { AttemptFailed, AttemptRef, ProbeAnswer } from '#contracts';
import { timestamp } from '#messaging';
import type { Instant } from './boot-clock';
import { refOf, type Held } from './held-delivery';
import type { Offer } from './offered-slots';
import type { HandlerOutcome, SendReport } from './protocol';
import { ReportOutbox } from './report-outbox';

/**
 * What the worker has to say, coalesced per turn: messages per job are what the whole system's speed is paid in.
 *
 * Asks, heartbeats and answers to probes are said once: the next ask, beat or probe makes up for a lost one. Starts, ends and returns go
 * through the outbox and are said until they are confirmed.
 */
export class OutgoingMessages<Handle> {
  private readonly outbox = new ReportOutbox<readonly Held<Handle>[]>();
  private readonly asks = new Set<Held<Handle>>();
  private answers: ProbeAnswer[] = [];
  private starts: Held<Handle>[] = [];
  private returns: { readonly ref: AttemptRef; readonly held?: Held<Handle> }[] = [];
  private beats: SendReport[] = [];
  private offered: Offer | undefined;

  constructor(private readonly workerId: string) {}

  /** Reports that are not safe yet. */
  get unconfirmed(): number {
    return this.outbox.size + this.returns.length;
  }

  ask(held: Held<Handle>): void {
    this.asks.add(held);
  }

  answer(attempt: AttemptRef, status: ProbeAnswer['status']): void {
    this.answers.push({ ...refOf(attempt), status });
  }

  offer(offer: Offer | undefined): void {
    this.offered = offer;
  }

  started(held: Held<Handle>): void {
    this.starts.push(held);
  }

  /** Takes back a grant; the delivery's message, if it has one here, may be acked once the gateway is sure to hear of it. */
  returned(ref: AttemptRef, held?: Held<Handle>): void {
    this.returns.push({ ref: refOf(ref), held });
  }

  ended(held: Held<Handle>, outcome: HandlerOutcome, durationMs: number): void {
    const { jobId, deliveryId } = held;
    const about = this.about([held]);
    const [startedAt, endedAt] = [timestamp(held.startedWall), timestamp(held.startedWall + durationMs)];
    const facts = { workerId: this.workerId, jobId, deliveryId, startedAt, endedAt, durationMs };
    if (outcome.kind === 'succeeded') {
      const payload = outcome.result === undefined ? facts : { ...facts, result: outcome.result as never };
      this.outbox.add({ kind: 'send', eventType: 'attempt.succeeded', ...about, payload }, [held]);
      return;
    }
    const { error, retryAfterMs } = outcome;
    const cause: AttemptFailed['cause'] = held.abortReason === undefined || held.abortReason === 'timed_out' ? outcome.cause : 'aborted';
    const payload = { ...facts, error, cause, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
    this.outbox.add({ kind: 'send', eventType: 'attempt.failed', ...about, payload }, [held]);
  }

  heartbeat(running: readonly Held<Handle>[], now: Instant): void {
    const { workerId } = this;
    for (const chunk of chunksOf(running, 1_000)) {
      const attempts = chunk.map((held) => {
        const ageMs = Math.round(now.ms - held.startedMs);
        return { ...refOf(held), startedAt: timestamp(held.startedWall), ageMs, acked: held.handle === undefined };
      });
      this.beats.push({ kind: 'send', eventType: 'attempt.heartbeat', correlationId: workerId, payload: { workerId, attempts } });
    }
  }

  /** The deliveries that may be acked now. */
  confirmed(reportId: number): readonly Held<Handle>[] {
    return this.outbox.confirmed(reportId) ?? [];
  }

  failed(reportId: number, dueMs: number): void {
    this.outbox.failed(reportId, dueMs);
  }

  sendAllAgain(): void {
    this.outbox.sendAllAgain();
  }

  nextDueMs(): number | undefined {
    return this.outbox.nextDueMs();
  }

  /** Everything to be sent now. While nothing can be sent, what is said once is dropped and the rest is kept. */
  take(now: Instant, publisherUp: boolean): SendReport[] {
    const { workerId } = this;
    this.file();
    const asked = [...this.asks].filter((held) => held.state === 'asked');
    const once: SendReport[] = [];
    for (const chunk of chunksOf(asked, 256)) {
      const asks = chunk.map((held) => ({ ...refOf(held), ask: held.sentAtMs.length, redelivered: held.redelivered, ...(held.handled ? {} : { unhandled: true }) }));
      once.push({ kind: 'send', eventType: 'attempt.asked', ...this.about(chunk), payload: { workerId, asks } });
    }
    for (const answers of chunksOf(this.answers, 256)) {
      once.push({ kind: 'send', eventType: 'attempt.probe_answered', correlationId: workerId, payload: { workerId, answers } });
    }
    once.push(...this.beats);
    if (this.offered) once.push({ kind: 'send', eventType: 'worker.offered', correlationId: workerId, payload: { workerId, ...this.offered } });
    this.offered = undefined;
    this.asks.clear();
    this.answers = [];
    this.beats = [];
    return publisherUp ? [...once, ...this.outbox.takeDue(now.ms)] : [];
  }

  /** Starts and returns of this turn become reports. An attempt that has ended by now says only its end, which tells its start as well. */
  private file(): void {
    const { workerId } = this;
    for (const chunk of chunksOf(this.starts.filter((held) => held.state === 'running'), 256)) {
      const attempts = chunk.map((held) => ({ ...refOf(held), startedAt: timestamp(held.startedWall) }));
      this.outbox.add({ kind: 'send', eventType: 'attempt.started', ...this.about(chunk), payload: { workerId, attempts } }, []);
    }
    for (const chunk of chunksOf(this.returns, 256)) {
      const held = chunk.flatMap((one) => one.held ?? []);
      const attempts = chunk.map((one) => one.ref);
      this.outbox.add({ kind: 'send', eventType: 'attempt.returned', ...this.about(held), payload: { workerId, attempts } }, held);
    }
    this.starts = [];
    this.returns = [];
  }

  /**
   * A message about one job carries that job's correlation id and stands in its trace; one about several carries the worker's own, and names the
   * traces it touches.
   */
  private about(deliveries: readonly Held<Handle>[]): Pick<SendReport, 'correlationId' | 'traceparent' | 'members'> {
    const [first] = deliveries;
    if (deliveries.length === 1 && first !== undefined) return { correlationId: first.job.correlationId, traceparent: first.trace.traceparent };
    const members = deliveries.flatMap(({ trace }) => trace.traceparent ?? []);
    return members.length === 0 ? { correlationId: this.workerId } : { correlationId: this.workerId, members };
  }
}

function* chunksOf<T>(items: readonly T[], size: number): Generator<T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
