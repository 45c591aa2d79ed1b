import type { CatchUpPolicy, OverlapPolicy, ScheduleJob } from '#contracts';
import { evolveSchedule } from './schedule';
import type { Cadence, ScheduleEvent, ScheduleState } from './schedule';

/*
 * What people command about a schedule. What the clock commands stands in schedule.tick.ts.
 */

/** What a schedule is to do, defaults filled in. */
export interface ScheduleSpec {
  readonly cron: string;
  readonly timeZone: string;
  readonly job: ScheduleJob;
  readonly catchUp: CatchUpPolicy;
  readonly catchUpLimit: number;
  readonly overlap: OverlapPolicy;
  readonly startAt?: string;
  readonly endAt?: string;
}

/** The store's time in both notations. */
export interface ScheduleClock {
  readonly now: string;
  readonly nowMs: number;
}

/** What a decision says: the events to write (none: all stays as it is), the schedule after them, and the answer. */
export interface ScheduleDecision<O> {
  readonly events: readonly ScheduleEvent[];
  readonly state: ScheduleState | undefined;
  readonly outcome: O;
}

export type CreateOutcome = 'created' | 'exists' | 'never_ticks';
export type UpdateOutcome = 'updated' | 'unchanged' | 'unknown' | 'never_ticks';
export type ScheduleActionOutcome = 'done' | 'unchanged' | 'unknown';

export interface CreateScheduleCommand {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  readonly spec: ScheduleSpec;
  readonly by?: string;
}

export function decided<O>(before: ScheduleState | undefined, events: readonly ScheduleEvent[], outcome: O): ScheduleDecision<O> {
  return { events, state: events.reduce(evolveSchedule, before), outcome };
}

export function decideCreateSchedule(state: ScheduleState | undefined, { id, tenantId, name, spec, by }: CreateScheduleCommand, cadence: Cadence, { now, nowMs }: ScheduleClock): ScheduleDecision<CreateOutcome> {
  if (state) return decided(state, [], 'exists');
  const nextAt = instant(tickAfter(spec, cadence, nowMs));
  if (nextAt === undefined) return decided(state, [], 'never_ticks');
  const schedule: ScheduleState = { id, name, tenantId, ...spec, status: 'active', createdAt: now, updatedAt: now, nextAt, fired: 0, skipped: 0 };
  return decided(state, [{ type: 'schedule.created', at: now, payload: { scheduleId: id, name, schedule, by } }], 'created');
}

/**
 * The schedule shall be so from now on. Where its times are others, it ticks by the new ones from now on, and what was due by the old ones
 * and had not fired is forgotten; a new job or policy alone leaves the clock as it stands.
 */
export function decideUpdateSchedule(state: ScheduleState | undefined, spec: ScheduleSpec, by: string | undefined, cadence: Cadence, { now, nowMs }: ScheduleClock): ScheduleDecision<UpdateOutcome> {
  if (!state) return decided(state, [], 'unknown');
  const retimed = state.cron !== spec.cron || state.timeZone !== spec.timeZone || state.startAt !== spec.startAt || state.endAt !== spec.endAt;
  if (!retimed && sameBesidesTimes(state, spec)) return decided(state, [], 'unchanged');
  const next = retimed ? instant(tickAfter(spec, cadence, notBefore(state, nowMs))) : state.nextAt;
  if (retimed && next === undefined) return decided(state, [], 'never_ticks');
  const clock = !retimed || state.status === 'paused' ? {} : { status: 'active' as const, nextAt: next };
  const schedule: ScheduleState = { ...state, startAt: undefined, endAt: undefined, ...spec, updatedAt: now, ...clock };
  return decided(state, [{ type: 'schedule.updated', at: now, payload: { ...about(state), schedule, by } }], 'updated');
}

export function decidePauseSchedule(state: ScheduleState | undefined, { by, reason }: { by: string; reason?: string }, { now }: ScheduleClock): ScheduleDecision<ScheduleActionOutcome> {
  if (!state) return decided(state, [], 'unknown');
  if (state.status === 'paused') return decided(state, [], 'unchanged');
  return decided(state, [{ type: 'schedule.paused', at: now, payload: { ...about(state), pausedAt: now, by, reason } }], 'done');
}

/** A pause is somebody's wish and not a breakdown: what was due meanwhile is not caught up with. */
export function decideResumeSchedule(state: ScheduleState | undefined, by: string, cadence: Cadence, { now, nowMs }: ScheduleClock): ScheduleDecision<ScheduleActionOutcome> {
  if (!state) return decided(state, [], 'unknown');
  if (state.status !== 'paused') return decided(state, [], 'unchanged');
  const nextAt = instant(tickAfter(state, cadence, notBefore(state, nowMs)));
  return decided(state, [{ type: 'schedule.resumed', at: now, payload: { ...about(state), resumedAt: now, by, status: nextAt === undefined ? 'ended' : 'active', nextAt } }], 'done');
}

export function decideDeleteSchedule(state: ScheduleState | undefined, by: string, { now }: ScheduleClock): ScheduleDecision<ScheduleActionOutcome> {
  if (!state) return decided(state, [], 'unknown');
  return decided(state, [{ type: 'schedule.deleted', at: now, payload: { ...about(state), deletedAt: now, by } }], 'done');
}

/** The first tick after an instant within the bounds of the schedule. */
export function tickAfter({ startAt, endAt }: Pick<ScheduleSpec, 'startAt' | 'endAt'>, cadence: Cadence, afterMs: number): number | undefined {
  const tick = cadence.next(startAt === undefined ? afterMs : Math.max(afterMs, Date.parse(startAt) - 1));
  return tick === undefined || (endAt !== undefined && tick > Date.parse(endAt)) ? undefined : tick;
}

export function instant(atMs: number | undefined): string | undefined {
  return atMs === undefined ? undefined : new Date(atMs).toISOString();
}

export const about = ({ id, name }: ScheduleState) => ({ scheduleId: id, name });

/** A clock that was set back must not bring back a tick that is decided. */
function notBefore({ lastTick }: ScheduleState, nowMs: number): number {
  return lastTick === undefined ? nowMs : Math.max(nowMs, Date.parse(lastTick));
}

function sameBesidesTimes(state: ScheduleState, spec: ScheduleSpec): boolean {
  return state.catchUp === spec.catchUp && state.catchUpLimit === spec.catchUpLimit && state.overlap === spec.overlap && JSON.stringify(state.job) === JSON.stringify(spec.job);
}
