import type { EnvelopeOf, JobStatus, PayloadOf, TenantId, TimelineEntry } from '#contracts';
import type { JobEvent } from '../job-event';
import type { ReadModelDefinition, ReadModelDocument } from '../projector';
import { fromJsonText, type JsonText } from './json-text';
import { tell } from './tell';

/**
 * Everything that happened to one job, oldest first: each event's whole envelope as text. `_id` is the job's id. It leaves together with its job (docs/retention.md).
 * What stands in the log twice stands here once: a `job.queued` is kept without the payload, which `job.submitted` has.
 *
 * Whole envelopes make a plain job's document 3.3 kB in place of 1.3 (before compression), and cost 62 µs of MongoDB's time and about 80 of the aggregator's in place of 44 to 58 and 41 to
 * 48 (its two writes, batches of 512 events, two runs in turn on a machine that was not quiet; a good part of it is garbage collection of what the measurement itself held).
 */
export type TimelineDocument = ReadModelDocument & {
  readonly tenantId: TenantId;
  /** After the last event. */
  readonly status: JobStatus;
  /** When the job ended, for the retention. */
  readonly endedAt?: string;
  readonly envelopes: readonly JsonText[];
};

export const TIMELINE = { name: 'timeline', version: 5, indexes: [] } as const satisfies ReadModelDefinition;

/** The envelopes of a timeline as they stand in the log; free-form JSON that was too large for a timeline says so in its place. */
export function toEnvelopes({ envelopes }: Pick<TimelineDocument, 'envelopes'>): JobEvent[] {
  const events = envelopes.map((text) => fromJsonText<JobEvent>(text) as JobEvent);
  const submitted = events.find((event): event is EnvelopeOf<'job.submitted'> & JobEvent => event.eventType === 'job.submitted');
  return events.map((event) => (event.eventType === 'job.queued' ? withPayload(event, submitted?.payload.payload ?? {}) : event));
}

/** Members in the order in which the gateway writes them. */
function withPayload<E extends EnvelopeOf<'job.queued'>>(event: E, payload: PayloadOf['job.queued']['payload']): E {
  const { jobId, previousStatus, status, type, queue, priority, payload: _left, ...rest } = event.payload;
  return { ...event, payload: { jobId, previousStatus, status, type, queue, priority, payload, ...rest } };
}

/** The same as people read it. */
export function toTimeline(timeline: Pick<TimelineDocument, 'envelopes'>): TimelineEntry[] {
  return timeline.envelopes.map((text) => toTimelineEntry(fromJsonText<JobEvent>(text) as JobEvent));
}

function toTimelineEntry(event: JobEvent): TimelineEntry {
  const { summary, attempt, workerId, details } = tell(event);
  const { version, position } = event.stream;
  // Through JSON, so that what is undefined is absent.
  return JSON.parse(JSON.stringify({ position, version, eventType: event.eventType, occurredAt: event.occurredAt, status: event.payload.status, attempt, workerId, summary, details })) as TimelineEntry;
}
