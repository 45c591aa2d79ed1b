import type { JobState } from './job';

/** What a grant takes while its owner holds the job (a slot), or for good (a token). */
export type GrantClaim =
  | { readonly kind: 'slot'; readonly key: string; readonly limit: number }
  | { readonly kind: 'token'; readonly key: string; readonly perSecond: number; readonly burst: number };

/**
 * What stands between a queued job and its grant, as somebody set it: pauses and limits at one version. The store refuses a grant that was
 * decided on an older version than the one in force, and counts the slots and tokens itself, under the lock of the log; so a pause that was
 * answered and a grant can never pass each other unseen, whatever number of gateways decide.
 */
export interface Gates {
  readonly version: number;
  /** The key that holds the job back, such as `queue:default` or `type:report.make`; undefined while nothing does. */
  pausedBy(job: JobState): string | undefined;
  /** Whether this worker is to start nothing more. */
  workerPaused(workerId: string): boolean;
  /** What a grant of the job takes. */
  claimsOf(job: JobState): readonly GrantClaim[];
}

const NO_CLAIMS: readonly GrantClaim[] = Object.freeze([]);

export const OPEN_GATES: Gates = Object.freeze({ version: 0, pausedBy: () => undefined, workerPaused: () => false, claimsOf: () => NO_CLAIMS });
