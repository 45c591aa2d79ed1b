import type { Job, JobPriority, JobStatus } from '#contracts';
import { StoreUnavailable } from '#event-log';
import type { SimStore } from '../store/sim-store';

/** What the gateway reads of a job through its object mapper, which has no place in a schedule: the row as it stands, if the store is up. */
export class SimJobReader {
  constructor(private readonly store: SimStore) {}

  job(id: string): Promise<Job | undefined> {
    if (!this.store.up) return Promise.reject(new StoreUnavailable(undefined, false));
    const row = this.store.jobs.get(id);
    if (row === undefined) return Promise.resolve(undefined);
    const { tenant_id, correlation_id, queue, version, payload, spec, redriven_to } = row;
    return Promise.resolve({
      ...(spec === null ? {} : (JSON.parse(spec) as Partial<Job>)),
      id, queue, version, tenantId: tenant_id, correlationId: correlation_id, type: String(row['type']), status: row.status as JobStatus, priority: row.priority as JobPriority,
      payload: JSON.parse(payload) as Job['payload'], attempt: Number(row['attempt']), maxAttempts: Number(row['max_attempts']), losses: Number(row['losses']),
      submittedAt: String(row['submitted_at']), redrivenTo: typeof redriven_to === 'string' ? redriven_to : undefined,
    });
  }
}
