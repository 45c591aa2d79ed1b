import type { Job } from '#contracts';
import { begin, evolve } from './job';
import type { JobEvent, JobOrigin, JobState } from './job';

/*
 * A job as it was: its logged events, folded up to some version. Ownership facts are not in the log, and nothing that clients see of a job comes from
 * them; so the fold of all events is the job as it is.
 */

/** The next state of a job that is read from its history; undefined for a history that does not begin at its beginning. */
export function foldHistory(state: JobState | undefined, event: JobEvent, origin: JobOrigin): JobState | undefined {
  if (state !== undefined) return evolve(state, event);
  return event.type === 'job.submitted' ? begin(origin, event) : undefined;
}

/** What the contract's Job has, and nothing else; what is not there is left out. */
export function jobOf(state: JobState): Job {
  const { requestHash: _hash, failures: _failures, owner: _owner, closedDeliveries: _closed, queuedVersion: _queuedVersion, sentAt: _sentAt, resends: _resends, withheldOn: _withheldOn, ...job } = state;
  return Object.fromEntries(Object.entries(job).filter(([, value]) => value !== undefined && value !== null)) as unknown as Job;
}
