import type { ConfirmPublisher, Outbound } from '#messaging';

const EVERY_MS = 5_000;

/** Tells whoever watches, every five seconds, what this worker does. Telemetry: what gets lost is made up for by the next. */
export class WorkerHeartbeatSender {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly publisher: ConfirmPublisher,
    private readonly read: () => Outbound<'worker.heartbeat'>,
  ) {}

  start(): void {
    this.timer ??= setInterval(() => this.send(), EVERY_MS);
    this.publisher.onUp(() => this.send());
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private send(): void {
    if (!this.publisher.connected) return;
    const { envelope, body } = this.read();
    const properties = { eventType: envelope.eventType, eventId: envelope.eventId, transient: true };
    this.publisher.publishWith('observatory.telemetry', envelope.eventType, body, properties, () => undefined);
  }
}

