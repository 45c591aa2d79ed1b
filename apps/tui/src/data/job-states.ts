import type { ObservatoryComponents } from '#observatory-client';

type Schemas = ObservatoryComponents['schemas'];

export type JobRow = Schemas['JobSummary'];
export type JobState = JobRow['status'];

/** Each state, and whether a job leaves it again; in the order in which a job passes them. */
const ENDS: Readonly<Record<JobState, boolean>> = { HELD: false, WAITING: false, SCHEDULED: false, QUEUED: false, RUNNING: false, RETRYING: false, COMPLETED: true, FAILED: true, CANCELLED: true };

export const JOB_STATES = Object.keys(ENDS) as JobState[];

export const hasEnded = (state: JobState): boolean => ENDS[state];
