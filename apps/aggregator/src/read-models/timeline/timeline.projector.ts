import { isTerminal } from '#contracts';
import { type JsonText, type Projector, type StoredTimelineEntry, TIMELINE, type TimelineDocument, toJsonText } from '#read-model';
import { isJobEvent, type JobEvent } from '../job-event';
import { tell, type Told } from './tell';

/**
 * Entries kept for one job: the first, and the last ones up to this many. Only a job that is redriven or handed back hundreds of times
 * reaches it; its versions then show how many are left out. A document stays far below the database's limit of 16 MiB.
 */
const MAX_ENTRIES = 1_000;

/** Facts of one entry in characters; larger ones (the details of an error may be) are told without the error's details, which the job has. */
const MAX_DETAILS = 6_000;

const DOCUMENT_BYTES = 400;
const ENTRY_BYTES = 400;

export const timelineProjector: Projector<TimelineDocument> = {
  model: TIMELINE,
  route: (event) => (isJobEvent(event) ? event.stream.id : null),
  sequence: (event) => event.stream.version,
  weigh: (document) => document.entries.reduce((sum, entry) => sum + ENTRY_BYTES + 2 * (entry.details?.length ?? 0), DOCUMENT_BYTES),
  settled: (document) => isTerminal(document.entries.at(-1)?.status ?? 'QUEUED'),
  project: (document, event) => ({
    _id: event.stream.id,
    entries: append(document?.entries ?? [], entryOf(event as JobEvent)),
    version: event.stream.version,
    position: event.stream.position,
  }),
};

function append(entries: readonly StoredTimelineEntry[], entry: StoredTimelineEntry): StoredTimelineEntry[] {
  if (entries.length < MAX_ENTRIES) return [...entries, entry];
  return [...entries.slice(0, 1), ...entries.slice(2), entry];
}

function entryOf(event: JobEvent): StoredTimelineEntry {
  const told = tell(event);
  return {
    position: event.stream.position,
    version: event.stream.version,
    eventType: event.eventType,
    occurredAt: event.occurredAt,
    status: event.payload.status,
    attempt: told.attempt,
    workerId: told.workerId,
    summary: told.summary,
    details: bounded(told.details),
  };
}

function bounded(details: Told['details']): JsonText | undefined {
  const text = toJsonText(details);
  if (text === undefined || text.length <= MAX_DETAILS || !details?.error) return text;
  const { code, message, retryable } = details.error;
  return toJsonText({ ...details, error: { code, message, retryable, details: { omitted: 'too large for a timeline, see the job' } } });
}
