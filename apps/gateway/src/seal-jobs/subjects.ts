import type { EraseSubjectResponse, Job } from '#contracts';
import type { DataKeyStore, JobReader, JobsOfKey } from '#event-log';
import { REMEMBERED_MS } from '#sealing';
import type { SealJobs } from './seal-jobs';

export interface SubjectsOptions {
  readonly seals: SealJobs;
  readonly keys: DataKeyStore;
  readonly jobsOfKey: JobsOfKey;
  readonly jobs: Pick<JobReader, 'job'>;
  readonly nowMs: () => number;
}

const PAGE = 100;

/** What the installation holds about a person, as the types of its jobs mark it (`x-subject`): all of it, or none any more. */
export class Subjects {
  constructor(private readonly options: SubjectsOptions) {}

  /** What a person is called where their name must not stand: it stays the same, and only who has the tenant's key can make it. @throws ApiError sealing_unavailable; the store's errors */
  async digestOf(tenantId: string, person: string): Promise<string> {
    return (await this.options.seals.ownerOf(tenantId, person)).subject;
  }

  /**
   * Destroys the key of everything that is sealed about a person: in the log, the jobs, read models, queues and backups at once. What was a moment ago
   * opened by a process may still be in its memory, until `effectiveAt`.
   *
   * @throws ApiError sealing_unavailable; the store's errors
   */
  async erase(tenantId: string, person: string, by: string): Promise<EraseSubjectResponse> {
    const { seals, keys, nowMs } = this.options;
    const keyId = await keys.destroy(await seals.ownerOf(tenantId, person), by);
    if (keyId !== undefined) seals.forget(keyId);
    return { erased: keyId !== undefined, ...(keyId === undefined ? {} : { keyId }), effectiveAt: new Date(nowMs() + REMEMBERED_MS).toISOString() };
  }

  /** Every job about a person, opened, in the order of their ids. */
  async *export(tenantId: string, person: string): AsyncGenerator<Job> {
    const { seals, keys, jobs, jobsOfKey } = this.options;
    const keyId = await keys.idOf(await seals.ownerOf(tenantId, person));
    if (keyId === undefined) return;
    for (let after = ''; ; ) {
      const ids = await jobsOfKey.page(tenantId, keyId, after, PAGE);
      for (const id of ids) {
        const job = await jobs.job(id);
        if (job === undefined) continue;
        const payload = await seals.openPayload(job.payload, id);
        yield { ...job, payload, ...(job.result === undefined ? {} : { result: await seals.open(job.result, id, 'result') }) };
      }
      const last = ids.at(-1);
      if (last === undefined || ids.length < PAGE) return;
      after = last;
    }
  }
}
