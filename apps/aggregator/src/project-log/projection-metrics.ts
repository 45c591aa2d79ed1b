import { counter, type CounterChild, gauge, histogram, type Logger } from '#observability';
import type { LogHead } from '../feed/log-feed';
import type { ProjectionObserver } from './log-projection';
import type { ActiveModel } from './read-models.port';

/** Makes metrics and log lines of what happens in the projection. */
export class ProjectionMetrics implements ProjectionObserver {
  private readonly batchSize = histogram('projectionBatchSize').labels({});
  private readonly batchDuration = histogram('projectionBatchDuration').labels({});
  private readonly gapsRepaired = counter('gapsRepaired').labels({});
  private readonly projected = new Map<string, CounterChild>();
  private readonly completeAtMs = new Map<string, number>();

  constructor(private readonly logger: Logger) {}

  applied(events: number, models: readonly ActiveModel[], durationMs: number): void {
    this.batchSize.observe(events);
    this.batchDuration.observe(durationMs / 1_000);
    for (const { projection, position } of models) {
      let child = this.projected.get(projection);
      if (!child) this.projected.set(projection, (child = counter('eventsProjected').labels({ projection })));
      child.inc(events);
      gauge('projectionPosition').labels({ projection }).set(position);
    }
  }

  duplicates(events: number): void {
    this.logger.debug({ events }, 'events came that are applied already');
  }

  foreign(events: number): void {
    this.logger.warn({ events }, 'events of another life of the log were dropped');
  }

  repaired(range: { after: number; upTo: number; cause: 'hole' | 'tail' | 'document' }): void {
    this.gapsRepaired.inc();
    this.logger.warn(range, 'a gap was repaired from the feed');
  }

  lookedAtHead(head: LogHead, models: readonly ActiveModel[]): void {
    const now = performance.now();
    for (const { projection, position, epoch } of models) {
      const lagEvents = epoch === head.epoch ? Math.max(0, head.position - position) : head.position;
      if (lagEvents === 0) this.completeAtMs.set(projection, now);
      gauge('projectionPosition').labels({ projection }).set(position);
      gauge('projectionLagEvents').labels({ projection }).set(lagEvents);
      gauge('projectionLagSeconds').labels({ projection }).set((now - (this.completeAtMs.get(projection) ?? now)) / 1_000);
    }
  }
}
