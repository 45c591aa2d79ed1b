import type { ConfirmPublisher, Outbound } from '#messaging';

const EVERY_MS = 5_000;

/**
 * Tells, as soon as it is connected and every five seconds, what this worker is: announced to the gateway, which knows by it who takes what
 * (and says again what a worker that was away has missed), and as a heartbeat for whoever watches. What gets lost is made up for by the next.
 */
export class WorkerHeartbeatSender {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly publisher: ConfirmPublisher,
    private readonly announcement: () => Outbound<'worker.announced'>,
    private readonly heartbeat: () => Outbound<'worker.heartbeat'>,
  ) {}

  start(): void {
    this.timer ??= setInterval(() => this.tell(), EVERY_MS);
    this.publisher.onUp(() => this.tell());
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** A heartbeat now, not with the next tick: something has changed that people want to see. */
  beat(): void {
    if (this.publisher.connected) this.send('observatory.telemetry', this.heartbeat());
  }

  private tell(): void {
    if (!this.publisher.connected) return;
    this.send('observatory.reports', this.announcement());
    this.beat();
  }

  private send(exchange: string, { envelope, body }: Outbound<'worker.announced' | 'worker.heartbeat'>): void {
    const properties = { eventType: envelope.eventType, eventId: envelope.eventId, transient: true };
    this.publisher.publishWith(exchange, envelope.eventType, body, properties, () => undefined);
  }
}
