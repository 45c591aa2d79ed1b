import type { CreateScheduleRequest, ReplaceScheduleRequest, Schedule, ScheduleActionRequest, ScheduleListResponse, ScheduleResponse, TenantId, TriggerScheduleResponse, UpdateScheduleRequest } from '#contracts';
import {
  decideCreateSchedule,
  decideDeleteSchedule,
  decidePauseSchedule,
  decideResumeSchedule,
  decideUpdateSchedule,
  overlapVerdict,
  tickKey,
  type CreateOutcome,
  type ScheduleClock,
  type ScheduleDecision,
  type ScheduleSpec,
  type ScheduleState,
  type UpdateOutcome,
} from '#domain';
import { uuidV7, type ResourceStore, type ScheduleReader } from '#event-log';
import { ApiError } from '#http';
import { previousOf } from '../engine/schedules/schedule-runner';
import { cadenceOf } from './cron-cadence';
import type { SubmitOrigin } from '../submit-job/submit-request';
import { rowNameOf } from './schedule-row';
import { written, type ScheduleRecords } from './schedule-records';
import { changedSpec, refused, specOf } from './schedule-request';

/** Who did something when the request does not say: there are no accounts yet. */
const ANYBODY = 'client';
/** What fits into the job's own key beside the id of the schedule. */
const TRIGGER_KEY = /^[\x20-\x7e]{1,150}$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export interface SchedulesParts {
  readonly resources: ResourceStore;
  readonly reader: ScheduleReader;
  /** The schedules that a tenant sees. */
  readonly within: (tenantId: TenantId) => { readonly schedules: Pick<ScheduleReader, 'page' | 'rowOf'> };
  readonly records: ScheduleRecords;
  readonly maxSchedules: number;
  readonly submit: (schedule: ScheduleState, key: string, correlationId: string) => Promise<{ readonly jobId: string }>;
  readonly cancel: (jobId: string, by: string, reason: string) => Promise<void>;
  /** Position of the newest event this process knows of. */
  readonly head: () => number;
  /** The store's time. */
  readonly nowMs: () => number;
}

/** What people do with schedules of their tenant. A schedule is known by its name, and by its id as well; one of another tenant is none. */
export class Schedules {
  constructor(private readonly parts: SchedulesParts) {}

  /** @throws ApiError validation_failed, schedule_exists, too_many_schedules */
  async create(request: CreateScheduleRequest, { tenantId, correlationId }: SubmitOrigin): Promise<ScheduleResponse> {
    const { name, by } = request;
    if (UUID.test(name)) throw refused('/name', 'must not look like an id');
    const spec = specOf(request);
    const { maxSchedules, reader, resources } = this.parts;
    // Those who create at the same moment may pass together: a bound against running away, not a quota.
    if ((await reader.count()) >= maxSchedules) throw new ApiError('too_many_schedules', { detail: `there are ${maxSchedules} schedules already` });
    const { outcome, resource, position } = await resources.change<ScheduleState, CreateOutcome>('schedule', rowNameOf(tenantId, name), { tenantId, correlationId }, (state, ctx) =>
      written(decideCreateSchedule(state, { id: ctx.streamId, tenantId, name, spec, by }, cadenceOf(spec), ctx)),
    );
    if (outcome === 'exists') throw new ApiError('schedule_exists', { detail: `there is a schedule ${name} already` });
    if (outcome === 'never_ticks') throw neverTicks();
    return this.answer(resource?.state, name, position);
  }

  async get(tenantId: TenantId, ref: string): Promise<ScheduleResponse> {
    const resource = await this.parts.resources.get<ScheduleState>('schedule', await this.rowOf(tenantId, ref));
    return this.answer(resource?.state, ref, undefined);
  }

  async list(tenantId: TenantId, after: string | undefined, limit: number): Promise<ScheduleListResponse> {
    const rows = await this.parts.within(tenantId).schedules.page(tenantId, rowNameOf(tenantId, after ?? ''), limit + 1);
    const items = rows.slice(0, limit).map(({ state }) => state);
    return { items, nextAfter: rows.length > limit ? items.at(-1)?.name : undefined };
  }

  async replace(ref: string, request: ReplaceScheduleRequest, origin: SubmitOrigin): Promise<ScheduleResponse> {
    const spec = specOf(request);
    return this.update(ref, () => spec, request.by, origin);
  }

  async change(ref: string, request: UpdateScheduleRequest, origin: SubmitOrigin): Promise<ScheduleResponse> {
    return this.update(ref, (state) => changedSpec(state, request), request.by, origin);
  }

  async pause(ref: string, { by = ANYBODY, reason }: ScheduleActionRequest, origin: SubmitOrigin): Promise<ScheduleResponse> {
    await this.recordSubmitted(await this.rowOf(origin.tenantId, ref));
    return this.act(ref, origin, (state, ctx) => decidePauseSchedule(state, { by, reason }, ctx));
  }

  resume(ref: string, { by = ANYBODY }: ScheduleActionRequest, origin: SubmitOrigin): Promise<ScheduleResponse> {
    return this.act(ref, origin, (state, ctx) => (state === undefined ? decideResumeSchedule(state, by, NO_TICKS, ctx) : decideResumeSchedule(state, by, cadenceOf(state), ctx)));
  }

  /** Answers the schedule as it was last. */
  async delete(ref: string, by: string | undefined, { tenantId, correlationId }: SubmitOrigin): Promise<ScheduleResponse> {
    let last: ScheduleState | undefined;
    const { position } = await this.parts.resources.change<ScheduleState, unknown>('schedule', await this.rowOf(tenantId, ref), { correlationId }, (state, ctx) => {
      last = state;
      return written(decideDeleteSchedule(state, by ?? ANYBODY, ctx));
    });
    return this.answer(last, ref, position);
  }

  /**
   * A tick because somebody asks for it: paused or not, beside the clock, under the overlap policy.
   *
   * @param key the same key gives the same job
   */
  async trigger(ref: string, { by = ANYBODY }: ScheduleActionRequest, key: string | undefined, { tenantId, correlationId }: SubmitOrigin): Promise<TriggerScheduleResponse> {
    if (key !== undefined && !TRIGGER_KEY.test(key)) throw refused('/idempotencyKey', 'must be 1 to 150 characters of printable ASCII');
    const { reader, records, cancel, submit, head, nowMs } = this.parts;
    const [row] = await reader.ticking([await this.rowOf(tenantId, ref)]);
    if (row === undefined) throw unknown(ref);
    const { state } = row;
    const tick = new Date(nowMs()).toISOString();
    const jobKey = `schedule:${state.id}:manual:${key ?? uuidV7()}`;
    const verdict = overlapVerdict(state, previousOf(row));
    if (verdict.kind === 'skip') {
      const { jobId, status } = verdict.previous;
      const skip = { from: tick, tick, count: 1, trigger: 'manual', reason: 'overlap', detail: `asked for by ${by}; the job before is ${status}`, previousJobId: jobId } as const;
      const { position } = await records.skipped(row, skip, correlationId);
      return { scheduleId: state.id, tick, outcome: 'skipped', previousJobId: jobId, position: position ?? head() };
    }
    if (verdict.kind === 'cancel_first') await cancel(verdict.previous.jobId, `schedule:${state.id}`, `${by} asked for another run`);
    const { jobId } = await submit(state, jobKey, correlationId);
    const { position } = await records.fired(row, { tick, trigger: 'manual', jobId }, correlationId);
    return {
      scheduleId: state.id,
      tick,
      outcome: 'fired',
      jobId,
      previousJobId: verdict.kind === 'cancel_first' ? verdict.previous.jobId : undefined,
      statusUrl: `/v1/jobs/${jobId}`,
      position: position ?? head(),
    };
  }

  /** A tick whose job is submitted has fired. Who submitted it may die before saying so, and once the clock is stopped or set anew nobody would look for it. */
  private async recordSubmitted(name: string): Promise<void> {
    const [row] = await this.parts.reader.ticking([name]);
    const tick = row?.state.nextAt;
    if (tick === undefined || row === undefined || row.submittedJobId === null) return;
    await this.parts.records.fired(row, { tick, trigger: 'cron', jobId: row.submittedJobId }, tickKey(row.state.id, tick));
  }

  private async update(ref: string, specFor: (state: ScheduleState) => ScheduleSpec, by: string | undefined, { tenantId, correlationId }: SubmitOrigin): Promise<ScheduleResponse> {
    const name = await this.rowOf(tenantId, ref);
    await this.recordSubmitted(name);
    const { outcome, resource, position } = await this.parts.resources.change<ScheduleState, UpdateOutcome>('schedule', name, { correlationId }, (state, ctx) => {
      if (state === undefined) return { outcome: 'unknown' };
      const spec = specFor(state);
      return written(decideUpdateSchedule(state, spec, by, cadenceOf(spec), ctx));
    });
    if (outcome === 'never_ticks') throw neverTicks();
    return this.answer(resource?.state, ref, position);
  }

  private async act(ref: string, { tenantId, correlationId }: SubmitOrigin, decide: (state: ScheduleState | undefined, ctx: ScheduleClock) => ScheduleDecision<unknown>): Promise<ScheduleResponse> {
    const { resource, position } = await this.parts.resources.change<ScheduleState, unknown>('schedule', await this.rowOf(tenantId, ref), { correlationId }, (state, ctx) => written(decide(state, ctx)));
    return this.answer(resource?.state, ref, position);
  }

  private async rowOf(tenantId: TenantId, ref: string): Promise<string> {
    if (!UUID.test(ref)) return rowNameOf(tenantId, ref);
    const row = await this.parts.within(tenantId).schedules.rowOf(tenantId, ref);
    if (row === undefined) throw unknown(ref);
    return row;
  }

  private answer(schedule: Schedule | undefined, ref: string, position: number | undefined): ScheduleResponse {
    if (schedule === undefined) throw unknown(ref);
    return { schedule, position: position ?? this.parts.head() };
  }
}

const NO_TICKS = { next: () => undefined, latest: () => [] };

function unknown(ref: string): ApiError {
  return new ApiError('not_found', { detail: `there is no schedule ${ref}` });
}

function neverTicks(): ApiError {
  return refused('/cron', 'has no tick that is still to come, within startAt and endAt');
}
