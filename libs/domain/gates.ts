import type { JobState } from './job';

/** What stands between a queued job and its grant. Pauses, limits and switches plug in here; today every gate is open. */
export type GateVerdict = 'open' | 'paused' | 'limited';

export interface Gates {
  /** Asked inside the decision of each grant, so a closed gate and a grant can never pass each other unseen. */
  admit(job: JobState): GateVerdict;
}

export const OPEN_GATES: Gates = Object.freeze({ admit: () => 'open' as const });
