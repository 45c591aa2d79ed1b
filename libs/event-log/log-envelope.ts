import { CONTRACT_VERSION_OF, type LOG_EVENT_TYPES, type PayloadOf } from '#contracts';
import type { JobEvent } from '#domain';
import { uuidV7 } from './uuid-v7';

/** Who writes the envelopes: becomes `producer`. */
export interface LogProducer {
  readonly service: string;
  readonly instanceId: string;
  readonly version: string;
}

export type LogEventType = (typeof LOG_EVENT_TYPES)[number];

/** What happened to a resource; `at` becomes the envelope's `occurredAt`. */
export type ResourceEvent = {
  [T in Exclude<LogEventType, `job.${string}`>]: { readonly type: T; readonly at: string; readonly payload: PayloadOf[T] };
}[Exclude<LogEventType, `job.${string}`>];

/**
 * An event on its way into the log. `text` is the envelope up to and including `"position":`; the database appends the position it gives the
 * event and the epoch of the log, so that what is stored is exactly what is published.
 */
export interface UnplacedEvent {
  readonly eventId: string;
  readonly streamId: string;
  readonly version: number;
  readonly type: LogEventType;
  readonly tenantId: string;
  readonly correlationId: string;
  readonly occurredAt: string;
  readonly traceparent: string | undefined;
  readonly text: string;
}

export interface EventOrigin {
  readonly tenantId: string;
  readonly correlationId: string;
  /** The message that led to the event. */
  readonly causationId?: string;
  readonly traceparent?: string;
}

/** Makes envelopes of jobs in the name of one process. Each is serialised once, here. */
export function logEnvelopes(producer: LogProducer): (event: JobEvent, version: number, origin: EventOrigin) => UnplacedEvent {
  const envelope = streamEnvelopes(producer);
  return (event, version, origin) => envelope(event, event.payload.jobId, version, origin);
}

/** The same for events of any stream. */
export function streamEnvelopes(producer: LogProducer): (event: JobEvent | ResourceEvent, streamId: string, version: number, origin: EventOrigin) => UnplacedEvent {
  const producerText = `,"producer":${JSON.stringify({ service: producer.service, instanceId: producer.instanceId, version: producer.version })},"correlationId":`;
  const heads = new Map<string, string>();
  const headOf = (type: LogEventType): string => {
    let head = heads.get(type);
    if (head === undefined) {
      head = `{"contractVersion":"${CONTRACT_VERSION_OF[type]}","eventType":"${type}","eventId":"`;
      heads.set(type, head);
    }
    return head;
  };
  return (event, streamId, version, origin) => {
    const eventId = uuidV7();
    const causation = origin.causationId === undefined ? '' : `,"causationId":"${origin.causationId}"`;
    const trace = origin.traceparent === undefined ? '' : `,"traceparent":"${origin.traceparent}"`;
    const text =
      `${headOf(event.type)}${eventId}","occurredAt":"${event.at}"${producerText}${JSON.stringify(origin.correlationId)}` +
      `,"idempotencyKey":"${streamId}/${version}","tenantId":${JSON.stringify(origin.tenantId)}${causation}${trace}` +
      `,"payload":${JSON.stringify(event.payload)},"stream":{"id":"${streamId}","version":${version},"position":`;
    return { eventId, streamId, version, type: event.type, tenantId: origin.tenantId, correlationId: origin.correlationId, occurredAt: event.at, traceparent: origin.traceparent, text };
  };
}

/** The whole envelope, once its place is known: the same text that the database has stored. */
export function placed(event: UnplacedEvent, position: number, epoch: string): string {
  return `${event.text}${position},"epoch":"${epoch}"}}`;
}

/** The trace context of a stored envelope. Whatever a client could have put into the text stands behind the payload's name, or has its quotes escaped. */
export function traceparentIn(envelope: string): string | undefined {
  const at = envelope.indexOf(TRACEPARENT);
  return at === -1 || at > envelope.indexOf(PAYLOAD) ? undefined : envelope.slice(at + TRACEPARENT.length, at + TRACEPARENT.length + 55);
}

const TRACEPARENT = ',"traceparent":"';
const PAYLOAD = ',"payload":';
