import type { JobError } from '#contracts';
import { refuse } from './decision';
import type { Decision, DecisionContext, HeartbeatOutcome, ReleaseOutcome, ReportOutcome } from './decision';
import { about, isTerminal } from './job';
import type { JobEvent, JobOwner, JobState } from './job';
import { endOfStopped } from './job.deadline';
import { loseOwner, releaseOwner } from './job.loss';
import { ownRetryPolicy, retryDelayMs } from './retry-policy';

/**
 * What workers report about their attempts. A report is a claim: it counts when it comes from the delivery that owns the job,
 * and changes nothing when it comes from any other. Reports never give ownership.
 */
export interface StartedReport {
  readonly deliveryId: string;
  readonly startedAt: string;
}
export interface SucceededReport extends StartedReport {
  readonly endedAt: string;
  readonly durationMs: number;
  readonly result?: unknown;
}
export interface FailedReport extends StartedReport {
  readonly endedAt: string;
  readonly durationMs: number;
  readonly error: JobError;
  readonly cause: 'failed' | 'timed_out' | 'aborted';
  readonly retryAfterMs?: number;
}

const FENCED: Decision<{ kind: 'fenced' }> = refuse({ kind: 'fenced' });
const RECORDED: ReportOutcome = { kind: 'recorded' };

function ownerIf(state: JobState | undefined, deliveryId: string): JobOwner | undefined {
  if (!state || isTerminal(state.status)) return undefined;
  return state.owner?.deliveryId === deliveryId ? state.owner : undefined;
}

/** The `job.started` that a report of the end brings along when the attempt was too short to report its start. */
function startedEvent(state: JobState, owner: JobOwner, startedAt: string): Extract<JobEvent, { type: 'job.started' }> {
  return {
    type: 'job.started',
    at: startedAt,
    payload: {
      ...about(state, state.status, 'RUNNING'),
      attempt: state.attempt + 1,
      deliveryId: owner.deliveryId,
      workerId: owner.workerId,
      startedAt,
      waitedMs: state.queuedAt === undefined ? undefined : Math.max(0, Date.parse(startedAt) - Date.parse(state.queuedAt)),
    },
  };
}

export function decideStarted(state: JobState | undefined, report: StartedReport): Decision<ReportOutcome> {
  const owner = ownerIf(state, report.deliveryId);
  if (!state || !owner) return FENCED;
  if (owner.startedAt !== undefined) return refuse({ kind: 'unchanged' });
  return { facts: [startedEvent(state, owner, report.startedAt)], outcome: RECORDED };
}

export function decideSucceeded(state: JobState | undefined, report: SucceededReport, ctx: DecisionContext): Decision<ReportOutcome> {
  const owner = ownerIf(state, report.deliveryId);
  if (!state || !owner) return FENCED;
  const facts: JobEvent[] = [];
  if (owner.startedAt === undefined) facts.push(startedEvent(state, owner, report.startedAt));
  facts.push({
    type: 'job.completed',
    at: ctx.now,
    payload: {
      ...about(state, 'RUNNING', 'COMPLETED'),
      attempt: owner.startedAt === undefined ? state.attempt + 1 : state.attempt,
      deliveryId: owner.deliveryId,
      workerId: owner.workerId,
      startedAt: owner.startedAt ?? report.startedAt,
      finishedAt: report.endedAt,
      durationMs: report.durationMs,
      result: report.result,
    },
  });
  return { facts, outcome: RECORDED };
}

export function decideFailed(state: JobState | undefined, report: FailedReport, ctx: DecisionContext): Decision<ReportOutcome> {
  const owner = ownerIf(state, report.deliveryId);
  if (!state || !owner) return FENCED;
  const facts: JobEvent[] = [];
  if (owner.startedAt === undefined) facts.push(startedEvent(state, owner, report.startedAt));
  const startedAt = owner.startedAt ?? report.startedAt;
  const attempt = owner.startedAt === undefined ? state.attempt + 1 : state.attempt;
  const { deliveryId, workerId } = owner;

  if (state.cancelRequested) {
    facts.push(endOfStopped({ ...state, status: 'RUNNING' }, ctx, { attempt, deliveryId, startedAt, finishedAt: report.endedAt }));
    return { facts, outcome: RECORDED };
  }
  if (report.cause === 'aborted') {
    // The worker stopped its own handler, for example because it is shutting down: not the job's failure, but not free either.
    const running = { ...state, status: 'RUNNING' as const, attempt, owner: { ...owner, startedAt } };
    return { facts: [...facts, ...loseOwner(running, running.owner, ctx, report.error)], outcome: RECORDED };
  }
  const failures = state.failures + 1;
  if (failures >= state.maxAttempts || report.error.retryable === false || state.retry?.nonRetryableCodes?.includes(report.error.code)) {
    facts.push({
      type: 'job.failed',
      at: ctx.now,
      payload: {
        ...about(state, 'RUNNING', 'FAILED'),
        attempt,
        deliveryId,
        workerId,
        startedAt,
        finishedAt: report.endedAt,
        durationMs: report.durationMs,
        cause: report.cause,
        error: report.error,
      },
    });
    return { facts, outcome: RECORDED };
  }
  const delayMs = retryDelayMs(ownRetryPolicy(ctx.retryPolicy, state.retry), failures, ctx.random(), report.retryAfterMs);
  facts.push({
    type: 'job.retry_scheduled',
    at: ctx.now,
    payload: {
      ...about(state, 'RUNNING', 'RETRYING'),
      attempt,
      deliveryId,
      workerId,
      startedAt,
      endedAt: report.endedAt,
      cause: report.cause,
      error: report.error,
      runAt: new Date(ctx.nowMs + delayMs).toISOString(),
      losses: state.losses,
    },
  });
  return { facts, outcome: RECORDED };
}

/** A sign of life of one attempt: renews its lease. */
export function decideHeartbeat(state: JobState | undefined, deliveryId: string, ctx: DecisionContext): Decision<HeartbeatOutcome> {
  const owner = ownerIf(state, deliveryId);
  if (!state || !owner) return FENCED;
  const outcome: HeartbeatOutcome = { kind: 'renewed', cancelRequested: state.cancelRequested !== undefined };
  // Within one tick a second renewal says nothing new, and the row is not written for it.
  return owner.leaseTick >= ctx.tick ? { facts: [], outcome } : { facts: [{ type: 'owner.renewed', tick: ctx.tick }], outcome };
}

/**
 * The owner hands the job back. What it has not started is free of charge; what it has started is closed as lost, since its
 * effect may have happened. Also the answer to a grant that came back from the broker unrouted.
 */
export function decideReturned(state: JobState | undefined, deliveryId: string, ctx: DecisionContext): Decision<ReleaseOutcome> {
  const owner = ownerIf(state, deliveryId);
  if (!state || !owner) return refuse({ kind: 'not_owner' });
  if (owner.startedAt !== undefined) {
    return { facts: loseOwner(state, owner, ctx, HANDED_BACK), outcome: { kind: 'closed' } };
  }
  return { facts: releaseOwner(state, ctx), outcome: { kind: 'released' } };
}

const HANDED_BACK: JobError = { code: 'handed_back', message: 'The worker handed a started attempt back.', retryable: true };
