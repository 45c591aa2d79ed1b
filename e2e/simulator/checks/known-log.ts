import type { Envelope, LogEnvelope } from '#contracts';
import type { LoggedEvent } from '#read-model';
import type { StoredEvent } from '../store/rows';

/** The log as the checks read it: parsed once. */
export class KnownLog {
  readonly envelopes: LoggedEvent[] = [];
  readonly positionOf = new Map<string, number>();

  add(event: StoredEvent): LogEnvelope {
    const envelope = JSON.parse(event.envelope) as LogEnvelope;
    this.envelopes.push(envelope);
    this.positionOf.set(envelope.eventId, event.position);
    return envelope;
  }

  get all(): readonly Envelope[] {
    return this.envelopes;
  }
}
