import type { Job, JobAsOf } from '#contracts';
import { foldHistory, jobOf, type JobEvent as JobFact, type JobState } from '#domain';
import type { JobEvent } from '#read-model';

/** A moment of the past: a position of the log, or an instant. */
export type Moment = { readonly position: number } | { readonly time: string };

export const MOMENT = /^(\d{1,16}|\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2}))$/;

/** The moment in words; undefined for a time that there is not, such as 30 February. */
export function momentOf(text: string): Moment | undefined {
  if (/^\d+$/.test(text)) return { position: Number(text) };
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : { time: new Date(ms).toISOString() };
}

/** What a job's events make of it, as the decisions see it: the same fold as the gateway's. Undefined where its beginning is not known. */
export function stateAfter(events: readonly JobEvent[]): JobState | undefined {
  let state: JobState | undefined;
  for (const { eventType, occurredAt, payload, tenantId = 'default', correlationId } of events) {
    state = foldHistory(state, { type: eventType, at: occurredAt, payload } as JobFact, { tenantId, correlationId });
  }
  const last = events.at(-1);
  // The middle of a very long life may be left out of a timeline; its events are numbered all the same.
  return state && last && { ...state, version: last.stream.version };
}

/** The job as it was at a moment, and the last event that had happened to it by then. Undefined before it was submitted. */
export function jobAt(events: readonly JobEvent[], moment: Moment): { job: Job; asOf: JobAsOf } | undefined {
  const until = events.filter(({ stream, occurredAt }) => ('position' in moment ? stream.position <= moment.position : occurredAt <= moment.time));
  const state = stateAfter(until);
  const last = until.at(-1);
  return state && last && { job: jobOf(state), asOf: { position: last.stream.position, occurredAt: last.occurredAt, version: last.stream.version } };
}
