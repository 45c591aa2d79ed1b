import { counter, gauge, histogram } from '#observability';
import type { CounterChild } from '#observability';
import type { JobEvent, JobState } from '#domain';
import type { DecidedWrite } from './work-unit';

/**
 * What the executor counts. Types, tenants and queues are names that clients choose, so their children are asked for each time (a look-up, and
 * bounded).
 */
export function appendMetrics() {
  const duration = histogram('appendDuration').labels({});
  const size = histogram('appendBatchSize').labels({});
  const conflicts = counter('appendConflicts').labels({});
  const headPosition = gauge('logHeadPosition').labels({});
  const appended = counter('eventsAppended');
  const pickup = histogram('jobPickupDuration');
  const jobs = jobCounters();

  const countEvent = (event: JobEvent, { before, state }: DecidedWrite): void => {
    appended.labels({ event_type: event.type }).inc();
    jobs.count(event, state);
    if (event.type !== 'job.started' || before.queuedAt === undefined) return;
    const waitedMs = Date.parse(event.payload.startedAt) - Date.parse(before.queuedAt);
    pickup.labels({ queue: before.queue }).observe(Math.max(0, waitedMs) / 1_000);
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

const EVENTS = ['submitted', 'started', 'completed', 'failed', 'cancelled', 'retried', 'lost'] as const;
type Counted = (typeof EVENTS)[number];
type CountedJob = Pick<JobState, 'type' | 'queue' | 'tenantId' | 'submittedAt'>;

/** Counts what happens to jobs, by type, queue and tenant. */
function jobCounters() {
  const events = counter('jobEvents');
  const tenants = counter('tenantJobs');
  const finished = counter('jobsFinished');
  const lives = histogram('jobDuration');
  const introduced = new WeakSet<CounterChild>();

  const tell = (event: Counted, { type, queue }: CountedJob): void => {
    const child = events.labels({ event, job_type: type, queue });
    child.inc();
    if (event !== 'submitted' || introduced.has(child)) return;
    // The other series of a type begin at zero with its first job: a rate then sees its first failure.
    introduced.add(child);
    for (const other of EVENTS) events.labels({ event: other, job_type: type, queue });
  };
  const tellTenant = (event: 'submitted' | 'completed' | 'failed', tenant: string): void => {
    const child = tenants.labels({ tenant, event });
    child.inc();
    if (event !== 'submitted' || introduced.has(child)) return;
    introduced.add(child);
    for (const other of ['completed', 'failed'] as const) tenants.labels({ tenant, event: other });
  };
  const end = (status: 'COMPLETED' | 'FAILED' | 'CANCELLED', finishedAt: string, job: CountedJob): void => {
    finished.labels({ status }).inc();
    const livedMs = Date.parse(finishedAt) - Date.parse(job.submittedAt);
    lives.labels({ job_type: job.type, status }).observe(Math.max(0, livedMs) / 1_000);
  };

  return {
    count(event: JobEvent, job: CountedJob): void {
      const tenant = job.tenantId;
      switch (event.type) {
        case 'job.submitted':
          tell('submitted', job);
          tellTenant('submitted', tenant);
          return;
        case 'job.started':
          tell('started', job);
          return;
        case 'job.retry_scheduled':
          tell(event.payload.cause === 'lost' ? 'lost' : 'retried', job);
          return;
        case 'job.completed':
          tell('completed', job);
          tellTenant('completed', tenant);
          end('COMPLETED', event.payload.finishedAt, job);
          return;
        case 'job.failed':
          tell('failed', job);
          if (event.payload.cause === 'lost' || event.payload.cause === 'lost_budget') tell('lost', job);
          tellTenant('failed', tenant);
          end('FAILED', event.payload.finishedAt, job);
          return;
        case 'job.cancelled':
          tell('cancelled', job);
          end('CANCELLED', event.payload.finishedAt, job);
          return;
        case 'job.queued':
        case 'job.cancel_requested':
        case 'job.redriven':
        case 'job.held':
        case 'job.approved':
          return;
      }
    },
  };
}
