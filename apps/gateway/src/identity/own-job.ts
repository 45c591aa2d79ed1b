import type { JobReader } from '#event-log';
import { ApiError } from '#http';
import type { Principal } from '#identity';

/**
 * Refuses a job of another tenant in the words for one that does not exist, so that nobody can find out which ids there are. A job never changes its tenant:
 * nothing can come between this and what the caller does then. Where authentication is off there is nobody to tell apart, and nothing is read.
 */
export async function refuseForeignJob(jobs: JobReader, caller: Principal, id: string): Promise<void> {
  if (caller.kind === 'anonymous' || (await jobs.tenantOf(id)) === caller.tenantId) return;
  throw await noSuchJob(jobs, id);
}

/**
 * What is said of a job that the caller does not see: whether there is none or it is another's, the caller cannot tell; who looks after the platform can.
 *
 * @param jobs those of all tenants
 */
export async function noSuchJob(jobs: JobReader, id: string): Promise<ApiError> {
  const exists = (await jobs.tenantOf(id)) !== undefined;
  return new ApiError('not_found', { detail: `there is no job ${id}`, ...(exists && { suspicion: 'cross_tenant_attempt' as const }) });
}
