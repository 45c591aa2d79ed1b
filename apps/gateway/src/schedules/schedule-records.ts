import { decideFired, decideSkipped, type FiredTick, type RecordOutcome, type ScheduleClock, type ScheduleDecision, type ScheduleState, type SkippedTick } from '#domain';
import type { Resource, ResourceDecision, ResourceStore } from '#event-log';
import { counter } from '#observability';
import { cadenceOf } from './cron-cadence';

export interface Recorded {
  readonly outcome: RecordOutcome;
  /** The schedule as it is now; undefined when there is none any more. */
  readonly schedule: ScheduleState | undefined;
  readonly position: number | undefined;
}

/** Writes down what became of ticks, of schedules as they were read for the decision. */
export class ScheduleRecords {
  private readonly ticks = counter('scheduleTicks');

  constructor(private readonly resources: ResourceStore) {}

  async fired(schedule: Resource<ScheduleState>, tick: FiredTick, correlationId: string): Promise<Recorded> {
    const { outcome, resource, position } = await this.change(schedule, correlationId, (state, ctx) => decideFired(state, schedule.state.id, tick, lazily(state), ctx));
    if (outcome === 'recorded') this.ticks.labels({ outcome: 'fired' }).inc();
    return { outcome, schedule: resource?.state, position };
  }

  async skipped(schedule: Resource<ScheduleState>, skip: SkippedTick, correlationId: string): Promise<Recorded> {
    const { outcome, resource, position } = await this.change(schedule, correlationId, (state, ctx) => decideSkipped(state, schedule.state.id, skip, lazily(state), ctx));
    if (outcome === 'recorded') this.ticks.labels({ outcome: skip.reason }).inc(skip.count);
    return { outcome, schedule: resource?.state, position };
  }

  private change(schedule: Resource<ScheduleState>, correlationId: string, decide: (state: ScheduleState | undefined, ctx: ScheduleClock) => ScheduleDecision<RecordOutcome>) {
    return this.resources.change<ScheduleState, RecordOutcome>('schedule', schedule.name, { correlationId }, (state, ctx) => written(decide(state, ctx)), schedule);
  }
}

/** A decision of the domain as the store takes it. */
export function written<O>({ events, state, outcome }: ScheduleDecision<O>): ResourceDecision<ScheduleState, O> {
  return events.length === 0 ? { outcome } : { events, state: state ?? 'deleted', outcome };
}

/** The cadence of the schedule as it is stored now, which need not be the one that was read. */
const lazily = (state: ScheduleState | undefined) => cadenceOf(state ?? { cron: '* * * * *', timeZone: 'UTC' });
