import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { StoreUnavailable } from '#event-log';
import { Unavailable, type Delivery } from '#messaging';
import { Engine } from '../engine';

/**
 * Where messages enter the gateway. A handler resolves when what its messages claim is committed; then they are acked. Commands wait for a store that is
 * down by themselves, so a batch is simply held until it is back.
 */
@Controller()
export class ReportsController {
  constructor(private readonly engine: Engine) {}

  @EventPattern('attempt.*')
  async attempts(@Payload() deliveries: readonly Delivery[]): Promise<void> {
    await this.engine.reports.handle(deliveries.map((delivery) => delivery.envelope));
  }

  @EventPattern('job.parked')
  async parked(@Payload() deliveries: readonly Delivery[]): Promise<void> {
    await Promise.all(deliveries.map(async ({ envelope }) => envelope.eventType === 'job.parked' && this.engine.parked(envelope)));
  }

  @EventPattern('engine.ticked')
  async ticked(@Payload() deliveries: readonly Delivery[]): Promise<void> {
    try {
      for (const { envelope } of deliveries) if (envelope.eventType === 'engine.ticked') await this.engine.ticks.apply(envelope.payload.number);
    } catch (error) {
      if (error instanceof StoreUnavailable) throw new Unavailable('the store', { cause: error });
      throw error;
    }
  }

  @EventPattern('relay.woken')
  woken(@Payload() deliveries: readonly Delivery[]): Promise<void> {
    if (deliveries.length > 0) this.engine.woken();
    return Promise.resolve();
  }
}
