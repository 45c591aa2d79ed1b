import {
  ACTIVITY, type ActivityCounts, type ActivityDocument, activityId, isJobEvent, type JobEvent, type JobEventType, MAX_QUEUES, minuteOf, NO_ACTIVITY, NO_OBSERVATIONS, observed,
  OTHER_QUEUES, type Projector, type QueueActivity,
} from '#read-model';

const DOCUMENT_BYTES = 1_000;
const QUEUE_BYTES = 150;

/** What happened minute by minute: the figures behind every chart. */
export const activityProjector: Projector<ActivityDocument> = {
  model: ACTIVITY,
  sparse: true,
  route: (event) => (isJobEvent(event) && event.eventType in COUNTED ? activityId(minuteOf(event.occurredAt), event.tenantId ?? 'default') : null),
  sequence: (event) => event.stream.position,
  weigh: (document) => DOCUMENT_BYTES + document.queues.length * QUEUE_BYTES,
  settled: () => false,
  project(before, logged) {
    const event = logged as JobEvent;
    const counted = COUNTED[event.eventType] ?? [];
    const count = (name: keyof ActivityCounts): number => (before ?? NO_ACTIVITY)[name] + (counted.includes(name) || (name === 'lost' && isLoss(event)) ? 1 : 0);
    const tenantId = before?.tenantId ?? event.tenantId ?? 'default';
    const at = before?.at ?? minuteOf(event.occurredAt);
    const waitedMs = event.eventType === 'job.started' ? event.payload.waitedMs : undefined;
    return {
      _id: activityId(at, tenantId),
      tenantId,
      at,
      submitted: count('submitted'),
      started: count('started'),
      completed: count('completed'),
      failed: count('failed'),
      cancelled: count('cancelled'),
      retried: count('retried'),
      lost: count('lost'),
      wait: waitedMs === undefined ? (before?.wait ?? NO_OBSERVATIONS) : observed(before?.wait ?? NO_OBSERVATIONS, waitedMs),
      duration: event.eventType === 'job.completed' ? observed(before?.duration ?? NO_OBSERVATIONS, event.payload.durationMs) : (before?.duration ?? NO_OBSERVATIONS),
      queues: inQueue(before?.queues ?? [], event.payload.queue, counted),
      version: event.stream.position,
      position: event.stream.position,
    };
  },
};

const COUNTED: Readonly<Partial<Record<JobEventType, readonly (keyof ActivityCounts)[]>>> = {
  'job.submitted': ['submitted'],
  'job.started': ['started'],
  'job.completed': ['completed'],
  'job.failed': ['failed'],
  'job.cancelled': ['cancelled'],
  'job.retry_scheduled': ['retried'],
};

function isLoss(event: JobEvent): boolean {
  return (event.eventType === 'job.retry_scheduled' || event.eventType === 'job.failed') && (event.payload.cause === 'lost' || event.payload.cause === 'lost_budget');
}

/** Queues stand in the order of their names, so that equal counts are equal documents. */
function inQueue(queues: readonly QueueActivity[], name: string, counted: readonly (keyof ActivityCounts)[]): readonly QueueActivity[] {
  const one = (what: keyof ActivityCounts): number => (counted.includes(what) ? 1 : 0);
  const [submitted, completed, failed] = [one('submitted'), one('completed'), one('failed')];
  if (submitted + completed + failed === 0) return queues;
  const queue = queues.length < MAX_QUEUES || queues.some((entry) => entry.queue === name) ? name : OTHER_QUEUES;
  const found = queues.find((entry) => entry.queue === queue) ?? { queue, submitted: 0, completed: 0, failed: 0 };
  const next = { queue, submitted: found.submitted + submitted, completed: found.completed + completed, failed: found.failed + failed };
  return [...queues.filter((entry) => entry.queue !== queue), next].sort((a, b) => (a.queue < b.queue ? -1 : 1));
}
