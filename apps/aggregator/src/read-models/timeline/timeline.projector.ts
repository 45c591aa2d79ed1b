import { isTerminal, type JobError } from '#contracts';
import { type JsonText, type Projector, type StoredTimelineEntry, TIMELINE, type TimelineDocument, toJsonText } from '#read-model';
import { isJobEvent, type JobEvent, type JobEventType } from '../job-event';

/**
 * Entries kept for one job: the first, and the last ones up to this many. Only a job that is redriven or handed back hundreds of times
 * reaches it; its versions then show how many are left out. A document stays far below the database's limit of 16 MiB.
 */
const MAX_ENTRIES = 1_000;

/** Facts of one entry in characters; larger ones (the details of an error may be) are told without the error's details, which the job has. */
const MAX_DETAILS = 6_000;

const DOCUMENT_BYTES = 400;
const ENTRY_BYTES = 400;

type Told = Pick<StoredTimelineEntry, 'summary'> & { attempt?: number; workerId?: string; details?: { error?: JobError } & Record<string, unknown> };
type Teller<T extends JobEventType> = (payload: Extract<JobEvent, { eventType: T }>['payload']) => Told;

/** What each event says to people. A new event type does not compile until it has a sentence here. */
const TELL = {
  'job.submitted': (p) => ({
    summary: `Submitted to queue ${p.queue} as ${p.type}`,
    details: { type: p.type, queue: p.queue, priority: p.priority, maxAttempts: p.maxAttempts, idempotencyKey: p.idempotencyKey },
  }),
  'job.queued': (p) => ({ summary: `Queued for attempt ${p.attempt} of ${p.maxAttempts}${QUEUED_BECAUSE[p.reason] ?? ''}`, details: { queue: p.queue, priority: p.priority, reason: p.reason } }),
  'job.started': (p) => ({ summary: `Attempt ${p.attempt} started`, attempt: p.attempt, workerId: p.workerId, details: { deliveryId: p.deliveryId, startedAt: p.startedAt } }),
  'job.retry_scheduled': (p) => ({
    summary: `Attempt ${p.attempt} ${ENDED_AS[p.cause] ?? p.cause}${because(p.error)}; next at ${p.runAt}`,
    attempt: p.attempt,
    workerId: p.workerId,
    details: { cause: p.cause, error: p.error, runAt: p.runAt, losses: p.losses, deliveryId: p.deliveryId, startedAt: p.startedAt, endedAt: p.endedAt },
  }),
  'job.completed': (p) => ({
    summary: `Completed by attempt ${p.attempt} in ${p.durationMs} ms`,
    attempt: p.attempt,
    workerId: p.workerId,
    details: { deliveryId: p.deliveryId, startedAt: p.startedAt, finishedAt: p.finishedAt, durationMs: p.durationMs },
  }),
  'job.failed': (p) => ({
    summary: `Failed for good: attempt ${p.attempt} ${ENDED_AS[p.cause] ?? p.cause}${because(p.error)}`,
    attempt: p.attempt,
    workerId: p.workerId,
    details: { cause: p.cause, error: p.error, deliveryId: p.deliveryId, startedAt: p.startedAt, finishedAt: p.finishedAt, durationMs: p.durationMs },
  }),
  'job.cancel_requested': (p) => ({ summary: `Cancellation asked for by ${p.by}${p.reason === undefined ? '' : `: ${p.reason}`}`, details: { by: p.by, reason: p.reason, requestedAt: p.requestedAt } }),
  'job.cancelled': (p) => ({
    summary: p.attempt === undefined ? 'Cancelled before it ran' : `Cancelled during attempt ${p.attempt}`,
    attempt: p.attempt,
    details: { by: p.by, reason: p.reason, deliveryId: p.deliveryId, startedAt: p.startedAt, finishedAt: p.finishedAt },
  }),
  'job.redriven': (p) => ({ summary: `Given a new life by ${p.by}${p.reason === undefined ? '' : `: ${p.reason}`}`, details: { by: p.by, reason: p.reason } }),
} satisfies { [T in JobEventType]: Teller<T> };

const QUEUED_BECAUSE: Record<string, string> = {
  submitted: '',
  retry: ' after the backoff',
  lost: ' because its worker was lost',
  returned: ' because its worker handed it back',
  redriven: ' because it was redriven',
  resent: ' again because its message seemed lost',
};

const ENDED_AS: Record<string, string> = {
  failed: 'failed',
  timed_out: 'timed out',
  lost: 'was lost with its worker',
  lost_budget: 'was lost with its worker once too often',
  parked: 'could not be handed to a worker',
};

/** The longest summary is far below the contract's 1,000 characters. */
const MAX_REASON_LENGTH = 300;

function because(error: JobError | undefined): string {
  return error === undefined ? '' : ` (${error.code}: ${error.message.slice(0, MAX_REASON_LENGTH)})`;
}

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
  const tell = (TELL as Partial<Record<string, (payload: JobEvent['payload']) => Told>>)[event.eventType];
  const told = tell ? tell(event.payload) : { summary: event.eventType };
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
