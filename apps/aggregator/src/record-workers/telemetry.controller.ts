import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import type { Envelope, EventType } from '#contracts';
import { LOGGER } from '#http';
import { type Delivery, Unavailable } from '#messaging';
import type { Logger } from '#observability';
import { isStoreUnavailable } from '#read-model';
import { AttemptRecorder } from '../record-attempts/attempt-recorder';
import { ServiceRecorder } from './service-recorder';
import { TELEMETRY_TRANSPORT } from './telemetry-server';
import { WorkerRecorder } from './worker-recorder';

/** Takes telemetry from the broker: heartbeats of workers and services, progress and lines of attempts. The queue is bounded, and what it drops is never missed. */
@Controller()
export class TelemetryController {
  constructor(
    private readonly workers: WorkerRecorder,
    private readonly services: ServiceRecorder,
    private readonly attempts: AttemptRecorder,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @EventPattern('#', TELEMETRY_TRANSPORT)
  async record(@Payload() deliveries: readonly Delivery[]): Promise<void> {
    const work = await Promise.allSettled([
      this.workers.record(of('worker.heartbeat', deliveries)),
      this.services.record(of('service.heartbeat', deliveries)),
      this.attempts.record(of('attempt.progressed', deliveries), of('attempt.logged', deliveries)),
    ]);
    for (const outcome of work) {
      if (outcome.status === 'fulfilled') continue;
      if (isStoreUnavailable(outcome.reason)) throw new Unavailable('MongoDB', { cause: outcome.reason });
      this.logger.error({ err: outcome.reason as unknown }, 'telemetry could not be recorded');
    }
  }
}

function of<T extends EventType>(eventType: T, deliveries: readonly Delivery[]): Envelope<T>[] {
  return deliveries.flatMap(({ envelope }) => (envelope.eventType === eventType ? [envelope as Envelope<T>] : []));
}
