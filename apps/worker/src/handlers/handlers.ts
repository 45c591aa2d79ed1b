import type { JobHandler } from '../run-attempt/job-handler';
import { httpRequest } from './http.request/http-request.handler';
import { simulateWork } from './simulate.work/simulate-work.handler';

/** The job types that this worker runs. Adding one: its name here, its handler in a folder of that name, its line below. */
export const JOB_TYPES = ['http.request', 'simulate.work'] as const;

export type JobType = (typeof JOB_TYPES)[number];

const HANDLERS = {
  'http.request': httpRequest,
  'simulate.work': simulateWork,
} as const satisfies { [T in JobType]: JobHandler<never> };

/** Payloads are checked against each handler's schema before it runs, which is what makes this widening true. */
export const JOB_HANDLERS: readonly JobHandler[] = Object.values(HANDLERS).map((handler) => handler as unknown as JobHandler);
