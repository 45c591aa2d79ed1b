import { isTerminal } from '#contracts';
import { errorFingerprint, FAILING, findKeys, type JobDocument, JOBS, type LoggedEvent, type Projector, toJsonText, toStoredError, isJobEvent, type JobEvent, type RunFacts, runKeys } from '#read-model';

/** Fixed cost of a cached document beside its free-form texts. */
const DOCUMENT_BYTES = 1_200;

/** A tag, or a parent's id, in the list that shows it and in the one that it is found by. */
const FIND_KEY_BYTES = 200;

/** The last state of every job. Follows the gateway's `evolve`, so both give the same `Job`. */
export const jobsProjector: Projector<JobDocument> = {
  model: JOBS,
  route: (event) => (isJobEvent(event) ? event.stream.id : null),
  sequence: (event) => event.stream.version,
  weigh: (document) =>
    DOCUMENT_BYTES +
    2 * (document.payload.length + (document.result?.length ?? 0) + (document.error?.message.length ?? 0) + (document.error?.details?.length ?? 0)) +
    FIND_KEY_BYTES * (document.foundBy?.length ?? 0),
  settled: (document) => isTerminal(document.status),
  comesAfterEnd: ({ eventType }) => eventType === 'job.redriven',
  project: (document, event) => inFixedOrder({ ...(document ?? begin(event)), ...change(document, event as JobEvent), version: event.stream.version, position: event.stream.position }),
};

function begin(event: LoggedEvent): JobDocument {
  if (event.eventType !== 'job.submitted') throw new Error(`job ${event.stream.id} begins with ${event.eventType} at position ${event.stream.position}`);
  const p = event.payload;
  return {
    _id: event.stream.id,
    tenantId: event.tenantId ?? 'default',
    type: p.type,
    queue: p.queue,
    priority: p.priority,
    status: p.status,
    payload: toJsonText(p.payload) ?? '{}',
    correlationId: event.correlationId,
    idempotencyKey: p.idempotencyKey,
    attempt: 0,
    maxAttempts: p.maxAttempts,
    losses: 0,
    submittedAt: p.submittedAt,
    runAt: p.runAt,
    tags: p.tags,
    externalRef: p.externalRef,
    retry: p.retry,
    timeoutMs: p.timeoutMs,
    deadlineAt: p.deadlineAt,
    after: p.after,
    onParentFailure: p.onParentFailure,
    redrivenFrom: p.redrivenFrom,
    scheduleId: p.scheduleId,
    dedupeKey: p.dedupeKey,
    governance: p.governance,
    foundBy: findKeys({ ...p, purpose: p.governance?.purpose, ruleId: p.governance?.verdict?.ruleId }),
    version: 1,
    position: event.stream.position,
  };
}

function change(before: JobDocument | undefined, event: JobEvent): Partial<JobDocument> {
  switch (event.eventType) {
    case 'job.submitted':
      return {};
    case 'job.queued':
      return { status: event.payload.status, queuedAt: event.occurredAt, runAt: undefined };
    case 'job.started':
      return { status: event.payload.status, attempt: event.payload.attempt, startedAt: event.payload.startedAt, beganAt: before?.beganAt ?? before?.startedAt, workerId: event.payload.workerId, foundBy: found(before, { workerId: event.payload.workerId }) };
    case 'job.retry_scheduled': {
      const { status, attempt, losses, runAt, error, cause } = event.payload;
      const fingerprint = error && errorFingerprint(about(event), error);
      const ended = cause === 'lost' ? 'LOST' : cause === 'timed_out' ? 'TIMED_OUT' : 'FAILED';
      return { status, attempt, losses, runAt, error: toStoredError(error), fingerprint, foundBy: found(before, { fingerprint, ended }, true) };
    }
    case 'job.completed': {
      const { status, attempt, finishedAt, result } = event.payload;
      return { status, attempt, finishedAt, durationMs: durationOf(before, event.payload), result: toJsonText(result), error: undefined, fingerprint: undefined, runAt: undefined, foundBy: found(before, {}, false) };
    }
    case 'job.failed': {
      const { status, attempt, finishedAt, cause, error } = event.payload;
      const lost = cause === 'lost' || cause === 'lost_budget' ? 1 : 0;
      const fingerprint = errorFingerprint(about(event), error);
      const ended = event.payload.deliveryId === undefined ? undefined : lost > 0 ? 'LOST' : cause === 'timed_out' ? 'TIMED_OUT' : 'FAILED';
      const durationMs = durationOf(before, event.payload);
      return { status, attempt, finishedAt, durationMs, error: toStoredError(error), fingerprint, losses: (before?.losses ?? 0) + lost, runAt: undefined, foundBy: found(before, { fingerprint, ended }, false) };
    }
    case 'job.cancel_requested': {
      const { status, requestedAt, by, reason, cause } = event.payload;
      return { status, cancelRequested: { at: requestedAt, by, reason, cause } };
    }
    case 'job.cancelled':
      return { status: event.payload.status, finishedAt: event.payload.finishedAt, durationMs: durationOf(before, event.payload), runAt: undefined, foundBy: found(before, {}, false) };
    case 'job.redriven':
      return { redrivenTo: event.payload.redrivenTo };
    case 'job.held': {
      const { status, verdict } = event.payload;
      return { status, governance: { ...before?.governance, verdict, approval: undefined }, foundBy: foundUnder(before, `rule:${verdict.ruleId}`) };
    }
    case 'job.approved': {
      const { status, by, ruleId, reason } = event.payload;
      return { status, governance: { ...before?.governance, approval: { by, at: event.occurredAt, ruleId, reason } } };
    }
    default:
      return statusOf(event);
  }
}

/** The keys that a job is found by, with what has become known; `failing` while it has been tried in vain and goes on. */
function found(before: JobDocument | undefined, facts: RunFacts, failing?: boolean): readonly string[] | undefined {
  const keys = before?.foundBy ?? [];
  const more = [...runKeys(facts), ...(failing === true ? [FAILING] : [])].filter((key) => !keys.includes(key));
  if (more.length === 0 && (failing !== false || !keys.includes(FAILING))) return before?.foundBy;
  return [...keys, ...more].filter((key) => failing !== false || key !== FAILING);
}

function foundUnder(before: JobDocument | undefined, key: string): readonly string[] {
  const keys = before?.foundBy ?? [];
  return keys.includes(key) ? keys : [...keys, key];
}

/** From the first start to the end; undefined for a job that was never started. */
function durationOf(before: JobDocument | undefined, { startedAt, finishedAt }: { readonly startedAt?: string; readonly finishedAt: string }): number | undefined {
  const beganAt = before?.beganAt ?? before?.startedAt ?? startedAt;
  return beganAt === undefined ? undefined : Math.max(0, Date.parse(finishedAt) - Date.parse(beganAt));
}

function about({ tenantId, payload: { type } }: JobEvent): { tenantId: string; type: string } {
  return { tenantId: tenantId ?? 'default', type };
}

/** A kind of job event that this version does not know yet still says where the job stands. */
function statusOf(event: never): Partial<JobDocument> {
  const { status } = (event as JobEvent).payload;
  return { status };
}

function inFixedOrder(d: JobDocument): JobDocument {
  return {
    _id: d._id,
    tenantId: d.tenantId,
    type: d.type,
    queue: d.queue,
    priority: d.priority,
    status: d.status,
    payload: d.payload,
    correlationId: d.correlationId,
    idempotencyKey: d.idempotencyKey,
    attempt: d.attempt,
    maxAttempts: d.maxAttempts,
    losses: d.losses,
    submittedAt: d.submittedAt,
    queuedAt: d.queuedAt,
    startedAt: d.startedAt,
    beganAt: d.beganAt,
    finishedAt: d.finishedAt,
    durationMs: d.durationMs,
    runAt: d.runAt,
    result: d.result,
    error: d.error,
    workerId: d.workerId,
    fingerprint: d.fingerprint,
    cancelRequested: d.cancelRequested,
    tags: d.tags,
    externalRef: d.externalRef,
    retry: d.retry,
    timeoutMs: d.timeoutMs,
    deadlineAt: d.deadlineAt,
    after: d.after,
    onParentFailure: d.onParentFailure,
    redrivenFrom: d.redrivenFrom,
    redrivenTo: d.redrivenTo,
    scheduleId: d.scheduleId,
    dedupeKey: d.dedupeKey,
    governance: d.governance,
    foundBy: d.foundBy,
    version: d.version,
    position: d.position,
  };
}
