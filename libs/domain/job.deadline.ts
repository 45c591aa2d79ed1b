import type { JobError } from '#contracts';
import { refuse } from './decision';
import type { DeadlineOutcome, Decision, DecisionContext } from './decision';
import { about, isTerminal } from './job';
import type { JobEvent, JobState } from './job';

export const DEADLINE: JobError = { code: 'deadline_exceeded', message: 'The job had not ended by its deadline.', retryable: false };

/**
 * The job's deadline has come. Without an owner it has failed at once. With one it is asked to stop, like a cancelled job, and has failed when the
 * owner reports, hands it back or is lost; an attempt that still succeeds has completed.
 */
export function decideDeadline(state: JobState | undefined, ctx: DecisionContext): Decision<DeadlineOutcome> {
  if (!state || isTerminal(state.status) || state.deadlineAt === undefined || state.cancelRequested) return refuse({ kind: 'not_due' });
  const deadlineAtMs = Date.parse(state.deadlineAt);
  if (deadlineAtMs > ctx.nowMs) return refuse({ kind: 'not_due', deadlineAtMs });
  if (!state.owner) return { facts: [failedByDeadline(state, ctx)], outcome: { kind: 'failed' } };
  const payload = { ...about(state, state.status, state.status), requestedAt: ctx.now, by: 'deadline', cause: 'deadline' as const };
  return { facts: [{ type: 'job.cancel_requested', at: ctx.now, payload }], outcome: { kind: 'cancel_requested', owner: state.owner } };
}

/** What ends a job that was asked to stop: cancelled, or failed when it was its deadline that asked. */
export function endOfStopped(state: JobState, ctx: DecisionContext, attempt?: { readonly attempt: number; readonly deliveryId: string; readonly startedAt: string; readonly finishedAt: string }): JobEvent {
  const requested = state.cancelRequested;
  if (requested?.cause === 'deadline') return failedByDeadline(state, ctx, attempt);
  const payload = { ...about(state, state.status, 'CANCELLED'), ...attempt, finishedAt: attempt?.finishedAt ?? ctx.now, by: requested?.by, reason: requested?.reason, cause: requested?.cause };
  return { type: 'job.cancelled', at: ctx.now, payload };
}

function failedByDeadline(state: JobState, ctx: DecisionContext, attempt?: { readonly attempt: number; readonly deliveryId: string; readonly startedAt: string; readonly finishedAt: string }): JobEvent {
  const ran =
    attempt === undefined
      ? { attempt: state.attempt, finishedAt: ctx.now }
      : { ...attempt, workerId: state.owner?.workerId, durationMs: Math.max(0, Date.parse(attempt.finishedAt) - Date.parse(attempt.startedAt)) };
  return { type: 'job.failed', at: ctx.now, payload: { ...about(state, state.status, 'FAILED'), ...ran, cause: 'deadline', error: DEADLINE } };
}
