import type { ObservatoryComponents } from '#observatory-client';

type Schemas = ObservatoryComponents['schemas'];

export type JobSummary = Schemas['JobSummary'];
export type JobState = JobSummary['status'];

/** In the order in which a job passes them. */
export const JOB_STATES = ['HELD', 'WAITING', 'SCHEDULED', 'QUEUED', 'RUNNING', 'RETRYING', 'COMPLETED', 'FAILED', 'CANCELLED'] as const satisfies readonly JobState[];
const ENDED: readonly JobState[] = ['COMPLETED', 'FAILED', 'CANCELLED'];

export const hasEnded = (state: JobState): boolean => ENDED.includes(state);
