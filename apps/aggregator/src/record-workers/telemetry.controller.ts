import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { LOGGER } from '#http';
import { type Delivery, Unavailable } from '#messaging';
import type { Logger } from '#observability';
import { isStoreUnavailable } from '#read-model';
import { AttemptRecorder } from '../record-attempts/attempt-recorder';
import { TELEMETRY_TRANSPORT } from './telemetry-server';
import { WorkerRecorder } from './worker-recorder';

/** Takes telemetry from the broker: what workers say of themselves, and what attempts tell on their way. The queue is bounded, and what it drops is never missed. */
@Controller()
export class TelemetryController {
  constructor(
    private readonly workers: WorkerRecorder,
    private readonly attempts: AttemptRecorder,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @EventPattern('#', TELEMETRY_TRANSPORT)
  async record(@Payload() deliveries: readonly Delivery[]): Promise<void> {
    const heartbeats = deliveries.flatMap(({ envelope }) => (envelope.eventType === 'worker.heartbeat' ? [envelope] : []));
    const progressed = deliveries.flatMap(({ envelope }) => (envelope.eventType === 'attempt.progressed' ? [envelope] : []));
    const logged = deliveries.flatMap(({ envelope }) => (envelope.eventType === 'attempt.logged' ? [envelope] : []));
    try {
      await Promise.all([this.workers.record(heartbeats), this.attempts.record(progressed, logged)]);
    } catch (error) {
      if (isStoreUnavailable(error)) throw new Unavailable('MongoDB', { cause: error });
      this.logger.error({ err: error }, 'telemetry could not be recorded');
    }
  }
}
