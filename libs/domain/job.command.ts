import type { CancelRequested, Job, JobPriority } from '#contracts';
import { refuse } from './decision';
import type { CancelOutcome, Decision, DecisionContext, ParkOutcome } from './decision';
import { about, begin, evolve, isTerminal } from './job';
import type { JobEvent, JobOrigin, JobState } from './job';
import { queuedEvent } from './job.queue';

/** What clients command. */
export interface SubmitCommand extends JobOrigin, JobOptions {
  readonly jobId: string;
  readonly type: string;
  readonly queue: string;
  readonly priority: JobPriority;
  readonly payload: Record<string, unknown>;
  readonly idempotencyKey?: string;
  readonly maxAttempts?: number;
  /** When it is to be queued; at once when absent or past. */
  readonly runAt?: string;
  /** What stands for it if another with the same key was submitted a moment ago; the store decides. */
  readonly dedupe?: DedupeClaim;
  /** What its submitter showed in place of a credential; the store sees to it that it is used once. */
  readonly ticket?: TicketClaim;
  /** The principal who asks; history keeps it, decisions do not look at it. */
  readonly submittedBy?: string;
}

/** The part of a submission that goes into the job as it is. */
export type JobOptions = Pick<Job, 'tags' | 'externalRef' | 'retry' | 'timeoutMs' | 'deadlineAt' | 'after' | 'onParentFailure' | 'redrivenFrom' | 'scheduleId' | 'governance'>;

export interface DedupeClaim {
  readonly key: string;
  /** Until when the job stands for later submissions with the key. */
  readonly until: string;
  /** The job that holds the key and that this one takes the place of. */
  readonly replaces?: string;
}

/** A ticket to be used up with the submission. */
export interface TicketClaim {
  /** Its id: nobody submits with it again before its end. */
  readonly nonce: string;
  readonly expiresAt: string;
}

export interface CancelCommand {
  readonly by: string;
  readonly reason?: string;
  readonly cause?: CancelRequested['cause'];
  /** Only while it has not been queued: what runs, or may any moment, is left alone. */
  readonly onlyBeforeQueued?: boolean;
  /** Only while it waits for an approval. */
  readonly onlyHeld?: boolean;
}

/** A new job: submitted, and queued at once unless it waits for its time or for its parents. */
export function decideSubmit(command: SubmitCommand, ctx: DecisionContext): { readonly initial: JobState; readonly state: JobState; readonly events: readonly [JobEvent, ...JobEvent[]] } {
  const { tags, externalRef, retry, timeoutMs, deadlineAt, after, onParentFailure, redrivenFrom, scheduleId, governance } = command;
  const waits = after !== undefined && after.length > 0;
  const runAt = !waits && command.runAt !== undefined && Date.parse(command.runAt) > ctx.nowMs ? command.runAt : undefined;
  const submitted: Extract<JobEvent, { type: 'job.submitted' }> = {
    type: 'job.submitted',
    at: ctx.now,
    payload: {
      jobId: command.jobId,
      previousStatus: null,
      status: governance?.verdict?.result === 'hold' ? 'HELD' : waits ? 'WAITING' : runAt === undefined ? 'QUEUED' : 'SCHEDULED',
      type: command.type,
      queue: command.queue,
      priority: command.priority,
      payload: command.payload,
      maxAttempts: command.maxAttempts ?? ctx.retryPolicy.maxAttempts,
      idempotencyKey: command.idempotencyKey,
      submittedAt: ctx.now,
      runAt,
      tags,
      externalRef,
      retry,
      timeoutMs,
      deadlineAt,
      after,
      onParentFailure,
      redrivenFrom,
      scheduleId,
      dedupeKey: command.dedupe?.key,
      submittedBy: command.submittedBy,
      governance,
    },
  };
  const initial = begin(command, submitted);
  if (initial.status !== 'QUEUED') return { initial, state: initial, events: [submitted] };
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
  if (command.onlyHeld === true && state.status !== 'HELD') return refuse({ kind: 'not_held' });
  if (command.onlyBeforeQueued === true && state.status !== 'SCHEDULED' && state.status !== 'WAITING') return refuse({ kind: 'already_queued' });
  const requested: JobEvent = {
    type: 'job.cancel_requested',
    at: ctx.now,
    payload: { ...about(state, state.status, state.status), requestedAt: ctx.now, by: command.by, reason: command.reason, cause: command.cause },
  };
  if (state.owner) return { facts: [requested], outcome: { kind: 'cancel_requested', owner: state.owner } };
  const cancelled: JobEvent = {
    type: 'job.cancelled',
    at: ctx.now,
    payload: { ...about(state, state.status, 'CANCELLED'), finishedAt: ctx.now, by: command.by, reason: command.reason, cause: command.cause },
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
