import type { ParentOutcome } from '#contracts';
import { refuse } from './decision';
import type { Decision, DecisionContext, ParentsOutcome } from './decision';
import { about, isTerminal } from './job';
import type { JobState } from './job';
import { queuedEvent } from './job.queue';

/** Results that go to a child in its own message, in bytes of JSON; beyond it the rest is left out and marked. */
const RESULTS_BYTES = 128 * 1024;

/**
 * Parents have ended, or may have: a job that waits is queued when all of them have, and cancelled as soon as one has not completed, unless it
 * is to run anyway.
 *
 * @param parents all of its parents as they stand, whatever their state
 */
export function decideParents(state: JobState | undefined, parents: readonly ParentOutcome[], ctx: DecisionContext): Decision<ParentsOutcome> {
  if (!state || state.status !== 'WAITING') return refuse({ kind: 'not_waiting' });
  const fallen = parents.find(({ status }) => status === 'FAILED' || status === 'CANCELLED');
  if (fallen !== undefined && state.onParentFailure !== 'run') {
    const reason = `its parent ${fallen.jobId} is ${fallen.status}`;
    const payload = { ...about(state, state.status, 'CANCELLED'), finishedAt: ctx.now, by: 'flow', reason, cause: 'parent_ended' as const };
    return { facts: [{ type: 'job.cancelled', at: ctx.now, payload }], outcome: { kind: 'cancelled' } };
  }
  if (parents.some(({ status }) => !isTerminal(status))) return refuse({ kind: 'still_waiting' });
  return { facts: [queuedEvent(state, 'parents_ended', ctx, handedOn(parents))], outcome: { kind: 'queued' } };
}

/** The parents with as many results as fit. */
function handedOn(parents: readonly ParentOutcome[]): ParentOutcome[] {
  let bytes = 0;
  return parents.map(({ jobId, status, result }) => {
    if (result === undefined || result === null) return { jobId, status };
    const size = JSON.stringify(result).length;
    if (bytes + size > RESULTS_BYTES) return { jobId, status, truncated: true };
    bytes += size;
    return { jobId, status, result };
  });
}
