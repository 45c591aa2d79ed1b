import type { EnvelopeOf } from '#contracts';
import { evolveSchedule, type ScheduleEvent, type ScheduleEventType } from '#domain';
import { type LoggedEvent, type Projector, SCHEDULES, type ScheduleDocument, toSchedule, toScheduleDocument } from '#read-model';

/** Fixed cost of a cached document beside its payload. */
const DOCUMENT_BYTES = 1_500;

type ScheduleEnvelope = { [T in ScheduleEventType]: EnvelopeOf<T> & Pick<LoggedEvent, 'stream'> }[ScheduleEventType];

/** The last state of every schedule, by the gateway's own fold, so both give the same `Schedule`. */
export const schedulesProjector: Projector<ScheduleDocument> = {
  model: SCHEDULES,
  route: (event) => (isScheduleEvent(event) ? event.stream.id : null),
  sequence: (event) => event.stream.version,
  weigh: (document) => DOCUMENT_BYTES + 2 * (document.job.payload?.length ?? 0),
  settled: (document) => document.deletedAt !== undefined,
  project(document, event) {
    const { eventType, occurredAt, payload, stream } = event as ScheduleEnvelope;
    const before = document && toSchedule(document);
    const after = evolveSchedule(before, { type: eventType, at: occurredAt, payload } as ScheduleEvent);
    // Of what is deleted, that is all there is to say about it: it was, and until when.
    const deletedAt = after === undefined ? occurredAt : undefined;
    const schedule = after ?? before;
    if (schedule === undefined) throw new Error(`schedule ${stream.id} begins with ${eventType} at position ${stream.position}`);
    return toScheduleDocument(schedule, { version: stream.version, position: stream.position, deletedAt });
  },
};

function isScheduleEvent(event: LoggedEvent): event is LoggedEvent & ScheduleEnvelope {
  return event.eventType.startsWith('schedule.');
}
