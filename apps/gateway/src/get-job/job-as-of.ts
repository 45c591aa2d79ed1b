import { validator } from '#contracts';
import type { AsOf, JobAsOf } from '#event-log';
import { ApiError } from '#http';
import type { AsOfQuery } from './as-of.query';

/** A client's clock may be ahead of the store's by so much; what is further ahead nobody knows yet. */
const CLOCKS_DIFFER_BY_MS = 5_000;

/** The point in the past that is asked for; undefined: the present. @throws ApiError validation_failed */
export function pointOf({ asOfVersion, asOfTime }: AsOfQuery, nowMs: number): AsOf | undefined {
  if (asOfVersion !== undefined && asOfTime !== undefined) throw refused('/asOfTime', 'cannot stand beside asOfVersion');
  if (asOfVersion !== undefined) return { version: asOfVersion };
  if (asOfTime === undefined) return undefined;
  if (!validator('Timestamp')(asOfTime).ok) throw refused('/asOfTime', 'must be an RFC 3339 timestamp in UTC with milliseconds, such as 2026-01-31T12:00:00.000Z');
  if (Date.parse(asOfTime) > nowMs + CLOCKS_DIFFER_BY_MS) throw refused('/asOfTime', 'lies in the future');
  return { time: asOfTime };
}

/** Why there is no job to show. */
export function notThen(id: string, found: Exclude<JobAsOf, { kind: 'job' | 'unknown_job' }>): ApiError {
  switch (found.kind) {
    case 'before_submission':
      return new ApiError('not_found', { detail: `the job ${id} was submitted at ${found.submittedAt}` });
    case 'no_such_version':
      return new ApiError('not_found', { detail: `the job ${id} has ${found.versions} events so far` });
    case 'history_gone':
      return new ApiError('not_found', { detail: `the log no longer has the beginning of the job ${id}` });
  }
}

function refused(pointer: string, message: string): ApiError {
  return new ApiError('validation_failed', { detail: `${pointer} ${message}`, errors: [{ pointer, message }] });
}
