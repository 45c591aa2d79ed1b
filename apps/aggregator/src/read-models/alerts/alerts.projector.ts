import type { Alert, EnvelopeOf } from '#contracts';
import { type AlertDocument, alertId, ALERTS, type LoggedEvent, type Projector, toAlert, toAlertDocument } from '#read-model';

/** Fixed cost of a cached document beside its texts. */
const DOCUMENT_BYTES = 1_200;

type AlertEventType = 'alert.fired' | 'alert.acknowledged' | 'alert.escalated' | 'alert.resolved';
type AlertEvent = { [T in AlertEventType]: EnvelopeOf<T> & Pick<LoggedEvent, 'stream'> }[AlertEventType];

/**
 * Every occurrence of every alert. The stream of an alert has all of its occurrences one after the other, so the events of a document are counted by
 * what they say of themselves (`step`), not by the version of the stream.
 */
export const alertsProjector: Projector<AlertDocument> = {
  model: ALERTS,
  route: (event) => (isAlertEvent(event) ? alertId(occurrenceOf(event)) : null),
  sequence: (event) => stepOf(event as AlertEvent),
  weigh: (document) => DOCUMENT_BYTES + 2 * (document.labels.length + (document.description?.length ?? 0)),
  settled: (document) => document.state === 'resolved',
  project(document, event) {
    const place = { version: stepOf(event as AlertEvent), position: event.stream.position };
    return toAlertDocument(after(document && toAlert(document), event as AlertEvent), place);
  },
};

function after(before: Alert | undefined, event: AlertEvent): Alert {
  if (event.eventType === 'alert.fired') return { ...event.payload.alert, firedAt: event.payload.alert.firedAt ?? event.occurredAt };
  if (before === undefined) throw new Error(`an occurrence of the alert ${occurrenceOf(event).fingerprint} begins with ${event.eventType} at position ${event.stream.position}`);
  switch (event.eventType) {
    case 'alert.acknowledged':
      return { ...before, acknowledged: { at: event.payload.at, by: event.payload.by, note: event.payload.note } };
    case 'alert.escalated':
      return { ...before, escalatedAt: event.payload.at };
    case 'alert.resolved': {
      const { endsAt, resolvedAt, resolvedBy } = event.payload.alert;
      return { ...before, state: 'resolved', endsAt: endsAt ?? event.occurredAt, resolvedAt: resolvedAt ?? event.occurredAt, resolvedBy };
    }
  }
}

function occurrenceOf(event: AlertEvent): Pick<Alert, 'fingerprint' | 'startsAt'> {
  return 'alert' in event.payload ? event.payload.alert : event.payload;
}

/** An end that does not say its place is of a time when nothing else could happen between it and its beginning. */
function stepOf({ eventType, payload }: AlertEvent): number {
  return eventType === 'alert.fired' ? 1 : (payload.step ?? 2);
}

function isAlertEvent(event: LoggedEvent): event is LoggedEvent & AlertEvent {
  return event.eventType.startsWith('alert.');
}
