import { StoreUnavailable, type DueJob, type StoreClock } from '#event-log';
import { histogram, type Logger } from '#observability';
import { DueHeap } from './due-heap';

/** The store is looked through this often, and this far ahead: what the relay's events did not tell (a new leader, a lost wake-up) is found. */
const LOOK_EVERY_MS = 1_000;
const LOOK_AHEAD_MS = 2_500;
const LOOK_LIMIT = 5_000;
/** Fired in one turn; the executor takes them as one group. */
const FIRE_LIMIT = 1_000;

/** What the clock is for: jobs that go to their queue at a time, or that must have ended by one. */
export interface Timed {
  readonly name: 'due' | 'deadline';
  /** Jobs whose time comes within so many milliseconds. */
  within(aheadMs: number, limit: number): Promise<readonly DueJob[]>;
  /** @returns 'fired', 'nothing' when it was not to fire, or the time to come back at */
  fire(jobId: string): Promise<'fired' | 'nothing' | number>;
}

/**
 * Fires for jobs when their time has come. Times live in the store; this is only the alarm clock of the leader. It hears of a time as the relay
 * sends the event that set it, and fires by the database's clock to some milliseconds. Firing twice is harmless: the second finds
 * nothing due.
 */
export class JobTimers {
  private readonly heap = new DueHeap();
  private readonly firing = new Set<string>();
  private readonly delay = histogram('timerDelay');
  private running = false;
  private alarm: NodeJS.Timeout | undefined;
  private alarmAtMs = Number.POSITIVE_INFINITY;
  private looker: NodeJS.Timeout | undefined;

  constructor(
    private readonly timed: Timed,
    private readonly clock: StoreClock,
    private readonly logger: Logger,
  ) {}

  start(): void {
    if (this.running) return;
    this.running = true;
    this.looker = setInterval(() => void this.look(), LOOK_EVERY_MS);
    void this.look();
  }

  stop(): void {
    this.running = false;
    clearInterval(this.looker);
    clearTimeout(this.alarm);
    this.alarm = undefined;
    this.alarmAtMs = Number.POSITIVE_INFINITY;
    this.heap.clear();
  }

  /** A job will be due; what is further away than the next look ahead is left to it. */
  note(jobId: string, runAt: string): void {
    const atMs = Date.parse(runAt);
    if (!this.running || this.firing.has(jobId) || atMs > this.clock.nowMs() + LOOK_AHEAD_MS) return;
    this.heap.set(jobId, atMs);
    this.setAlarm();
  }

  private async look(): Promise<void> {
    try {
      for (const { jobId, runAt } of await this.timed.within(LOOK_AHEAD_MS, LOOK_LIMIT)) this.note(jobId, runAt);
    } catch (err) {
      if (!(err instanceof StoreUnavailable)) this.logger.error({ err }, 'due jobs could not be read');
    }
  }

  private setAlarm(): void {
    const nextAtMs = this.heap.nextAtMs();
    if (!this.running || nextAtMs === undefined || nextAtMs >= this.alarmAtMs) return;
    clearTimeout(this.alarm);
    this.alarmAtMs = nextAtMs;
    this.alarm = setTimeout(() => this.fire(), Math.max(0, nextAtMs - this.clock.nowMs()));
  }

  private fire(): void {
    this.alarmAtMs = Number.POSITIVE_INFINITY;
    const nowMs = this.clock.nowMs();
    for (const { jobId, atMs } of this.heap.takeDue(nowMs, FIRE_LIMIT)) void this.fireOne(jobId, atMs);
    this.setAlarm();
  }

  private async fireOne(jobId: string, atMs: number): Promise<void> {
    this.firing.add(jobId);
    try {
      const fired = await this.timed.fire(jobId);
      this.firing.delete(jobId);
      if (fired === 'fired') this.delay.labels({ timer: this.timed.name }).observe(Math.max(0, this.clock.nowMs() - atMs) / 1_000);
      else if (fired !== 'nothing') this.note(jobId, new Date(fired).toISOString());
    } catch (err) {
      this.firing.delete(jobId);
      this.logger.error({ err, jobId, timer: this.timed.name }, 'a timer could not fire');
    }
  }
}
