import type { Job, JobGovernance, RedriveJobRequest } from '#contracts';
import type { SubmitCommand } from '#domain';
import { REDRIVE_KEYS, requestHash } from '../submit-job/submit-request';

/** What may be corrected; the rest of the job is as it was. */
export type Corrections = Pick<RedriveJobRequest, 'payload' | 'queue' | 'priority'>;

/**
 * The job that a failed one becomes. What stood for its time is left out: a deadline that has passed, a time that has come, parents that have ended,
 * a window of duplicates. Its idempotency key is the failed job's id, so that there is one next life whatever is repeated or cut short.
 */
export function nextLife(failed: Job, corrections: Corrections, jobId: string): SubmitCommand {
  const { tenantId, correlationId, type, maxAttempts, tags, externalRef, retry, timeoutMs, scheduleId, governance } = failed;
  const { payload = failed.payload, queue = failed.queue, priority = failed.priority } = corrections;
  const run = { type, queue, priority, payload, maxAttempts };
  return { jobId, tenantId, correlationId, ...run, tags, externalRef, retry, timeoutMs, scheduleId, governance: submitterOf(governance), redrivenFrom: failed.id, idempotencyKey: `${REDRIVE_KEYS}${failed.id}`, requestHash: requestHash(run) };
}

/** Who submitted the failed job, and what for: the policy is asked anew, what it said and who approved is not handed on. */
function submitterOf(governance: JobGovernance | undefined): JobGovernance | undefined {
  return governance && { purpose: governance.purpose, principal: governance.principal };
}
