import { counter, gauge, histogram } from '#observability';
import type { CounterChild, HistogramChild } from '#observability';
import type { JobEvent } from '#domain';
import type { DecidedWrite } from './work-unit';

/** What the executor counts. Children are kept: on this path a look-up by labels would cost more than the counting. */
export function appendMetrics() {
  const duration = histogram('appendDuration').labels({});
  const size = histogram('appendBatchSize').labels({});
  const conflicts = counter('appendConflicts').labels({});
  const headPosition = gauge('logHeadPosition').labels({});
  const appended = new Map<string, CounterChild>();
  const finished = new Map<string, CounterChild>();
  const pickup = new Map<string, HistogramChild>();

  const countEvent = (event: JobEvent, write: DecidedWrite): void => {
    kept(appended, event.type, () => counter('eventsAppended').labels({ event_type: event.type })).inc();
    const { payload } = event;
    if (event.type === 'job.started' && write.before.queuedAt !== undefined) {
      const queue = write.before.queue;
      const waitedMs = Date.parse(event.payload.startedAt) - Date.parse(write.before.queuedAt);
      kept(pickup, queue, () => histogram('jobPickupDuration').labels({ queue })).observe(Math.max(0, waitedMs) / 1_000);
    } else if (payload.status === 'COMPLETED' || payload.status === 'FAILED' || payload.status === 'CANCELLED') {
      const { status } = payload;
      kept(finished, status, () => counter('jobsFinished').labels({ status })).inc();
    }
  };

  return {
    observe(ms: number, writes: number, lost: number): void {
      duration.observe(ms / 1_000);
      size.observe(writes);
      if (lost > 0) conflicts.inc(lost);
    },
    count(write: DecidedWrite): void {
      for (const event of write.happened) countEvent(event, write);
    },
    head(position: number): void {
      headPosition.set(position);
    },
  };
}

function kept<T>(children: Map<string, T>, key: string, make: () => T): T {
  let child = children.get(key);
  if (child === undefined) {
    child = make();
    children.set(key, child);
  }
  return child;
}
