import type { ScheduleState } from '#domain';
import { ApiError } from '#http';
import type { SubmitJob } from '../submit-job/submit-job';

export type SubmitTick = (schedule: ScheduleState, key: string, correlationId: string) => Promise<{ readonly jobId: string }>;

/**
 * Submits the job of a tick as a client's is: the same checks, defaults and bounds. A key that is in use is this tick's, even where the job has been
 * changed since: what was submitted first stands.
 */
export function submitTick(jobs: SubmitJob): SubmitTick {
  return async ({ id, tenantId, job }, idempotencyKey, correlationId) => {
    try {
      return await jobs.submit({ ...job, idempotencyKey }, undefined, { tenantId, correlationId, principal: { kind: 'schedule', id, roles: [] } }, Buffer.byteLength(JSON.stringify(job.payload ?? {})), id);
    } catch (error) {
      if (error instanceof ApiError && error.code === 'idempotency_conflict' && typeof error.facts?.jobId === 'string') return { jobId: error.facts.jobId };
      throw error;
    }
  };
}
