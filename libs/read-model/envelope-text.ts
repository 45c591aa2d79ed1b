import type { LoggedEvent } from './logged-event';

/** An event of the log as text, its members in the order in which the gateway writes them, whichever way it came. */
export function envelopeText(event: LoggedEvent, payload: object = event.payload): string {
  const { contractVersion, eventType, eventId, occurredAt, producer, correlationId, causationId, traceparent, idempotencyKey, tenantId, stream } = event;
  return JSON.stringify({ contractVersion, eventType, eventId, occurredAt, producer, correlationId, idempotencyKey, tenantId, causationId, traceparent, payload, stream });
}
