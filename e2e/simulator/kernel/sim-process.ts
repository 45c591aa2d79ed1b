import type { Timeline } from './timeline';

/** What waits for a process that is stopped: its timers, and what has arrived for it. */
type Deferred = 'timer' | 'arrival';

/**
 * One operating system process: it has clocks of its own, can be killed, stopped and continued, and loses everything but its name when it
 * ends. `generation` tells one life from the next; whatever belongs to an earlier one is dropped when its time comes.
 */
export class SimProcess {
  up = false;
  generation = 0;
  stopped = false;
  /** Cut off from every server; see the connections. */
  netDown = false;
  /** Difference of its wall clock to true time. */
  wallOffsetMs = 0;
  /** Until when whatever goes wrong with it may be its own fault rather than the system's. */
  faultyUntilMs = -1e9;
  /** Kills it after so many steps more: between any two of them. */
  killAfterSteps: number | undefined;
  onStepKill: () => void = () => undefined;
  bornMs = 0;
  private suspendedMs = 0;
  private deferred: { readonly what: Deferred; readonly run: () => void }[] = [];
  private readonly monotonicOffsetMs: number;

  constructor(
    readonly name: string,
    private readonly scheduler: Timeline,
  ) {
    this.monotonicOffsetMs = scheduler.random.whole(1_000, 100_000);
  }

  /** `performance.now()` of this process: stands still while its machine is suspended. */
  get monotonicMs(): number {
    return this.scheduler.nowMs + this.monotonicOffsetMs - this.suspendedMs;
  }

  /** `performance.timeOrigin` of this life: what its wall clock said when its monotonic clock was at zero. Of the schedule's time, not of 1970's. */
  timeOriginMs = 0;

  /** The boot clock, which counts suspend. */
  get bootMs(): number {
    return this.scheduler.nowMs + this.monotonicOffsetMs;
  }

  /** Whether it could do something now. */
  get works(): boolean {
    return this.up && !this.stopped;
  }

  begin(main: () => void): void {
    this.up = true;
    this.bornMs = this.scheduler.nowMs;
    this.timeOriginMs = this.scheduler.nowMs + this.wallOffsetMs - this.monotonicMs;
    this.run(this.generation, 'arrival', main);
  }

  end(): void {
    this.up = false;
    this.generation += 1;
    this.stopped = false;
    this.killAfterSteps = undefined;
    this.deferred = [];
  }

  stop(): void {
    this.stopped = true;
  }

  /** Goes on; what waited runs now, timers first or arrivals first. `suspendedForMs`: by how much its monotonic clock stood still. */
  continue(suspendedForMs: number): void {
    this.suspendedMs += suspendedForMs;
    this.stopped = false;
    const { generation, deferred } = this;
    this.deferred = [];
    const first: Deferred = this.scheduler.random.chance(0.5) ? 'timer' : 'arrival';
    for (const { what, run } of [...deferred.filter((one) => one.what === first), ...deferred.filter((one) => one.what !== first)]) {
      this.scheduler.after(0, () => this.run(generation, what, run));
    }
  }

  /** Something for this life of the process, now; later if it is stopped; never if it has ended. */
  run(generation: number, what: Deferred, work: () => void): void {
    if (!this.up || this.generation !== generation) return;
    if (this.stopped) {
      this.deferred.push({ what, run: work });
      return;
    }
    this.scheduler.enter(this, work);
    if (this.killAfterSteps !== undefined && this.killAfterSteps-- <= 0) this.onStepKill();
  }
}
