import type { JobReader } from '#event-log';
import { ApiError } from '#http';
import type { Principal } from '#identity';

/**
 * Refuses a job of another tenant in the words for one that does not exist, so that nobody can find out which ids there are. A job never changes its tenant:
 * nothing can come between this and what the caller does then. Where authentication is off there is nobody to tell apart, and nothing is read.
 */
export async function refuseForeignJob(jobs: JobReader, caller: Principal, id: string): Promise<void> {
  if (caller.kind === 'anonymous') return;
  const owner = await jobs.tenantOf(id);
  if (owner === caller.tenantId) return;
  // The caller cannot tell the two apart; who looks after the platform can.
  throw new ApiError('not_found', { detail: `there is no job ${id}`, ...(owner !== undefined && { suspicion: 'cross_tenant_attempt' as const }) });
}
