import type { Job, JobWhyResponse, LogEventType, Pause, WorkerResponse } from '#contracts';
import type { GrantClaim } from './gates';
import type { JobEventType, JobState } from './job';

/** Jobs in line are counted so far. */
export const MOST_AHEAD = 10_000;

/** How far a key of slots is taken up, and by which jobs (the first of them). */
export interface TakenSlots {
  readonly key: string;
  readonly inUse: number;
  readonly holders: readonly string[];
}

/** What there is of a key's tokens now. */
export interface LeftTokens {
  readonly key: string;
  readonly tokens: number;
  /** Since they were counted, in seconds. */
  readonly ageSeconds: number;
}

export interface LiveWorker extends Readonly<Pick<WorkerResponse, 'workerId' | 'slots'>> {
  readonly queues: readonly string[];
  readonly types: readonly string[];
  readonly paused: boolean;
  /** Jobs that it owns. */
  readonly owns: number;
}

export interface WhyFacts {
  readonly job: JobState;
  readonly nowMs: number;
  /** The first parents, those that have not completed before the others. */
  readonly parents: readonly { readonly jobId: string; readonly status: Job['status'] }[];
  readonly queuePause: Pause | undefined;
  readonly typePause: Pause | undefined;
  /** What a grant of the job would take. */
  readonly claims: readonly GrantClaim[];
  readonly slots: readonly TakenSlots[];
  readonly tokens: readonly LeftTokens[];
  readonly workers: readonly LiveWorker[];
  readonly ahead: number;
}

/** Which events show it: the last of each type. */
export interface Shown {
  readonly job: readonly JobEventType[];
  readonly resources?: readonly { readonly kind: 'queue' | 'job_type' | 'limit' | 'worker'; readonly name: string; readonly types: readonly LogEventType[] }[];
}

export interface Why extends Pick<JobWhyResponse, 'code' | 'sentence' | 'since' | 'until'> {
  readonly details: Readonly<Record<string, unknown>>;
  readonly shown: Shown;
}
