import type { JobError } from '#contracts';
import { refuse } from './decision';
import type { Decision, DecisionContext, LossOutcome } from './decision';
import { about, evolve, isTerminal } from './job';
import type { JobEvent, JobOwner, JobState } from './job';
import { endOfStopped } from './job.deadline';
import { queuedEvent } from './job.queue';

export interface DeclareLostCommand {
  readonly deliveryId: string;
  /** For an expired lease: close only when there was no sign of life after this tick. */
  readonly leaseTickAtMost?: number;
  readonly detail: 'worker_gone' | 'lease_expired' | 'attempt_unknown';
}

const LOST: Record<DeclareLostCommand['detail'], JobError> = {
  worker_gone: { code: 'worker_gone', message: 'The worker is gone: its control queue no longer exists.', retryable: true },
  lease_expired: { code: 'lease_expired', message: 'No sign of life from the worker, and no answer when it was asked.', retryable: true },
  attempt_unknown: { code: 'attempt_unknown', message: 'The worker answered that it does not know this attempt.', retryable: true },
};

/** Closes the owner's attempt as lost and queues the job again at once, or ends it when its loss budget is spent. */
export function decideLost(state: JobState | undefined, command: DeclareLostCommand, ctx: DecisionContext): Decision<LossOutcome> {
  if (!state || isTerminal(state.status) || state.owner?.deliveryId !== command.deliveryId) return refuse({ kind: 'not_owner' });
  if (command.leaseTickAtMost !== undefined && state.owner.leaseTick > command.leaseTickAtMost) return refuse({ kind: 'lease_renewed' });
  // A worker that lives and does not know the attempt never began it: nobody is to blame, and nothing has to be charged.
  if (command.detail === 'attempt_unknown' && state.owner.startedAt === undefined) return { facts: releaseOwner(state, ctx), outcome: { kind: 'lost' } };
  return { facts: loseOwner(state, state.owner, ctx, LOST[command.detail]), outcome: { kind: 'lost' } };
}

/** The events of taking the job from an owner that has not started it: queued again, or cancelled if that was asked for. */
export function releaseOwner(state: JobState, ctx: DecisionContext): JobEvent[] {
  return [state.cancelRequested === undefined ? queuedEvent(state, 'returned', ctx) : endOfStopped(state, ctx)];
}

/**
 * The events of losing an owner. A loss is charged whether or not a start was reported: an owner that dies before it says
 * "started" may have started, and a job that kills its workers that fast is the one the budget is for.
 */
export function loseOwner(state: JobState, owner: JobOwner, ctx: DecisionContext, error: JobError): JobEvent[] {
  const started = owner.startedAt !== undefined;
  const attempt = started ? state.attempt : state.attempt + 1;
  const losses = state.losses + 1;
  const { deliveryId, workerId } = owner;
  const startedAt = owner.startedAt ?? owner.grantedAt;
  if (losses > ctx.retryPolicy.lossBudget && !state.cancelRequested) {
    return [
      {
        type: 'job.failed',
        at: ctx.now,
        payload: {
          ...about(state, state.status, 'FAILED'),
          attempt,
          deliveryId,
          workerId,
          startedAt,
          finishedAt: ctx.now,
          durationMs: Math.max(0, ctx.nowMs - Date.parse(startedAt)),
          cause: 'lost_budget',
          error: { ...error, retryable: false },
        },
      },
    ];
  }
  const lost: JobEvent = {
    type: 'job.retry_scheduled',
    at: ctx.now,
    payload: {
      ...about(state, state.status, 'RETRYING'),
      attempt,
      deliveryId,
      workerId,
      startedAt,
      endedAt: ctx.now,
      cause: 'lost',
      error,
      runAt: ctx.now,
      losses,
    },
  };
  const after = evolve(state, lost);
  return [lost, state.cancelRequested ? endOfStopped(after, ctx) : queuedEvent(after, 'lost', ctx)];
}
