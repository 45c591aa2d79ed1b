import type { CreateScheduleRequest, ReplaceScheduleRequest, UpdateScheduleRequest } from '#contracts';
import type { ScheduleSpec, ScheduleState } from '#domain';
import { ApiError } from '#http';
import { cadenceOf, UnknownTimeZone } from './cron-cadence';

/** Bounds what a downtime of some days brings back at once, and is enough for those who did not think about it. */
const DEFAULT_CATCH_UP_LIMIT = 10;

/** What a request asks for, defaults filled in. @throws ApiError validation_failed */
export function specOf(request: CreateScheduleRequest | ReplaceScheduleRequest): ScheduleSpec {
  const { cron, timeZone = 'UTC', job, catchUp = 'once', catchUpLimit = DEFAULT_CATCH_UP_LIMIT, overlap = 'allow', startAt, endAt } = request;
  return checked({ cron, timeZone, job, catchUp, catchUpLimit, overlap, startAt, endAt });
}

/** A schedule with some of it changed; null takes a bound away. @throws ApiError validation_failed */
export function changedSpec(state: ScheduleState, changes: UpdateScheduleRequest): ScheduleSpec {
  const { cron, timeZone, job, catchUp, catchUpLimit, overlap } = { ...state, ...withoutUndefined(changes) };
  const bound = (name: 'startAt' | 'endAt'): string | undefined => (changes[name] === undefined ? state[name] : (changes[name] ?? undefined));
  return checked({ cron, timeZone, job, catchUp, catchUpLimit, overlap, startAt: bound('startAt'), endAt: bound('endAt') });
}

export function refused(pointer: string, message: string): ApiError {
  return new ApiError('validation_failed', { detail: `${pointer} ${message}`, errors: [{ pointer, message }] });
}

function checked(spec: ScheduleSpec): ScheduleSpec {
  try {
    cadenceOf(spec);
  } catch (error) {
    if (error instanceof UnknownTimeZone) throw refused('/timeZone', error.message);
    throw refused('/cron', `cannot be read: ${error instanceof Error ? error.message.replace(/^\w+: /, '') : 'it is no cron expression'}`);
  }
  if (spec.startAt !== undefined && spec.endAt !== undefined && spec.startAt > spec.endAt) throw refused('/endAt', 'is before startAt');
  return spec;
}

function withoutUndefined<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as Partial<T>;
}
