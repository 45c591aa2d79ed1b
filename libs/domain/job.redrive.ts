import { refuse } from './decision';
import type { Decision, DecisionContext, RedriveOutcome } from './decision';
import { about } from './job';
import type { JobState } from './job';

export interface RedriveCommand {
  /** The job that is its next life; it exists already. */
  readonly redrivenTo: string;
  readonly by: string;
  readonly reason?: string;
}

/** A failed job has a next life. It stays failed, and says which job that is; there is one next life at most. */
export function decideRedrive(state: JobState | undefined, command: RedriveCommand, ctx: DecisionContext): Decision<RedriveOutcome> {
  if (!state) return refuse({ kind: 'unknown_job' });
  if (state.status !== 'FAILED') return refuse({ kind: 'not_failed' });
  if (state.redrivenTo !== undefined) return refuse({ kind: 'already_redriven', redrivenTo: state.redrivenTo });
  const payload = { ...about(state, 'FAILED', 'FAILED'), previousStatus: 'FAILED' as const, redrivenTo: command.redrivenTo, by: command.by, reason: command.reason };
  return { facts: [{ type: 'job.redriven', at: ctx.now, payload }], outcome: { kind: 'redriven' } };
}
