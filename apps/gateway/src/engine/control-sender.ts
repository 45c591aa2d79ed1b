import { TOPOLOGY, type ControlType, type PayloadOf } from '#contracts';
import type { LoggedEvent } from '#event-log';
import { envelopeFactory, type ConfirmPublisher } from '#messaging';

export type SendOutcome = 'confirmed' | 'returned' | 'failed';

/** A worker that changes its connection has no control queue for some hundredths of a second. */
const REVOKE_AGAIN_MS = 100;
/** By then an attempt has sent a heartbeat, which is answered with the revocation. */
const REVOKE_FOR_MS = 5_000;

/**
 * Answers and calls to one process, over its control queue. Nothing here is kept: whoever asked asks again, and what a lost revocation or probe was
 * about comes up again by itself.
 */
export class ControlSender {
  private readonly envelope: ReturnType<typeof envelopeFactory>;

  constructor(
    private readonly publisher: ConfirmPublisher,
    private readonly instance: { readonly service: string; readonly instanceId: string; readonly version: string },
  ) {
    this.envelope = envelopeFactory({ service: instance.service, instanceId: instance.instanceId, version: instance.version });
  }

  get connected(): boolean {
    return this.publisher.connected;
  }

  /** How long messages have been able to leave, in milliseconds of the monotonic clock; 0 while they cannot. */
  connectedForMs(): number {
    return this.publisher.connectedForMs();
  }

  onDown(listener: () => void): void {
    this.publisher.onDown(listener);
  }

  /**
   * @param key a worker's incarnation, a gateway's instance, or the key of all gateways
   * @param traceparent of the one job that it is about
   */
  send<T extends ControlType>(eventType: T, key: string, payload: PayloadOf[T], done?: (outcome: SendOutcome) => void, traceparent?: string): void {
    const { envelope, body } = this.envelope(eventType, payload, { correlationId: this.instance.instanceId, traceparent });
    const properties = { eventType, eventId: envelope.eventId, correlationId: envelope.correlationId, traceparent, transient: true };
    this.publisher.publishWith(TOPOLOGY.exchanges.control.name, key, body, properties, (_error, outcome) => done?.(outcome ?? 'failed'));
  }

  /** Tells an owner to stop, again until its control queue has taken it: somebody waits for a cancel, and the next heartbeat may be three seconds away. */
  revoke({ workerId, deliveryId }: { readonly workerId: string; readonly deliveryId: string }, jobId: string): void {
    const untilMs = performance.now() + REVOKE_FOR_MS;
    const tell = (): void =>
      this.send('attempt.revoked', workerId, { workerId, attempts: [{ jobId, deliveryId, reason: 'cancelled' }] }, (outcome) => {
        if (outcome !== 'confirmed' && performance.now() < untilMs) setTimeout(tell, REVOKE_AGAIN_MS).unref();
      });
    tell();
  }

  /** A tick on its round through the report queue. Persistent, like every report. */
  sendTick(number: number): void {
    const { envelope, body } = this.envelope('engine.ticked', { number }, { correlationId: this.instance.instanceId, idempotencyKey: `tick/${number}` });
    const properties = { eventType: 'engine.ticked', eventId: envelope.eventId, correlationId: envelope.correlationId };
    this.publisher.publishWith(TOPOLOGY.exchanges.reports.name, 'engine.ticked', body, properties, () => undefined);
  }

  /** A stored job.queued once more, to the workers only. */
  resend({ text, eventId, correlationId, traceparent }: LoggedEvent, routingKey: string): void {
    this.publisher.publishWith(TOPOLOGY.exchanges.dispatch.name, routingKey, Buffer.from(text), { eventType: 'job.queued', eventId, correlationId, traceparent }, () => undefined);
  }
}
