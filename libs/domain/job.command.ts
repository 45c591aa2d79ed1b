import type { JobPriority } from '#contracts';
import { refuse } from './decision';
import type { CancelOutcome, Decision, DecisionContext, ParkOutcome } from './decision';
import { about, begin, evolve, isTerminal } from './job';
import type { JobEvent, JobOrigin, JobState } from './job';
import { queuedEvent } from './job.queue';

/** What clients command. */
export interface SubmitCommand extends JobOrigin {
  readonly jobId: string;
  readonly type: string;
  readonly queue: string;
  readonly priority: JobPriority;
  readonly payload: Record<string, unknown>;
  readonly idempotencyKey?: string;
  readonly maxAttempts?: number;
}

export interface CancelCommand {
  readonly by: string;
  readonly reason?: string;
}

/** A new job and its first two events: submitted, and queued at once. */
export function decideSubmit(command: SubmitCommand, ctx: DecisionContext): { readonly initial: JobState; readonly state: JobState; readonly events: readonly [JobEvent, JobEvent] } {
  const submitted: Extract<JobEvent, { type: 'job.submitted' }> = {
    type: 'job.submitted',
    at: ctx.now,
    payload: {
      jobId: command.jobId,
      previousStatus: null,
      status: 'QUEUED',
      type: command.type,
      queue: command.queue,
      priority: command.priority,
      payload: command.payload,
      maxAttempts: command.maxAttempts ?? ctx.retryPolicy.maxAttempts,
      idempotencyKey: command.idempotencyKey,
      submittedAt: ctx.now,
    },
  };
  const initial = begin(command, submitted);
  const queued = queuedEvent(initial, 'submitted', ctx);
  return { initial, state: evolve(initial, queued), events: [submitted, queued] };
}

/**
 * Cancel. Without an owner the job is cancelled at once and for good: every start needs a grant, and there will be none. With an
 * owner it is asked for, and the job is cancelled when the owner reports its end, hands it back or is lost; an attempt that
 * still succeeds has completed, since its effect has happened.
 */
export function decideCancel(state: JobState | undefined, command: CancelCommand, ctx: DecisionContext): Decision<CancelOutcome> {
  if (!state) return refuse({ kind: 'unknown_job' });
  if (isTerminal(state.status)) return refuse({ kind: 'already_terminal' });
  if (state.cancelRequested) return refuse({ kind: 'already_requested', owner: state.owner });
  const requested: JobEvent = {
    type: 'job.cancel_requested',
    at: ctx.now,
    payload: { ...about(state, state.status, state.status), requestedAt: ctx.now, by: command.by, reason: command.reason },
  };
  if (state.owner) return { facts: [requested], outcome: { kind: 'cancel_requested', owner: state.owner } };
  const cancelled: JobEvent = {
    type: 'job.cancelled',
    at: ctx.now,
    payload: { ...about(state, state.status, 'CANCELLED'), finishedAt: ctx.now, by: command.by, reason: command.reason },
  };
  return { facts: [requested, cancelled], outcome: { kind: 'cancelled' } };
}

/** No worker could make sense of the job's message. Sending it again would only park it again, so the job has failed. */
export function decideParked(state: JobState | undefined, reason: string, ctx: DecisionContext): Decision<ParkOutcome> {
  if (!state || state.status !== 'QUEUED' || state.owner) return refuse({ kind: 'not_needed' });
  return {
    facts: [
      {
        type: 'job.failed',
        at: ctx.now,
        payload: {
          ...about(state, state.status, 'FAILED'),
          attempt: state.attempt,
          finishedAt: ctx.now,
          cause: 'parked',
          error: { code: 'message_parked', message: reason.slice(0, 2_000), retryable: false },
        },
      },
    ],
    outcome: { kind: 'failed' },
  };
}
