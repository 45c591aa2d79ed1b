import type { Instant } from './boot-clock';
import type { Held } from './held-delivery';
import type { HandlerOutcome } from './protocol';

/**
 * When a running attempt is closed whether or not its handler has come to its end: at the end of its time, or when the grace after a cancel
 * is over. The signal has fired by then; a handler that goes on all the same keeps its slot and is not listened to any more.
 *
 * There are at most as many of these moments as there are slots, so the next one is kept as a number that may be too early and never too
 * late, and found again when it has passed. (A heap would hold on to the hour-long limits of thousands of attempts that took a millisecond.)
 */
export class CutOffs<Handle> {
  private soonestMs = Infinity;

  constructor(private readonly cancelGraceMs: number) {}

  started(held: Held<Handle>): void {
    const { timeoutMs } = held.job.payload;
    if (timeoutMs !== undefined) this.close(held, { atMs: held.startedMs + timeoutMs, as: 'timed_out' });
  }

  cancelled(held: Held<Handle>, now: Instant): void {
    if (held.closes?.as !== 'cancelled') this.close(held, { atMs: now.ms + this.cancelGraceMs, as: 'cancelled' });
  }

  takeDue(running: ReadonlyMap<string, Held<Handle>>, nowMs: number): Held<Handle>[] {
    if (nowMs < this.soonestMs) return [];
    this.soonestMs = Infinity;
    const due: Held<Handle>[] = [];
    for (const held of running.values()) {
      if (held.closes === undefined) continue;
      if (held.closes.atMs <= nowMs) due.push(held);
      else this.soonestMs = Math.min(this.soonestMs, held.closes.atMs);
    }
    return due;
  }

  nextMs(running: ReadonlyMap<string, unknown>): number | undefined {
    return running.size === 0 || this.soonestMs === Infinity ? undefined : this.soonestMs;
  }

  /** What is reported of it. */
  outcomeOf(held: Held<Handle>): HandlerOutcome {
    if (held.closes?.as === 'timed_out') {
      const message = `the attempt had not ended after the ${held.job.payload.timeoutMs} ms that it may take`;
      return { kind: 'failed', cause: 'timed_out', error: { code: 'timed_out', message, retryable: true } };
    }
    const message = `the job was cancelled; its handler had not stopped ${this.cancelGraceMs} ms later and was cut off`;
    return { kind: 'failed', cause: 'failed', error: { code: 'cancelled', message, retryable: false } };
  }

  /** The earlier of two ends holds. */
  private close(held: Held<Handle>, closes: NonNullable<Held<Handle>['closes']>): void {
    if (held.closes !== undefined && held.closes.atMs <= closes.atMs) return;
    held.closes = closes;
    this.soonestMs = Math.min(this.soonestMs, closes.atMs);
  }
}
