import type { DueJob, StoreClock } from '#event-log';
import { histogram, type Logger } from '#observability';
import { AlarmClock } from './alarm-clock';

/** What the clock is for: jobs that go to their queue at a time, or that must have ended by one. */
export interface Timed {
  readonly name: 'due' | 'deadline';
  /** Jobs whose time comes within so many milliseconds; those up to `seenUpToMs` only when they are overdue. */
  within(aheadMs: number, limit: number, seenUpToMs?: number): Promise<readonly DueJob[]>;
  /** @returns 'fired', 'nothing' when it was not to fire, or the time to come back at */
  fire(jobId: string): Promise<'fired' | 'nothing' | number>;
}

/** Fires for jobs when their time has come. It hears of a time as the relay sends the event that set it. Firing twice is harmless: the second finds nothing due. */
export class JobTimers {
  private readonly alarms: AlarmClock;
  private readonly delay = histogram('timerDelay');

  constructor(
    private readonly timed: Timed,
    private readonly clock: StoreClock,
    private readonly logger: Logger,
  ) {
    this.alarms = new AlarmClock({
      clock,
      logger,
      within: async (aheadMs, limit, seenUpToMs) => (await timed.within(aheadMs, limit, seenUpToMs)).map(({ jobId, runAt }) => ({ key: jobId, atMs: Date.parse(runAt) })),
      ring: (due) => due.forEach(({ key, atMs }) => void this.fire(key, atMs)),
      failure: 'due jobs could not be read',
    });
  }

  start(): void {
    this.alarms.start();
  }

  stop(): void {
    this.alarms.stop();
  }

  /** A job will be due. */
  note(jobId: string, runAt: string): void {
    this.alarms.note(jobId, Date.parse(runAt));
  }

  private async fire(jobId: string, atMs: number): Promise<void> {
    let fired: Awaited<ReturnType<Timed['fire']>> = 'nothing';
    try {
      fired = await this.timed.fire(jobId);
    } catch (err) {
      this.logger.error({ err, jobId, timer: this.timed.name }, 'a timer could not fire');
    }
    if (fired === 'fired') this.delay.labels({ timer: this.timed.name }).observe(Math.max(0, this.clock.nowMs() - atMs) / 1_000);
    this.alarms.done(jobId, typeof fired === 'number' ? fired : undefined);
  }
}
