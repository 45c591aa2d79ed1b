export interface MessageProperties {
  eventType: string;
  /** Becomes `message_id`. */
  eventId: string;
  correlationId?: string;
  headers?: Record<string, unknown>;
  /** Context of the trace that the message belongs to; where that is recorded, so is the publish. */
  traceparent?: string;
  /** True for what nobody needs after a restart of the broker; everything else is persistent. */
  transient?: boolean;
}

/** `returned`: confirmed by the broker, but no queue took it. */
export type PublishOutcome = 'confirmed' | 'returned';

/** Exactly one of the two is given. */
export type PublishCallback = (error: PublishFailed | null, outcome: PublishOutcome | undefined) => void;

/** `connection_lost` leaves open whether the broker has the message; the other codes mean that it has not taken it. */
export type PublishFailedCode = 'not_connected' | 'connection_lost' | 'nacked' | 'overloaded' | 'unencodable';

export class PublishFailed extends Error {
  override readonly name = 'PublishFailed';
  constructor(
    readonly code: PublishFailedCode,
    readonly exchange: string,
    readonly routingKey: string,
    cause?: unknown,
  ) {
    super(`publishing to ${exchange} with key ${routingKey} failed: ${code}`, { cause });
  }
}
