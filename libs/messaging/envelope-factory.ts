import { CONTRACT_VERSION_OF, type EnvelopeOf, type EventType, type PayloadOf } from '#contracts';
import { timestamp } from './timestamp';
import { uuidV7 } from './uuid-v7';

/** An envelope and its bytes. */
export interface Outbound<T extends EventType = EventType> {
  readonly envelope: EnvelopeOf<T>;
  readonly body: Buffer;
}

export interface EnvelopeDetails {
  correlationId: string;
  /** The event id when absent: a message that is its own and only one. */
  idempotencyKey?: string;
  causationId?: string;
  tenantId?: string;
  traceparent?: string;
}

/** Makes the envelope of one message; a new event id each time. */
export type EnvelopeMaker = <T extends EventType>(eventType: T, payload: PayloadOf[T], details: EnvelopeDetails) => Outbound<T>;

/** Makes envelopes in the name of one process. */
export function envelopeFactory(producer: { service: string; instanceId: string; version: string }): EnvelopeMaker {
  return <T extends EventType>(eventType: T, payload: PayloadOf[T], details: EnvelopeDetails): Outbound<T> => {
    const eventId = uuidV7();
    const envelope = {
      contractVersion: CONTRACT_VERSION_OF[eventType],
      eventType,
      eventId,
      occurredAt: timestamp(Date.now()),
      producer,
      correlationId: details.correlationId,
      idempotencyKey: details.idempotencyKey ?? eventId,
      tenantId: details.tenantId,
      causationId: details.causationId,
      traceparent: details.traceparent,
      payload,
    };
    return { envelope: envelope as unknown as EnvelopeOf<T>, body: Buffer.from(JSON.stringify(envelope)) };
  };
}
