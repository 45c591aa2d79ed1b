import type { Rate } from '#contracts';
import type { JobColumns } from '../store/rows';
import type { Stage } from '../stage';

/** The clock of the store counts whole milliseconds. */
const ROUNDING_MS = 2;

/** Whether jobs of a kind start no more often than they may, reckoned from the grants alone: in any time, the burst and what that time adds to it. */
export class RateCheck {
  private rate: Rate | undefined;
  private readonly grantedAtMs = new Map<string, number[]>();
  private wallOffsetMs = 0;

  constructor(private readonly stage: Stage) {}

  begin(rate: Rate): void {
    this.rate = rate;
    this.grantedAtMs.clear();
  }

  granted({ id, payload }: JobColumns): void {
    if (this.rate === undefined) return;
    const { store, scheduler, judge } = this.stage;
    // A bucket fills by the clock of the store: where that was set forward, it may be full again.
    if (store.wallOffsetMs !== this.wallOffsetMs) this.grantedAtMs.clear();
    this.wallOffsetMs = store.wallOffsetMs;
    const kind = String((JSON.parse(payload) as { stubborn?: unknown }).stubborn);
    const before = this.grantedAtMs.get(kind) ?? [];
    this.grantedAtMs.set(kind, before);
    before.push(scheduler.nowMs);
    before.forEach((atMs, i) => {
      const may = (this.rate?.burst ?? 0) + ((this.rate?.perSecond ?? 0) * (scheduler.nowMs - atMs + ROUNDING_MS)) / 1_000;
      if (before.length - i > may) judge.broken('rates', `${id} is one of ${before.length - i} grants of a kind in ${Math.round(scheduler.nowMs - atMs)} ms, where ${may.toFixed(2)} are allowed`);
    });
  }
}
