import type { LoggedEvent } from './logged-event';

/** A batch is written to several places, and an event's text costs more than anything else about it. */
const TEXTS = new WeakMap<LoggedEvent, string>();

/** An event of the log as text, its members in the order in which the gateway writes them, whichever way it came. Made once for each event. */
export function envelopeText(event: LoggedEvent): string {
  const known = TEXTS.get(event);
  if (known !== undefined) return known;
  const text = envelopeTextWith(event, event.payload);
  TEXTS.set(event, text);
  return text;
}

/** The same with another payload. */
export function envelopeTextWith(event: LoggedEvent, payload: object): string {
  const { contractVersion, eventType, eventId, occurredAt, producer, correlationId, causationId, traceparent, idempotencyKey, tenantId, stream } = event;
  return JSON.stringify({ contractVersion, eventType, eventId, occurredAt, producer, correlationId, idempotencyKey, tenantId, causationId, traceparent, payload, stream });
}
