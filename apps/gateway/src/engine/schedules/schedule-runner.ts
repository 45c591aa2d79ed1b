import { nextStep, overlapVerdict, tickKey, type PreviousJob, type ScheduleState, type SkippedTick } from '#domain';
import { CommandQueueFull, StoreUnavailable, type ScheduleReader, type StoreClock, type TickingSchedule } from '#event-log';
import { isErrorCode } from '#http';
import { histogram, type Logger } from '#observability';
import { cadenceOf } from '../../schedules/cron-cadence';
import type { ScheduleRecords } from '../../schedules/schedule-records';
import { AlarmClock } from '../timers/alarm-clock';
import type { Due } from '../timers/due-heap';

/** Catching up is many steps; a schedule that still is not through goes on at the next look, and the others are not kept waiting. */
const STEPS_AT_ONCE = 250;
/** A broker that is away for a moment, or more at once than the gateway takes, is no reason to leave a tick out: it is tried again at each look, this long. */
const PATIENCE_MS = 10_000;
const UNREADABLE = 'due schedules could not be read';

export interface ScheduleRunnerParts {
  readonly reader: ScheduleReader;
  readonly records: ScheduleRecords;
  readonly clock: StoreClock;
  readonly logger: Logger;
  /** Submits the job of a tick the way a client's is. Under the key of a tick that has a job already, the answer is that job. */
  readonly submit: (schedule: ScheduleState, key: string, correlationId: string) => Promise<{ readonly jobId: string }>;
  readonly cancel: (jobId: string, by: string, reason: string) => Promise<void>;
}

/**
 * Runs the schedules; one of the parts that live where the relay leads.
 *
 * What makes a tick fire once is not that there is one leader. Two may believe to be it, and one may die after each line: the job of a tick is submitted
 * under the key of the tick, which the store takes once, and `schedule.fired` is written by compare-and-swap on the schedule. A leader that finds the
 * next tick's job in the store has a dead one's work before it, and only records it.
 *
 * A schedule is read again after its tick is due and before it fires: a pause, change or deletion that was answered before the tick was due is seen.
 */
export class ScheduleRunner {
  private readonly alarms: AlarmClock;
  private readonly delay = histogram('scheduleTickDelay').labels({});

  constructor(private readonly parts: ScheduleRunnerParts) {
    const { reader, clock, logger } = parts;
    this.alarms = new AlarmClock({
      clock,
      logger,
      within: async (aheadMs, limit) => (await reader.dueBy(new Date(clock.nowMs() + aheadMs).toISOString(), limit)).map(({ name, nextAt }) => ({ key: name, atMs: Date.parse(nextAt) })),
      ring: (due) => void this.fire(due),
      failure: UNREADABLE,
    });
  }

  start(): void {
    this.alarms.start();
  }

  stop(): void {
    this.alarms.stop();
  }

  /** Another gateway, or this one, has set a next tick: it may be sooner than the next look. */
  sent({ type }: { readonly type: string }): void {
    if (type === 'schedule.created' || type === 'schedule.updated' || type === 'schedule.resumed') this.alarms.soon();
  }

  look(): Promise<void> {
    return this.alarms.lookNow();
  }

  private async fire(due: readonly Due[]): Promise<void> {
    let rows: readonly TickingSchedule[] = [];
    try {
      rows = await this.parts.reader.ticking(due.map(({ key }) => key));
    } catch (err) {
      // The next look finds them again.
      if (!(err instanceof StoreUnavailable)) this.parts.logger.error({ err }, UNREADABLE);
    }
    const byName = new Map(rows.map((row) => [row.name, row]));
    for (const { key } of due) void this.run(key, byName.get(key));
  }

  private async run(name: string, first: TickingSchedule | undefined): Promise<void> {
    let row = first;
    let nextAtMs: number | undefined;
    try {
      for (let step = 0; row !== undefined && this.alarms.running && step < STEPS_AT_ONCE; step++) {
        const after = await this.step(row);
        if (after === 'later') break;
        nextAtMs = after?.nextAt === undefined ? undefined : Date.parse(after.nextAt);
        if (nextAtMs === undefined || nextAtMs > this.parts.clock.nowMs()) break;
        [row] = await this.parts.reader.ticking([name]);
      }
    } catch (err) {
      // The next look finds it again.
      if (!(err instanceof StoreUnavailable)) this.parts.logger.error({ err, schedule: name }, 'a schedule could not be run');
    }
    this.alarms.done(name, nextAtMs);
  }

  /** One tick, or one row of missed ones. Answers the schedule as it is then; 'later' when nothing could be decided. */
  private async step(row: TickingSchedule): Promise<ScheduleState | undefined | 'later'> {
    const { state } = row;
    const step = nextStep(state, cadenceOf(state), this.parts.clock.nowMs());
    if (step.kind === 'wait') return state;
    if (row.submittedJobId !== null && state.nextAt !== undefined) return this.fired(row, state.nextAt, row.submittedJobId);
    if (step.kind === 'skip') return this.skipped(row, { ...step.ticks, trigger: 'cron', reason: 'missed', detail: 'the schedule was not run when they were due' });
    const one = { from: step.tick, tick: step.tick, count: 1, trigger: 'cron' } as const;
    const verdict = overlapVerdict(state, previousOf(row));
    if (verdict.kind === 'skip') return this.skipped(row, { ...one, reason: 'overlap', detail: `the job before is ${verdict.previous.status}`, previousJobId: verdict.previous.jobId });
    if (verdict.kind === 'cancel_first') await this.parts.cancel(verdict.previous.jobId, `schedule:${state.id}`, `the tick of ${step.tick} takes its place`);
    const submitted = await this.submit(state, step.tick);
    if ('jobId' in submitted) return this.fired(row, step.tick, submitted.jobId);
    if (submitted.passing && this.parts.clock.nowMs() - Date.parse(step.tick) < PATIENCE_MS) return 'later';
    return this.skipped(row, { ...one, reason: 'refused', errorCode: submitted.code, detail: submitted.detail });
  }

  private async submit(state: ScheduleState, tick: string): Promise<{ readonly jobId: string } | Refusal> {
    const key = tickKey(state.id, tick);
    try {
      const { jobId } = await this.parts.submit(state, key, key);
      this.delay.observe(Math.max(0, this.parts.clock.nowMs() - Date.parse(tick)) / 1_000);
      return { jobId };
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === undefined) throw error;
      return refusal;
    }
  }

  private fired(row: TickingSchedule, tick: string, jobId: string): Promise<ScheduleState | undefined> {
    return this.parts.records.fired(row, { tick, trigger: 'cron', jobId }, tickKey(row.state.id, tick)).then(({ schedule }) => schedule);
  }

  private skipped(row: TickingSchedule, skip: SkippedTick): Promise<ScheduleState | undefined> {
    return this.parts.records.skipped(row, skip, tickKey(row.state.id, skip.tick)).then(({ schedule }) => schedule);
  }
}

export function previousOf({ previousJobId, previousStatus }: Pick<TickingSchedule, 'previousJobId' | 'previousStatus'>): PreviousJob | undefined {
  return previousJobId === null || previousStatus === null ? undefined : { jobId: previousJobId, status: previousStatus };
}

interface Refusal {
  readonly code: string;
  readonly detail: string;
  /** It may well be taken in a moment. */
  readonly passing: boolean;
}

/** A job that was refused, against a store that is away (then nothing can be recorded either) and errors that nobody foresaw. */
function refusalOf(error: unknown): Refusal | undefined {
  if (!(error instanceof Error) || error instanceof StoreUnavailable) return undefined;
  const { code, detail } = error as Error & { code?: unknown; detail?: unknown };
  if (!isErrorCode(code) || code === 'internal_error') return undefined;
  return { code, detail: (typeof detail === 'string' ? detail : error.message).slice(0, 2_000), passing: code === 'broker_unavailable' || code === 'not_ready' || error instanceof CommandQueueFull };
}
