import type { PolicyVerdict } from '#contracts';
import type { Gates } from './gates';
import type { JobFact, JobOwner, JobState } from './job';
import type { RetryPolicy } from './retry-policy';

/** Everything a decision may use that is not in the command or the state. Nothing in this library reads a clock. */
export interface DecisionContext {
  /** The store's time, RFC 3339 UTC with milliseconds, and the same in epoch milliseconds. */
  readonly now: string;
  readonly nowMs: number;
  /** A number in [0, 1), drawn anew for each call. */
  random(): number;
  /** The engine's tick, as far as the caller knows it. */
  readonly tick: number;
  readonly gates: Gates;
  /** What the policy says to a start of the job; absent where nobody governs. */
  readonly verdictOf?: (job: JobState, nowMs: number) => PolicyVerdict;
  readonly retryPolicy: RetryPolicy;
}

/**
 * What a decision says: the facts to write (none: the row is left alone) and the answer to whoever gave the command.
 * A refusal is an answer with no facts, never an exception.
 */
export interface Decision<O> {
  readonly facts: readonly JobFact[];
  readonly outcome: O;
}

export type DenialReason = 'terminal' | 'retrying' | 'owned' | 'paused' | 'limited' | 'unhandled' | 'cancelled' | 'unknown_job';

export type AskOutcome =
  | { readonly kind: 'granted'; readonly attempt: number }
  /** `returned`: the delivery has a grant it must not use and is to say `attempt.returned`, which frees the job. */
  | { readonly kind: 'denied'; readonly reason: DenialReason; readonly returned: boolean }
  /** Denied, and its message is to be sent again at once: another worker may take it. */
  | { readonly kind: 'passed_on'; readonly reason: DenialReason; readonly queuedVersion: number }
  | { readonly kind: 'revoked'; readonly reason: 'fenced' }
  /** Somebody else owns the job. Whether that owner lives is for the engine to find out. */
  | { readonly kind: 'probe_owner'; readonly owner: JobOwner };

export type ReportOutcome =
  | { readonly kind: 'recorded' }
  /** True already: a duplicate of what the owner said before. */
  | { readonly kind: 'unchanged' }
  /** From a delivery that does not own the job: nothing changes, its handler is to be aborted. */
  | { readonly kind: 'fenced' };

export type HeartbeatOutcome =
  | { readonly kind: 'renewed'; readonly cancelRequested: boolean }
  | { readonly kind: 'fenced' };

export type ReleaseOutcome = { readonly kind: 'released' } | { readonly kind: 'closed' } | { readonly kind: 'not_owner' };

export type LossOutcome = { readonly kind: 'lost' } | { readonly kind: 'not_owner' } | { readonly kind: 'lease_renewed' };

export type DueOutcome = { readonly kind: 'queued' } | { readonly kind: 'not_due'; readonly runAtMs?: number };

export type RunNowOutcome = { readonly kind: 'queued' } | { readonly kind: 'already_queued' } | { readonly kind: 'not_scheduled' } | { readonly kind: 'unknown_job' };

export type CancelOutcome =
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'cancel_requested'; readonly owner: JobOwner }
  | { readonly kind: 'already_requested'; readonly owner?: JobOwner }
  | { readonly kind: 'already_terminal' }
  | { readonly kind: 'already_queued' }
  | { readonly kind: 'not_held' }
  | { readonly kind: 'unknown_job' };

export type ApproveOutcome = { readonly kind: 'approved' } | { readonly kind: 'not_held' } | { readonly kind: 'unknown_job' };

export type ParentsOutcome = { readonly kind: 'queued' } | { readonly kind: 'cancelled' } | { readonly kind: 'still_waiting' } | { readonly kind: 'not_waiting' };

export type DeadlineOutcome = { readonly kind: 'failed' } | { readonly kind: 'cancel_requested'; readonly owner: JobOwner } | { readonly kind: 'not_due'; readonly deadlineAtMs?: number };

export type RedriveOutcome = { readonly kind: 'redriven' } | { readonly kind: 'already_redriven'; readonly redrivenTo: string } | { readonly kind: 'not_failed' } | { readonly kind: 'unknown_job' };

export type ResendOutcome = { readonly kind: 'resend'; readonly queuedVersion: number } | { readonly kind: 'not_needed' };

export type ParkOutcome = { readonly kind: 'failed' } | { readonly kind: 'not_needed' };

export const NO_FACTS: readonly JobFact[] = Object.freeze([]);

export function refuse<O>(outcome: O): Decision<O> {
  return { facts: NO_FACTS, outcome };
}
