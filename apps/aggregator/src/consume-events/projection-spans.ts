import { isRecorded, isTracing, startBatch, startSpan } from '#observability';
import type { LoggedEvent } from '#read-model';

/** Ends the spans of a batch; with a fault where it was not projected. */
export type EndProjection = (fault?: string) => void;

/**
 * A batch of events on its way into the read models: one span for the whole, and for each event whose trace is recorded one of its own, below its sending. They
 * are linked both ways, and end when the majority of the store has the batch: from then on readers see it.
 */
export function projectionSpans(events: readonly LoggedEvent[]): EndProjection {
  if (!isTracing()) return nothing;
  const members = events.flatMap(({ traceparent, eventId, eventType, stream }) => {
    if (!isRecorded(traceparent)) return [];
    const attributes = {
      'messaging.system': 'rabbitmq',
      'messaging.operation.type': 'process',
      'messaging.message.id': eventId,
      'observatory.event.type': eventType,
      'observatory.stream.id': stream.id,
      'observatory.log.position': stream.position,
    };
    return startSpan(`project ${eventType}`, { kind: 'consumer', parent: traceparent, attributes }) ?? [];
  });
  const batch = startBatch('project batch', { kind: 'client', attributes: { 'db.system.name': 'mongodb', 'observatory.batch.events': events.length } }, members.map(({ traceparent }) => traceparent));
  if (batch === undefined) return nothing;
  for (const member of members) member.link(batch.traceparent);
  return (fault) => {
    for (const member of members) member.end(fault);
    batch.end(fault);
  };
}

function nothing(): void {
  // No trace of these events is recorded.
}
