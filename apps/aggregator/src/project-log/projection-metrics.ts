import { counter, type CounterChild, gauge, histogram, type Logger } from '#observability';
import type { LoggedEvent } from '#read-model';
import type { LogHead } from '../feed/log-feed';
import type { ProjectionObserver } from './log-projection';
import type { ActiveModel } from './read-models.port';

/** Makes metrics and log lines of what happens in the projection. */
export class ProjectionMetrics implements ProjectionObserver {
  private readonly batchSize = histogram('projectionBatchSize').labels({});
  private readonly batchDuration = histogram('projectionBatchDuration').labels({});
  private readonly visibleDelay = histogram('visibleDelay').labels({});
  private readonly gapsRepaired = counter('gapsRepaired').labels({});
  private readonly projected = new Map<string, CounterChild>();
  private visible: { readonly epoch: string; readonly position: number } = { epoch: '', position: 0 };
  private readonly completeAtMs = new Map<string, number>();

  constructor(private readonly logger: Logger) {}

  applied(events: readonly LoggedEvent[], models: readonly ActiveModel[], durationMs: number): void {
    this.batchSize.observe(events.length);
    this.batchDuration.observe(durationMs / 1_000);
    this.observeVisible(events);
    for (const { projection, position } of models) {
      let child = this.projected.get(projection);
      if (!child) this.projected.set(projection, (child = counter('eventsProjected').labels({ projection })));
      child.inc(events.length);
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

  /** A read model that stands behind the others gets old events once more; they have been visible, or were never counted. */
  private observeVisible(events: readonly LoggedEvent[]): void {
    const now = Date.now();
    for (const { stream, occurredAt } of events) {
      if (stream.epoch === this.visible.epoch && stream.position <= this.visible.position) continue;
      this.visible = stream;
      this.visibleDelay.observe(Math.max(0, now - Date.parse(occurredAt)) / 1_000);
    }
  }
}
