import { refuse } from './decision';
import type { AskOutcome, Decision, DecisionContext, DenialReason } from './decision';
import { isTerminal } from './job';
import { isApproved, stoppedByPolicy } from './job.governance';
import type { JobState } from './job';

export interface AskCommand {
  readonly deliveryId: string;
  readonly workerId: string;
  /** The worker has no handler for the job's type. */
  readonly unhandled?: boolean;
  /** The store has just refused the grant: this key of the job's claims was taken up. */
  readonly takenUp?: string;
}

/**
 * May this delivery run the job? The only place where a job gets an owner.
 *
 * A repeated ask of the owner decides anew as long as nothing has started: a grant that was under way when the job was
 * cancelled or its queue paused is taken back here (the worker holds a grant for 2 s from sending the ask, then asks again).
 * An ask for a job that somebody else owns proves nothing about that owner, a broker restart redelivers every running job;
 * so the answer is "find out", never "it must be dead".
 */
export function decideAsk(state: JobState | undefined, ask: AskCommand, ctx: DecisionContext): Decision<AskOutcome> {
  if (!state) return denied('unknown_job');
  if (isTerminal(state.status)) return denied(state.status === 'CANCELLED' ? 'cancelled' : 'terminal');
  if (state.closedDeliveries.includes(ask.deliveryId)) return refuse({ kind: 'revoked', reason: 'fenced' });
  const { owner } = state;
  if (owner?.deliveryId === ask.deliveryId) return askAgain(state, ctx);
  if (state.status !== 'QUEUED' && state.status !== 'RUNNING') return denied('retrying');
  if (owner) return refuse({ kind: 'probe_owner', owner });
  if (state.cancelRequested) return denied('cancelled');
  if (ask.unhandled === true) return withheld(state, `handler:${state.type}`, 'unhandled');
  const pausedBy = ctx.gates.pausedBy(state);
  if (pausedBy !== undefined) return withheld(state, pausedBy, 'paused');
  const verdict = ctx.verdictOf?.(state, ctx.nowMs);
  if (verdict !== undefined && verdict.result !== 'allow' && !isApproved(state, verdict)) return stoppedByPolicy(state, verdict, ctx);
  if (ask.takenUp !== undefined) return withheld(state, ask.takenUp, 'limited');
  if (ctx.gates.workerPaused(ask.workerId)) {
    return { facts: [{ type: 'message.resent', at: ctx.now }], outcome: { kind: 'passed_on', reason: 'paused', queuedVersion: state.queuedVersion } };
  }
  const slots = ctx.gates.claimsOf(state).flatMap((claim) => (claim.kind === 'slot' ? claim.key : []));
  return {
    facts: [{ type: 'owner.granted', deliveryId: ask.deliveryId, workerId: ask.workerId, at: ctx.now, tick: ctx.tick, slots: slots.length === 0 ? undefined : slots }],
    outcome: { kind: 'granted', attempt: state.attempt + 1 },
  };
}

/** Denied for now: the delivery is acked, and the job's message is sent again when what holds it back is free. */
function withheld(state: JobState, on: string, reason: DenialReason): Decision<AskOutcome> {
  return { facts: state.withheldOn === on ? [] : [{ type: 'message.withheld', on }], outcome: { kind: 'denied', reason, returned: false } };
}

function askAgain(state: JobState, ctx: DecisionContext): Decision<AskOutcome> {
  const started = state.owner?.startedAt !== undefined;
  if (state.cancelRequested) return denied('cancelled', true);
  if (started) return refuse({ kind: 'granted', attempt: state.attempt });
  if (ctx.gates.pausedBy(state) !== undefined || ctx.gates.workerPaused(state.owner?.workerId ?? '')) return denied('paused', true);
  const verdict = ctx.verdictOf?.(state, ctx.nowMs);
  // Taken back; when it asks the next time, the rule says what becomes of the job.
  if (verdict !== undefined && verdict.result !== 'allow' && !isApproved(state, verdict)) return denied('paused', true);
  // Written, so that it counts on the pauses in force like the first grant: a gateway that was stopped for a while knows only old ones.
  return { facts: [{ type: 'owner.renewed', tick: ctx.tick }], outcome: { kind: 'granted', attempt: state.attempt + 1 } };
}

function denied(reason: Extract<AskOutcome, { kind: 'denied' }>['reason'], returned = false): Decision<AskOutcome> {
  return refuse({ kind: 'denied', reason, returned });
}
