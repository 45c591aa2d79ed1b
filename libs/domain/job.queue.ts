import type { ParentOutcome } from '#contracts';
import { refuse } from './decision';
import type { Decision, DecisionContext, DueOutcome, ResendOutcome, RunNowOutcome } from './decision';
import { about } from './job';
import type { JobEvent, JobState } from './job';

type QueuedReason = Extract<JobEvent, { type: 'job.queued' }>['payload']['reason'];

/** The event that is also the job's message: it carries all that a worker needs. */
export function queuedEvent(state: JobState, reason: QueuedReason, ctx: Pick<DecisionContext, 'now'>, parents?: readonly ParentOutcome[]): Extract<JobEvent, { type: 'job.queued' }> {
  return {
    type: 'job.queued',
    at: ctx.now,
    payload: {
      ...about(state, state.status, 'QUEUED'),
      priority: state.priority,
      payload: state.payload,
      attempt: state.attempt + 1,
      maxAttempts: state.maxAttempts,
      // The same for every attempt of the job, so that a handler can make its effect happen once.
      idempotencyKey: state.idempotencyKey ?? state.id,
      timeoutMs: state.timeoutMs,
      parents: parents as ParentOutcome[] | undefined,
      reason,
    },
  };
}

/** A job whose time has come goes back to its queue. Early calls are answered with the time to come back at. */
export function decideDue(state: JobState | undefined, ctx: DecisionContext): Decision<DueOutcome> {
  if (!state || (state.status !== 'RETRYING' && state.status !== 'SCHEDULED')) return refuse({ kind: 'not_due' });
  const runAtMs = state.runAt === undefined ? ctx.nowMs : Date.parse(state.runAt);
  if (runAtMs > ctx.nowMs) return refuse({ kind: 'not_due', runAtMs });
  return { facts: [queuedEvent(state, state.status === 'RETRYING' ? 'retry' : 'due', ctx)], outcome: { kind: 'queued' } };
}

/** Somebody does not want to wait for the time: a retry, or a job with a time, is queued at once. */
export function decideRunNow(state: JobState | undefined, by: string, ctx: DecisionContext): Decision<RunNowOutcome> {
  if (!state) return refuse({ kind: 'unknown_job' });
  if (state.status === 'QUEUED' || state.status === 'RUNNING') return refuse({ kind: 'already_queued' });
  if (state.status !== 'RETRYING' && state.status !== 'SCHEDULED') return refuse({ kind: 'not_scheduled' });
  const queued = queuedEvent(state, 'run_now', ctx);
  return { facts: [{ ...queued, payload: { ...queued.payload, by } }], outcome: { kind: 'queued' } };
}

/**
 * A job that waits without an owner although its message was sent long ago: the message may be lost, so it is sent again. No new
 * event: it is the same `job.queued`, and a second delivery of it is denied like any duplicate.
 */
export function decideResend(state: JobState | undefined, notSentSince: string, ctx: DecisionContext): Decision<ResendOutcome> {
  if (!state || state.status !== 'QUEUED' || state.owner || state.withheldOn !== undefined || (state.sentAt ?? state.submittedAt) > notSentSince) {
    return refuse({ kind: 'not_needed' });
  }
  return { facts: [{ type: 'message.resent', at: ctx.now }], outcome: { kind: 'resend', queuedVersion: state.queuedVersion } };
}

/** What held the job back is free, or may be: its message is sent again, and asking decides. */
export function decideUnwithhold(state: JobState | undefined, on: string, ctx: DecisionContext): Decision<ResendOutcome> {
  if (!state || state.status !== 'QUEUED' || state.owner || state.withheldOn !== on) return refuse({ kind: 'not_needed' });
  return { facts: [{ type: 'message.resent', at: ctx.now }], outcome: { kind: 'resend', queuedVersion: state.queuedVersion } };
}
