import { StoreUnavailable, type CommandExecutor, type EngineStore, type StoreClock } from '#event-log';
import { histogram, type Logger } from '#observability';
import { DueHeap } from './due-heap';

/** The store is looked through this often, and this far ahead: what the relay's events did not tell (a new leader, a lost wake-up) is found. */
const LOOK_EVERY_MS = 1_000;
const LOOK_AHEAD_MS = 2_500;
const LOOK_LIMIT = 5_000;
/** Fired in one turn; the executor takes them as one group. */
const FIRE_LIMIT = 1_000;

/**
 * Brings jobs back to their queue when their time has come. Delays live in the store; this is only the alarm clock of the leader. It hears of a delay
 * as the relay sends the event that set it, and fires by the database's clock to some milliseconds. Firing twice is harmless: the
 * second finds nothing due.
 */
export class RetryTimers {
  private readonly heap = new DueHeap();
  private readonly firing = new Set<string>();
  private readonly delay = histogram('timerDelay').labels({});
  private running = false;
  private alarm: NodeJS.Timeout | undefined;
  private alarmAtMs = Number.POSITIVE_INFINITY;
  private looker: NodeJS.Timeout | undefined;

  constructor(
    private readonly executor: CommandExecutor,
    private readonly store: EngineStore,
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
      for (const { jobId, runAt } of await this.store.dueWithin(LOOK_AHEAD_MS, LOOK_LIMIT)) this.note(jobId, runAt);
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
      const { outcome } = await this.executor.run(jobId, { kind: 'due' }, { patient: true });
      this.firing.delete(jobId);
      if (outcome.kind === 'queued') this.delay.observe(Math.max(0, this.clock.nowMs() - atMs) / 1_000);
      else if (outcome.runAtMs !== undefined) this.note(jobId, new Date(outcome.runAtMs).toISOString());
    } catch (err) {
      this.firing.delete(jobId);
      this.logger.error({ err, jobId }, 'a due job could not be queued');
    }
  }
}
