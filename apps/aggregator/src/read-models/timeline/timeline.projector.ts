import { isTerminal } from '#contracts';
import { envelopeText, envelopeTextWith, isJobEvent, type JobEvent, type JsonText, type Projector, TIMELINE, type TimelineDocument } from '#read-model';

/**
 * Envelopes kept for one job: the first, and the last ones up to this many. Only a job that is redriven or handed back hundreds of times
 * reaches it; its versions then show how many are left out. A document stays far below the database's limit of 16 MiB.
 */
const MAX_ENTRIES = 1_000;

/** Characters of one envelope; a larger one is kept without its free-form JSON (payload, result, details of an error), which the job has. */
const MAX_ENVELOPE = 12_000;

const OMITTED = { omitted: 'too large for a timeline, see the job' };

const DOCUMENT_BYTES = 300;

export const timelineProjector: Projector<TimelineDocument> = {
  model: TIMELINE,
  route: (event) => (isJobEvent(event) ? event.stream.id : null),
  sequence: (event) => event.stream.version,
  weigh: (document) => document.envelopes.reduce((sum, text) => sum + 2 * text.length, DOCUMENT_BYTES),
  settled: (document) => isTerminal(document.status),
  comesAfterEnd: ({ eventType }) => eventType === 'job.redriven',
  project: (document, event) => ({
    _id: event.stream.id,
    tenantId: event.tenantId ?? 'default',
    status: (event as JobEvent).payload.status,
    endedAt: document?.endedAt ?? (event.payload as { finishedAt?: string }).finishedAt,
    envelopes: append(document?.envelopes ?? [], textOf(event as JobEvent)),
    version: event.stream.version,
    position: event.stream.position,
  }),
};

function append(envelopes: readonly JsonText[], text: JsonText): JsonText[] {
  if (envelopes.length < MAX_ENTRIES) return [...envelopes, text];
  return [...envelopes.slice(0, 1), ...envelopes.slice(2), text];
}

function textOf(event: JobEvent): JsonText {
  const payload = event.payload;
  const text = event.eventType === 'job.queued' ? envelopeTextWith(event, { ...payload, payload: undefined }) : envelopeText(event);
  return text.length <= MAX_ENVELOPE ? text : envelopeTextWith(event, withoutFreeForm(payload));
}

function withoutFreeForm(payload: JobEvent['payload']): object {
  const { payload: input, result, error, ...rest } = payload as JobEvent['payload'] & { payload?: object; result?: unknown; error?: { code: string; message: string; retryable?: boolean } };
  return {
    ...rest,
    ...(input !== undefined && { payload: OMITTED }),
    ...(result !== undefined && { result: OMITTED }),
    ...(error !== undefined && { error: { code: error.code, message: error.message, retryable: error.retryable, details: OMITTED } }),
  };
}
