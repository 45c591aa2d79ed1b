import type { Job, JobStatus, PayloadOf } from '#contracts';

/**
 * A job as the decisions see it.
 *
 * What happens to a job is a list of facts. Logged facts are the events of the contract: they get a version and a position and
 * are there for ever. Ownership facts (a grant, a release, a renewed lease, a re-sent message) change who may run the job now;
 * they are written to the job's row under the same lock and the same compare-and-swap, but tell no history. `evolve` folds
 * both kinds; folding the logged ones alone gives the same job with nobody owning it but a started attempt.
 */
export interface JobState extends Readonly<Job> {
  /** Hash of the canonical request, kept to tell a repeated request from another one under the same key. */
  readonly requestHash?: string;
  /** Attempts that failed or timed out; compared with `maxAttempts`. Losses are compared with the loss budget. */
  readonly failures: number;
  readonly owner?: JobOwner;
  /** Deliveries that have owned this job and never may again, oldest first. */
  readonly closedDeliveries: readonly string[];
  /** Version of the last `job.queued`: the message that is sent again when it seems to have been lost. */
  readonly queuedVersion: number;
  /** When the job's message was last sent, and how often it was sent again. */
  readonly sentAt?: string;
  readonly resends: number;
  /** W3C trace context that everything about the job belongs to, if whoever submitted it had one. */
  readonly traceparent?: string;
  /** What holds the job back although it is QUEUED, such as `queue:default`: its message is acked, and is sent again when that is free. */
  readonly withheldOn?: string;
}

/** The one delivery that may run the job. `startedAt` is absent until the owner has reported that it runs. */
export interface JobOwner {
  readonly deliveryId: string;
  readonly workerId: string;
  readonly grantedAt: string;
  readonly startedAt?: string;
  /** Keys of the slots it takes; freed with the ownership. */
  readonly slots?: readonly string[];
  /** Engine tick at the last sign of life; see the engine's leases. */
  readonly leaseTick: number;
}

export type JobEventType =
  | 'job.submitted'
  | 'job.queued'
  | 'job.started'
  | 'job.retry_scheduled'
  | 'job.completed'
  | 'job.failed'
  | 'job.cancel_requested'
  | 'job.cancelled'
  | 'job.redriven'
  | 'job.held'
  | 'job.approved';

/** A logged fact: `at` becomes the envelope's `occurredAt`. */
export type JobEvent = { [T in JobEventType]: { readonly type: T; readonly at: string; readonly payload: PayloadOf[T] } }[JobEventType];

/** A fact about who may run the job now. */
export type OwnershipFact =
  | { readonly type: 'owner.granted'; readonly deliveryId: string; readonly workerId: string; readonly at: string; readonly tick: number; readonly slots?: readonly string[] }
  | { readonly type: 'owner.renewed'; readonly tick: number }
  | { readonly type: 'owner.released' }
  | { readonly type: 'message.withheld'; readonly on: string }
  | { readonly type: 'message.resent'; readonly at: string };

export type JobFact = JobEvent | OwnershipFact;

/** What the envelope knows of a new job besides the payload of `job.submitted`. */
export interface JobOrigin {
  readonly tenantId: string;
  readonly correlationId: string;
  readonly requestHash?: string;
  readonly traceparent?: string;
}

/** What every job event says about its job. */
export function about<S extends JobStatus>(state: Pick<JobState, 'id' | 'type' | 'queue'>, previousStatus: JobStatus, status: S) {
  return { jobId: state.id, previousStatus, status, type: state.type, queue: state.queue };
}

const TERMINAL: ReadonlySet<JobStatus> = new Set(['COMPLETED', 'FAILED', 'CANCELLED']);

export function isTerminal(status: JobStatus): boolean {
  return TERMINAL.has(status);
}

export function isJobEvent(fact: JobFact): fact is JobEvent {
  return fact.type.charCodeAt(0) === 106; // 'j': job.*, against owner.* and message.*
}

/**
 * Closed deliveries that are remembered. A delivery lives as long as its message is with a worker, so one this far back cannot
 * be asked for any more; without a bound a worker that takes and returns a job for ever would grow its row for ever.
 */
const CLOSED_DELIVERIES_KEPT = 200;

/** The state after the first event of a job. */
export function begin(origin: JobOrigin, event: Extract<JobEvent, { type: 'job.submitted' }>): JobState {
  const p = event.payload;
  return {
    id: p.jobId,
    tenantId: origin.tenantId,
    type: p.type,
    queue: p.queue,
    priority: p.priority,
    payload: p.payload,
    correlationId: origin.correlationId,
    idempotencyKey: p.idempotencyKey,
    requestHash: origin.requestHash,
    maxAttempts: p.maxAttempts,
    status: p.status,
    version: 1,
    attempt: 0,
    failures: 0,
    losses: 0,
    submittedAt: p.submittedAt,
    queuedAt: undefined,
    startedAt: undefined,
    finishedAt: undefined,
    runAt: p.runAt,
    result: undefined,
    error: undefined,
    cancelRequested: undefined,
    tags: p.tags,
    externalRef: p.externalRef,
    retry: p.retry,
    timeoutMs: p.timeoutMs,
    deadlineAt: p.deadlineAt,
    after: p.after,
    onParentFailure: p.onParentFailure,
    redrivenFrom: p.redrivenFrom,
    redrivenTo: undefined,
    scheduleId: p.scheduleId,
    dedupeKey: p.dedupeKey,
    governance: p.governance,
    owner: undefined,
    closedDeliveries: [],
    queuedVersion: 0,
    sentAt: undefined,
    resends: 0,
    traceparent: origin.traceparent,
    withheldOn: undefined,
  };
}

/** Folds one fact into the state. Total over every fact: what `decide` allows, `evolve` never refuses. */
export function evolve(state: JobState, fact: JobFact): JobState {
  switch (fact.type) {
    case 'job.submitted':
      return state; // the first event is folded by begin()
    case 'job.queued':
      return {
        ...closed(state),
        status: fact.payload.status,
        version: state.version + 1,
        queuedAt: fact.at,
        runAt: undefined,
        queuedVersion: state.version + 1,
        sentAt: fact.at,
        resends: 0,
        withheldOn: undefined,
      };
    case 'job.started':
      return {
        ...state,
        status: fact.payload.status,
        version: state.version + 1,
        attempt: fact.payload.attempt,
        startedAt: fact.payload.startedAt,
        owner: {
          deliveryId: fact.payload.deliveryId,
          workerId: fact.payload.workerId,
          grantedAt: state.owner?.grantedAt ?? fact.payload.startedAt,
          startedAt: fact.payload.startedAt,
          slots: state.owner?.slots,
          leaseTick: state.owner?.leaseTick ?? 0,
        },
      };
    case 'job.retry_scheduled': {
      const lost = fact.payload.cause === 'lost';
      return {
        ...closed(state, fact.payload.deliveryId),
        status: fact.payload.status,
        version: state.version + 1,
        attempt: fact.payload.attempt,
        failures: state.failures + (lost ? 0 : 1),
        losses: fact.payload.losses,
        runAt: fact.payload.runAt,
        error: fact.payload.error,
      };
    }
    case 'job.completed':
      return { ...finished(state, fact.payload), attempt: fact.payload.attempt, result: fact.payload.result, error: undefined };
    case 'job.failed': {
      const { cause } = fact.payload;
      return {
        ...finished(state, fact.payload),
        attempt: fact.payload.attempt,
        failures: state.failures + (cause === 'failed' || cause === 'timed_out' ? 1 : 0),
        losses: state.losses + (cause === 'lost' || cause === 'lost_budget' ? 1 : 0),
        error: fact.payload.error,
      };
    }
    case 'job.cancel_requested':
      return {
        ...state,
        status: fact.payload.status,
        version: state.version + 1,
        cancelRequested: { at: fact.payload.requestedAt, by: fact.payload.by, reason: fact.payload.reason, cause: fact.payload.cause },
      };
    case 'job.cancelled':
      return finished(state, fact.payload);
    case 'job.redriven':
      return { ...state, version: state.version + 1, redrivenTo: fact.payload.redrivenTo };
    case 'job.held':
      return { ...state, status: fact.payload.status, version: state.version + 1, withheldOn: undefined, governance: { ...state.governance, verdict: fact.payload.verdict, approval: undefined } };
    case 'job.approved': {
      const { status, by, ruleId, reason } = fact.payload;
      return { ...state, status, version: state.version + 1, governance: { ...state.governance, approval: { by, at: fact.at, ruleId, reason } } };
    }
    case 'owner.granted':
      return {
        ...state,
        owner: { deliveryId: fact.deliveryId, workerId: fact.workerId, grantedAt: fact.at, startedAt: undefined, slots: fact.slots, leaseTick: fact.tick },
        withheldOn: undefined,
      };
    case 'owner.renewed':
      return state.owner ? { ...state, owner: { ...state.owner, leaseTick: fact.tick } } : state;
    case 'owner.released':
      return closed(state);
    case 'message.withheld':
      return { ...state, withheldOn: fact.on };
    case 'message.resent':
      return { ...state, sentAt: fact.at, resends: state.resends + 1, withheldOn: undefined };
  }
}

function closed(state: JobState, deliveryId: string | undefined = state.owner?.deliveryId): JobState {
  if (deliveryId === undefined || state.closedDeliveries.includes(deliveryId)) {
    return state.owner ? { ...state, owner: undefined } : state;
  }
  return { ...state, owner: undefined, closedDeliveries: [...state.closedDeliveries, deliveryId].slice(-CLOSED_DELIVERIES_KEPT) };
}

function finished(state: JobState, p: { status: JobStatus; finishedAt: string; deliveryId?: string }): JobState {
  return {
    ...closed(state, p.deliveryId ?? state.owner?.deliveryId),
    status: p.status,
    version: state.version + 1,
    finishedAt: p.finishedAt,
    runAt: undefined,
    withheldOn: undefined,
  };
}
