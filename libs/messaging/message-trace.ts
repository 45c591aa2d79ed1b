import type { MessageProperties as ReceivedProperties } from 'amqplib';
import type { Envelope } from '#contracts';
import { acceptTraceparent, isRecorded, startSpan, withinTrace, type TraceSpan } from '#observability';

/*
 * The trace context of a message stands in its envelope, which is stored before it is sent and is never changed. Where the sending itself is recorded, its
 * span stands in the header `traceparent`, and what is done with the message is below the sending.
 */

/** The span of one publish, from the call to the confirm; nothing where the message's trace is not recorded. */
export function publishSpan(exchange: string, routingKey: string, message: { readonly eventType: string; readonly eventId: string; readonly traceparent?: string }): TraceSpan | undefined {
  if (!isRecorded(message.traceparent)) return undefined;
  const attributes = {
    'messaging.system': 'rabbitmq',
    'messaging.operation.type': 'send',
    'messaging.destination.name': exchange,
    'messaging.rabbitmq.destination.routing_key': routingKey,
    'messaging.message.id': message.eventId,
    'observatory.event.type': message.eventType,
  };
  return startSpan(`publish ${message.eventType}`, { kind: 'producer', parent: message.traceparent, attributes });
}

/** The context in which a message is handled. A header that names another trace than the envelope is nobody's of ours. */
export function receivedContext(properties: Pick<ReceivedProperties, 'headers'>, envelope: Envelope): string | undefined {
  const header = properties.headers?.['traceparent'] as unknown;
  return typeof header === 'string' ? withinTrace(acceptTraceparent(header), envelope.traceparent) : envelope.traceparent;
}

/** The envelope as it is handled: in the context that it came in. */
export function inContext<E extends Envelope>(envelope: E, traceparent: string | undefined): E {
  return envelope.traceparent === traceparent ? envelope : { ...envelope, traceparent };
}
