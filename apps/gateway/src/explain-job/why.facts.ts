import type { Job, JobWhyResponse, Pause } from '#contracts';
import type { GrantClaim, JobEventType, JobState } from '#domain';
import type { LeftTokens, LogEventType, ResourceKind, SeenWorker, TakenSlots } from '#event-log';

export interface LiveWorker extends Pick<SeenWorker, 'workerId' | 'queues' | 'types' | 'slots'> {
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
  readonly resources?: readonly { readonly kind: ResourceKind; readonly name: string; readonly types: readonly LogEventType[] }[];
}

export interface Why extends Pick<JobWhyResponse, 'code' | 'sentence' | 'since' | 'until'> {
  readonly details: Readonly<Record<string, unknown>>;
  readonly shown: Shown;
}
