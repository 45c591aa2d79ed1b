import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { StoreUnavailable } from '#event-log';
import { Unavailable, type Delivery } from '#messaging';
import { Engine } from '../engine';

/**
 * Where messages enter the gateway. A handler resolves when what its messages claim is committed; then they are acked. Commands wait for a store that is
 * down by themselves, so a batch is simply held until it is back; what comes through as unavailable all the same is held as well, never parked.
 */
@Controller()
export class ReportsController {
  constructor(private readonly engine: Engine) {}

  @EventPattern('attempt.*')
  async attempts(@Payload() deliveries: readonly Delivery[]): Promise<void> {
    await held(this.engine.reports.handle(deliveries.map((delivery) => delivery.envelope)));
  }

  @EventPattern('job.parked')
  async parked(@Payload() deliveries: readonly Delivery[]): Promise<void> {
    await held(Promise.all(deliveries.map(async ({ envelope }) => envelope.eventType === 'job.parked' && this.engine.parked(envelope))));
  }

  @EventPattern('engine.ticked')
  async ticked(@Payload() deliveries: readonly Delivery[]): Promise<void> {
    for (const { envelope } of deliveries) if (envelope.eventType === 'engine.ticked') await held(this.engine.ticks.apply(envelope.payload.number));
  }

  @EventPattern('worker.announced')
  async announced(@Payload() deliveries: readonly Delivery[]): Promise<void> {
    await held(this.engine.workers.announced(deliveries.flatMap(({ envelope }) => (envelope.eventType === 'worker.announced' ? envelope : []))));
  }

  @EventPattern('worker.offered')
  offered(@Payload() deliveries: readonly Delivery[]): Promise<void> {
    for (const { envelope } of deliveries) if (envelope.eventType === 'worker.offered') this.engine.offers.offered(envelope.payload);
    return Promise.resolve();
  }

  @EventPattern('relay.woken')
  woken(@Payload() deliveries: readonly Delivery[]): Promise<void> {
    const versions = deliveries.flatMap(({ envelope }) => (envelope.eventType === 'relay.woken' ? (envelope.payload.controlsVersion ?? 0) : []));
    if (deliveries.length > 0) this.engine.woken(Math.max(0, ...versions));
    return Promise.resolve();
  }
}

/** What the store cannot do now is to be tried again with the same messages. */
async function held(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (error instanceof StoreUnavailable) throw new Unavailable('the store', { cause: error });
    throw error;
  }
}
