import type { Job, JobAttempt } from '#contracts';
import { withoutNulls } from './job-reader';
import { type JobSpec, toldOf } from './job-spec';
import type { Queryable } from './tenant-pool';

/** Jobs and their attempts as their tenant reads them: what {@link JobReader} answers, of what the store shows to the session that asks. */
export class TenantJobs {
  constructor(private readonly store: Queryable) {}

  /** @throws StoreUnavailable */
  async job(id: string): Promise<Job | undefined> {
    const [row] = (await this.store.query<JobColumns & Record<string, unknown>>(JOB, [id])).rows;
    if (row === undefined) return undefined;
    const { spec, ...columns } = row;
    // The statement names its columns as the contract does.
    return { ...(withoutNulls(columns) as unknown as Job), ...toldOf(spec) };
  }

  /** In the order they were made. @throws StoreUnavailable */
  async attempts(jobId: string): Promise<JobAttempt[]> {
    // As above.
    return (await this.store.query<JobAttempt & Record<string, unknown>>(ATTEMPTS, [jobId])).rows.map((row) => withoutNulls(row) as unknown as JobAttempt);
  }
}

type JobColumns = Omit<Job, keyof JobSpec> & { readonly spec: JobSpec | null };

const JOB = {
  name: 'tenant_job',
  text: `SELECT id, tenant_id AS "tenantId", type, queue, priority, status, payload, correlation_id AS "correlationId", idempotency_key AS "idempotencyKey", attempt, max_attempts AS "maxAttempts", losses, version,
           submitted_at AS "submittedAt", queued_at AS "queuedAt", started_at AS "startedAt", finished_at AS "finishedAt", run_at AS "runAt", deadline_at AS "deadlineAt", redriven_to AS "redrivenTo", spec, result, error,
           cancel_requested AS "cancelRequested"
         FROM jobs WHERE id = $1`,
};
const ATTEMPTS = {
  name: 'tenant_attempts',
  text: `SELECT job_id AS "jobId", number, state, delivery_id AS "deliveryId", worker_id AS "workerId", started_at AS "startedAt", ended_at AS "endedAt", duration_ms AS "durationMs", error
         FROM attempts WHERE job_id = $1 ORDER BY number`,
};
