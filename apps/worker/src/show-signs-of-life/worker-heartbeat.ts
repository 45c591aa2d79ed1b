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
    this.publisher.publishWith('observatory.telemetry', 'worker.heartbeat', body, { eventType: 'worker.heartbeat', eventId: envelope.eventId, transient: true }, () => undefined);
  }
}

