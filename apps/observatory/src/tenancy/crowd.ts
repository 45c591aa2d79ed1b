import type { JobStatus } from '#contracts';
import type { DocumentCollection, DocumentFilter, JobDocument } from '#read-model';
import type { Scope } from './scope';

const OPTIONS = { readConcern: 'majority', maxTimeMS: 5_000 } as const;

export type RunningJob = Pick<JobDocument, 'queue' | 'type' | 'tenantId' | 'payload'> & { readonly id: string };

/**
 * What jobs of all tenants take of what all tenants share. Who waits behind others has to be told how many they are, and never who: numbers leave here, and of
 * others' jobs nothing but what limits look at, for the judgement that is made of it.
 */
export class Crowd {
  readonly #jobs: DocumentCollection<JobDocument>;

  constructor(
    jobs: DocumentCollection<JobDocument>,
    private readonly scope: Scope,
  ) {
    this.#jobs = jobs;
  }

  count(filter: { readonly queue: string; readonly status: JobStatus; readonly $or: readonly DocumentFilter<JobDocument>[] }, limit: number, hint: string): Promise<number> {
    return this.#jobs.countDocuments({ ...filter, $or: [...filter.$or] }, { maxTimeMS: OPTIONS.maxTimeMS, limit, hint });
  }

  /** Jobs that run, newest or not. Those of others have no id. */
  async running(most: number): Promise<RunningJob[]> {
    const found = await this.#jobs.find({ status: 'RUNNING' }, { ...OPTIONS, projection: { queue: 1, type: 1, tenantId: 1, payload: 1 } }).limit(most).toArray();
    return found.map(({ _id, queue, type, tenantId, payload }) => ({ id: this.scope.isOf(tenantId) ? _id : '', queue, type, tenantId, payload }));
  }
}
