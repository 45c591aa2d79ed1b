import type { TicketStore } from '#event-log';
import type { Logger } from '#observability';

const EVERY_MS = 600_000;

/** Drops the days of tickets that have all expired, from time to time. Any gateway may: the store keeps them apart, and a day is dropped once. */
export class ForgetTickets {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly store: TicketStore,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.timer = setInterval(() => void this.forget(), EVERY_MS);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async forget(): Promise<void> {
    try {
      const days = await this.store.dropDays();
      if (days > 0) this.logger.info({ days }, 'nonces of expired tickets were dropped');
    } catch (error) {
      // Kept for longer than they need to be; the next round tries again.
      this.logger.warn({ err: error }, 'nonces of expired tickets could not be dropped');
    }
  }
}
