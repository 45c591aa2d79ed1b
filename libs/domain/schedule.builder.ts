import type { Cadence, ScheduleState } from './schedule';
import { decideCreateSchedule } from './schedule.decide';
import type { ScheduleClock, ScheduleSpec } from './schedule.decide';

export const SCHEDULE_ID = '01a1fddf-0000-7000-8000-00000000c0de';
export const NOON_MS = Date.parse('2026-01-31T12:00:00.000Z');
export const MINUTE_MS = 60_000;

export const clock = (offsetMs = 0): ScheduleClock => ({ nowMs: NOON_MS + offsetMs, now: new Date(NOON_MS + offsetMs).toISOString() });
export const tickAt = (minutes: number): string => clock(minutes * MINUTE_MS).now;

/** Ticks each so many milliseconds, at whole multiples. */
export function every(stepMs = MINUTE_MS): Cadence {
  return {
    next: (afterMs) => (Math.floor(afterMs / stepMs) + 1) * stepMs,
    latest: (atMs, count) => Array.from({ length: count }, (_, i) => (Math.floor(atMs / stepMs) - count + 1 + i) * stepMs),
  };
}

export const never: Cadence = { next: () => undefined, latest: () => [] };

export const spec = (changes: Partial<ScheduleSpec> = {}): ScheduleSpec => ({
  cron: '* * * * *',
  timeZone: 'UTC',
  job: { type: 'simulate.work' },
  catchUp: 'once',
  catchUpLimit: 10,
  overlap: 'allow',
  ...changes,
});

/** A schedule of each minute, made at noon. */
export function minutely(changes: Partial<ScheduleSpec> = {}): ScheduleState {
  const { state } = decideCreateSchedule(undefined, { id: SCHEDULE_ID, tenantId: 'default', name: 'minutely', spec: spec(changes) }, every(), clock());
  if (!state) throw new Error('the schedule was not made');
  return state;
}
