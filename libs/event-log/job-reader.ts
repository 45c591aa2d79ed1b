import type { Job, JobAttempt } from '#contracts';
import type { DataSource } from 'typeorm';
import { makeDataSource } from './data-source';
import { AttemptEntity } from './entities/attempt.entity';
import { JobEntity } from './entities/job.entity';
import { toldOf } from './job-spec';
import { StoreUnavailable } from './store-errors';

/** Jobs and their attempts as clients read them. Through TypeORM: these reads are not hot, and the entities keep the mapping in one place. */
export class JobReader {
  private dataSource: DataSource | undefined;
  private opening: Promise<unknown> | undefined;

  constructor(
    private readonly url: string,
    private readonly applicationName: string,
  ) {}

  /** @throws StoreUnavailable */
  async job(id: string): Promise<Job | undefined> {
    const row = await this.ask((source) => source.getRepository(JobEntity).findOneBy({ id }));
    if (row === null) return undefined;
    const { spec, ...columns } = row;
    return withoutNulls({ ...columns, ...toldOf(spec) });
  }

  /** Whose a job is. @throws StoreUnavailable */
  async tenantOf(id: string): Promise<Job['tenantId'] | undefined> {
    return (await this.ask((source) => source.getRepository(JobEntity).findOne({ select: { id: true, tenantId: true }, where: { id } })))?.tenantId;
  }

  /** In the order they were made. @throws StoreUnavailable */
  async attempts(jobId: string): Promise<JobAttempt[]> {
    const rows = await this.ask((source) => source.getRepository(AttemptEntity).find({ where: { jobId }, order: { number: 'ASC' } }));
    return rows.map((row) => withoutNulls(row));
  }

  async close(): Promise<void> {
    await this.opening?.catch(() => undefined);
    if (this.dataSource?.isInitialized === true) await this.dataSource.destroy();
  }

  private async ask<T>(question: (source: DataSource) => Promise<T>): Promise<T> {
    try {
      return await question(await this.open());
    } catch (error) {
      throw new StoreUnavailable(error, false);
    }
  }

  /** Opened when first needed, and tried again each time: a store that was down at the start is found when it is back. */
  private async open(): Promise<DataSource> {
    const dataSource = (this.dataSource ??= makeDataSource(this.url, this.applicationName));
    if (!dataSource.isInitialized) {
      this.opening ??= dataSource.initialize().finally(() => (this.opening = undefined));
      await this.opening;
    }
    return dataSource;
  }
}

type WithoutNulls<T> = { [K in keyof T as null extends T[K] ? never : K]: T[K] } & { [K in keyof T as null extends T[K] ? K : never]?: NonNullable<T[K]> };

/** What is null in a row is absent in a contract. */
export function withoutNulls<T extends object>(row: T): WithoutNulls<T> {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as WithoutNulls<T>;
}
