import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { LOGGER } from '#http';
import { ACK, type Delivery, Unavailable, type Verdict } from '#messaging';
import type { Logger } from '#observability';
import { isLogged, type LoggedEvent } from '#read-model';
import { LogProjection } from '../project-log/log-projection';
import { projectionSpans } from './projection-spans';
import { EVENTS_TRANSPORT, type EventsServer } from './events-server';

/**
 * The broker gives this queue to one consumer at a time. An instance that has not got a batch through for this long while it is that
 * consumer steps back, so that another one, which may reach what this one cannot, is served.
 */
const STEP_BACK_AFTER_MS = 15_000;

/** Takes batches of the log from the broker into the read models; acknowledges what the majority of the store has. */
@Controller()
export class EventsController {
  private failingSinceMs: number | undefined;

  constructor(
    private readonly projection: LogProjection,
    @Inject(EVENTS_TRANSPORT) private readonly server: EventsServer,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @EventPattern('#', EVENTS_TRANSPORT)
  async project(@Payload() deliveries: readonly Delivery[]): Promise<readonly Verdict[] | undefined> {
    this.server.delivered();
    const events: LoggedEvent[] = [];
    for (const { envelope } of deliveries) if (isLogged(envelope)) events.push(envelope);
    let unheardOf: readonly LoggedEvent[];
    const end = projectionSpans(events);
    try {
      unheardOf = await this.projection.handle(events);
      end();
      this.failingSinceMs = undefined;
    } catch (error) {
      end('not_projected');
      throw this.hold(error);
    }
    if (unheardOf.length === 0 && events.length === deliveries.length) return undefined;
    return deliveries.map(({ envelope }) => {
      if (!isLogged(envelope)) return { kind: 'park', reason: 'not_in_the_log', detail: 'it has no place in the log' };
      return unheardOf.includes(envelope) ? { kind: 'park', reason: 'not_in_the_log', detail: `the log does not reach position ${envelope.stream.position}` } : ACK;
    });
  }

  /**
   * Nothing that goes wrong here is the fault of one message: each is in the log, so leaving one out would only turn it into a hole that is
   * repaired with the same message. Everything is held until it works.
   */
  private hold(error: unknown): Unavailable {
    this.failingSinceMs ??= performance.now();
    this.logger.error({ err: error }, 'a batch could not be projected; it is held and tried again');
    if (performance.now() - this.failingSinceMs > STEP_BACK_AFTER_MS) {
      this.failingSinceMs = undefined;
      this.server.restart('stepping back: this instance cannot project');
    }
    return new Unavailable('the projection', { cause: error });
  }
}
