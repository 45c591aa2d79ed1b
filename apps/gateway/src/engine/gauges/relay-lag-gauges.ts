import type { BacklogReader } from '#event-log';
import { gauge, type Logger } from '#observability';
import { Looks } from '../looks';

const LOOK_EVERY_MS = 1_000;

/** How far the broker is behind the log. Every gateway with the engine looks: when nobody relays, nobody else would say so. */
export class RelayLagGauges {
  private readonly events = gauge('relayLagEvents').labels({});
  private readonly seconds = gauge('relayLagSeconds').labels({});
  private readonly looks: Looks;

  constructor(
    private readonly backlog: Pick<BacklogReader, 'relayLag'>,
    logger: Logger,
  ) {
    this.looks = new Looks(() => this.look(), { everyMs: LOOK_EVERY_MS, restFactor: 50, logger, failure: 'how far the relay is behind could not be read' });
  }

  start(): void {
    this.looks.start();
  }

  stop(): void {
    this.looks.stop();
  }

  private async look(): Promise<void> {
    const { events, oldestMs } = await this.backlog.relayLag();
    this.events.set(events);
    this.seconds.set(oldestMs / 1_000);
  }
}
