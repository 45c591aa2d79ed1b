import type { JobError, PolicyVerdict } from '#contracts';
import { refuse } from './decision';
import type { ApproveOutcome, AskOutcome, Decision, DecisionContext } from './decision';
import { about, evolve } from './job';
import type { JobEvent, JobState } from './job';
import { queuedEvent } from './job.queue';

/** Somebody lets a held job go on. */
export interface ApproveCommand {
  readonly by: string;
  readonly reason?: string;
}

/**
 * A held job goes on to where it would be had nobody held it: to its parents, to its time, or to its queue. The approval is of the rule that held it; another rule
 * that comes to concern it holds it again.
 */
export function decideApprove(state: JobState | undefined, { by, reason }: ApproveCommand, ctx: DecisionContext): Decision<ApproveOutcome> {
  if (!state) return refuse({ kind: 'unknown_job' });
  if (state.status !== 'HELD') return refuse({ kind: 'not_held' });
  const { after, runAt, queuedVersion } = state;
  // One that was queued before has its parents and its time behind it.
  const waits = queuedVersion === 0 && after !== undefined && after.length > 0;
  const scheduled = !waits && runAt !== undefined && Date.parse(runAt) > ctx.nowMs;
  const status = waits ? 'WAITING' : scheduled ? 'SCHEDULED' : 'HELD';
  const approved: JobEvent = {
    type: 'job.approved',
    at: ctx.now,
    payload: { ...about(state, 'HELD', status), by, reason, ruleId: ruleOf(state), ...(scheduled && { runAt }), ...(waits && { after }) },
  };
  if (status !== 'HELD') return { facts: [approved], outcome: { kind: 'approved' } };
  return { facts: [approved, queuedEvent(evolve(state, approved), 'approved', ctx)], outcome: { kind: 'approved' } };
}

/** Whether a rule that holds jobs has been answered for this one. */
export function isApproved(state: JobState, { result, ruleId }: PolicyVerdict): boolean {
  return result === 'hold' && state.governance?.approval?.ruleId === ruleId;
}

/** A rule stands between a queued job and its start: it is held, or has failed. */
export function stoppedByPolicy(state: JobState, verdict: PolicyVerdict, ctx: DecisionContext): Decision<AskOutcome> {
  if (verdict.result === 'hold') {
    return { facts: [{ type: 'job.held', at: ctx.now, payload: { ...about(state, state.status, 'HELD'), verdict } }], outcome: { kind: 'denied', reason: 'paused', returned: false } };
  }
  const failed: JobEvent = { type: 'job.failed', at: ctx.now, payload: { ...about(state, state.status, 'FAILED'), attempt: state.attempt, finishedAt: ctx.now, cause: 'policy', error: policyError(verdict) } };
  return { facts: [failed], outcome: { kind: 'denied', reason: 'terminal', returned: false } };
}

function policyError({ ruleId, packHash, reason }: PolicyVerdict): JobError {
  return { code: 'policy_denied', message: `The rule ${ruleId} refuses it${reason === undefined ? '' : `: ${reason}`}.`, retryable: false, details: { ruleId, packHash } };
}

function ruleOf(state: JobState): string {
  return state.governance?.verdict?.ruleId ?? 'default';
}
