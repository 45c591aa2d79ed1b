import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { LOGGER } from '#http';
import { type Delivery, Unavailable } from '#messaging';
import type { Logger } from '#observability';
import { isStoreUnavailable } from '#read-model';
import { TELEMETRY_TRANSPORT } from './telemetry-server';
import { WorkerRecorder } from './worker-recorder';

/** Takes telemetry from the broker. Only heartbeats of workers are kept so far; the queue is bounded, and what it drops is never missed. */
@Controller()
export class TelemetryController {
  constructor(
    private readonly workers: WorkerRecorder,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @EventPattern('#', TELEMETRY_TRANSPORT)
  async record(@Payload() deliveries: readonly Delivery[]): Promise<void> {
    const heartbeats = deliveries.flatMap(({ envelope }) => (envelope.eventType === 'worker.heartbeat' ? [envelope] : []));
    try {
      await this.workers.record(heartbeats);
    } catch (error) {
      if (isStoreUnavailable(error)) throw new Unavailable('MongoDB', { cause: error });
      this.logger.error({ err: error }, 'heartbeats of workers could not be recorded');
    }
  }
}
