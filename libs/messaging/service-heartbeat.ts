import type { PayloadOf, ReadinessCheck } from '#contracts';
import type { ConfirmPublisher } from './confirm-publisher';
import type { EnvelopeMaker } from './envelope-factory';

const EVERY_MS = 5_000;

/** Bounds of the contract; what a check has to say beyond them is of no use to a list. */
const MAX_CHECKS = 64;
const MAX_DETAIL = 500;

export interface ServiceHeartbeatOptions {
  readonly publisher: Pick<ConfirmPublisher, 'connected' | 'blocked' | 'onUp' | 'publishWith'>;
  readonly makeEnvelope: EnvelopeMaker;
  readonly identity: { readonly service: string; readonly instanceId: string; readonly version: string; readonly startedAt: Date };
  /** What the service needs and whether that is there, answered from memory. */
  readonly checks: () => readonly ReadinessCheck[];
}

/**
 * Tells every five seconds that this process lives and whether it has what it needs, for whoever watches the platform. While the broker is away or
 * refuses messages nothing is said and nothing kept: the next one says it all.
 */
export class ServiceHeartbeat {
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: ServiceHeartbeatOptions) {}

  start(): void {
    if (this.timer) return;
    this.timer = setInterval(() => this.beat(), EVERY_MS);
    this.timer.unref();
    this.options.publisher.onUp(() => this.beat());
    this.beat();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private beat(): void {
    const { publisher, makeEnvelope, identity } = this.options;
    if (!publisher.connected || publisher.blocked) return;
    const { envelope, body } = makeEnvelope('service.heartbeat', this.payload(), { correlationId: identity.instanceId });
    publisher.publishWith('observatory.telemetry', envelope.eventType, body, { eventType: envelope.eventType, eventId: envelope.eventId, transient: true }, () => undefined);
  }

  private payload(): PayloadOf['service.heartbeat'] {
    const { service, instanceId, version, startedAt } = this.options.identity;
    const all = this.options.checks();
    const checks = all.slice(0, MAX_CHECKS).map(({ name, ready, detail }) => ({ name, ready, detail: detail?.slice(0, MAX_DETAIL) }));
    return { service, instanceId, version, startedAt: startedAt.toISOString(), ready: all.every((check) => check.ready), checks };
  }
}
