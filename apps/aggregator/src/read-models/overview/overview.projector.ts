import type { AlertCounts, JobCounts, JobStatus } from '#contracts';
import { type LoggedEvent, NO_ALERTS, NO_JOBS, OVERVIEW, OVERVIEW_ID, type OverviewDocument, type Projector, isJobEvent, type JobEvent, TENANT_OVERVIEW, type TenantOverviewDocument } from '#read-model';

const DOCUMENT_BYTES = 1_000;
const QUEUE_BYTES = 400;

const EMPTY: OverviewDocument = {
  _id: OVERVIEW_ID,
  counts: NO_JOBS,
  submitted: 0,
  completed: 0,
  failed: 0,
  cancelled: 0,
  retried: 0,
  lost: 0,
  queues: [],
  alerts: NO_ALERTS,
  version: 0,
  position: 0,
};

/**
 * Counters over the whole log. They are not idempotent, so every event of the log, of whatever type, is one step of the document's version
 * (its position): the compare-and-swap on it lets each event count once.
 */
export const overviewProjector: Projector<OverviewDocument> = {
  model: OVERVIEW,
  route: () => OVERVIEW_ID,
  sequence: (event) => event.stream.position,
  weigh: (document) => DOCUMENT_BYTES + document.queues.length * QUEUE_BYTES,
  settled: () => false,
  project: (document, event) => {
    const before = document ?? EMPTY;
    const after = isJobEvent(event) ? count(before, event) : { ...before, alerts: countAlerts(before.alerts, event) };
    return inFixedOrder({ ...after, version: event.stream.position, position: event.stream.position });
  },
};

/**
 * The same counters of each tenant's jobs. Its document knows no number of its next event, only that what lies behind the last one counts: the batches owe it
 * that nothing is left out.
 */
export const tenantOverviewProjector: Projector<TenantOverviewDocument> = {
  model: TENANT_OVERVIEW,
  sparse: true,
  route: (event) => (isJobEvent(event) ? (event.tenantId ?? 'default') : null),
  sequence: (event) => event.stream.position,
  weigh: (document) => DOCUMENT_BYTES + document.queues.length * QUEUE_BYTES,
  settled: () => false,
  project: (document, event) => {
    const tenantId = event.tenantId ?? 'default';
    const { position } = event.stream;
    const { _id, version: _version, position: _position, ...counts } = inFixedOrder(count(document ?? EMPTY, event as JobEvent));
    return { _id: tenantId, tenantId, ...counts, version: position, position };
  },
};

function count(before: OverviewDocument, event: JobEvent): OverviewDocument {
  const { previousStatus, status, queue } = event.payload;
  const moved = previousStatus !== status;
  const lost = (event.eventType === 'job.retry_scheduled' || event.eventType === 'job.failed') && (event.payload.cause === 'lost' || event.payload.cause === 'lost_budget');
  return {
    ...before,
    counts: moved ? move(before.counts, previousStatus, status) : before.counts,
    submitted: before.submitted + (event.eventType === 'job.submitted' ? 1 : 0),
    completed: before.completed + (event.eventType === 'job.completed' ? 1 : 0),
    failed: before.failed + (event.eventType === 'job.failed' ? 1 : 0),
    cancelled: before.cancelled + (event.eventType === 'job.cancelled' ? 1 : 0),
    retried: before.retried + (event.eventType === 'job.retry_scheduled' ? 1 : 0),
    lost: before.lost + (lost ? 1 : 0),
    queues: moved ? moveInQueue(before.queues, queue, previousStatus, status) : before.queues,
  };
}

/** An occurrence of an alert begins once and ends once. */
function countAlerts(before: AlertCounts, { eventType, payload }: LoggedEvent): AlertCounts {
  if (eventType !== 'alert.fired' && eventType !== 'alert.resolved') return before;
  const { severity } = payload.alert;
  return { ...before, [severity]: before[severity] + (eventType === 'alert.fired' ? 1 : -1) };
}

function move(counts: JobCounts, from: JobStatus | null, to: JobStatus): JobCounts {
  const next = { ...counts, [to]: counts[to] + 1 };
  if (from !== null) next[from] -= 1;
  return next;
}

/** Queues stand in the order of their names, so that equal counts are equal documents. */
function moveInQueue(queues: OverviewDocument['queues'], queue: string, from: JobStatus | null, to: JobStatus): OverviewDocument['queues'] {
  const index = queues.findIndex((entry) => entry.queue >= queue);
  const found = index >= 0 && queues[index]?.queue === queue ? queues[index] : undefined;
  const entry = { queue, counts: move(found?.counts ?? NO_JOBS, from, to) };
  const at = index < 0 ? queues.length : index;
  return [...queues.slice(0, at), entry, ...queues.slice(found ? at + 1 : at)];
}

function inFixedOrder(d: OverviewDocument): OverviewDocument {
  return {
    _id: d._id,
    counts: d.counts,
    submitted: d.submitted,
    completed: d.completed,
    failed: d.failed,
    cancelled: d.cancelled,
    retried: d.retried,
    lost: d.lost,
    queues: d.queues,
    alerts: { critical: d.alerts.critical, warning: d.alerts.warning, info: d.alerts.info },
    version: d.version,
    position: d.position,
  };
}
