import type { Freshness, JobSummary, Schedule } from '#contracts';
import { type DocumentFilter, findKeys, type JobDocument, JOBS, NOT_IN_SUMMARY, type ScheduleDocument, SCHEDULES, toJobSummary, toSchedule } from '#read-model';
import { UUID } from '../read-model-access/key-cursor';
import type { ReadModelAccess } from '../read-model-access/read-model-access';
import type { Redaction } from '../redaction/redaction';
import type { ListSchedulesQuery } from './list-schedules.query';

const LIST_TIMEOUT_MS = 5_000;
const RECENT_JOBS = 20;
const SUMMARY = Object.fromEntries(NOT_IN_SUMMARY.map((field) => [field, 0]));

export class SchedulesQueries {
  constructor(
    private readonly access: ReadModelAccess,
    private readonly redaction: Redaction,
  ) {}

  /** A page of schedules by name; those that are deleted are not there. */
  async list({ status, after, limit, atLeast }: ListSchedulesQuery): Promise<{ items: Schedule[]; nextAfter: string | undefined; freshness: Freshness }> {
    const filter: DocumentFilter<ScheduleDocument> = { deletedAt: { $exists: false }, ...(status && { status }), ...(after !== undefined && { name: { $gt: after } }) };
    const { answer, freshness } = await this.access.read<ScheduleDocument, ScheduleDocument[]>(SCHEDULES, atLeast, (schedules) =>
      schedules
        .find(filter, { readConcern: 'majority', maxTimeMS: LIST_TIMEOUT_MS })
        .sort({ name: 1 })
        .limit(limit + 1)
        .toArray(),
    );
    const items = answer.slice(0, limit).map((schedule) => this.redaction.schedule(toSchedule(schedule)));
    return { items, nextAfter: answer.length > limit ? items.at(-1)?.name : undefined, freshness };
  }

  /** One schedule by its name or id, with the last jobs that it submitted. One that is deleted is not there. */
  async one(ref: string, atLeast: number | undefined): Promise<{ found: { schedule: Schedule; recentJobs: JobSummary[] } | undefined; freshness: Freshness }> {
    const { answer, freshness } = await this.access.readTogether([SCHEDULES, JOBS], atLeast, async (documentsOf) => {
      const schedule = await documentsOf<ScheduleDocument>(SCHEDULES).findOne({ deletedAt: { $exists: false }, ...(UUID.test(ref) ? { _id: ref } : { name: ref }) }, { readConcern: 'majority' });
      if (!schedule) return undefined;
      const jobs = await documentsOf<JobDocument>(JOBS)
        .find({ foundBy: { $all: findKeys({ scheduleId: schedule._id }) ?? [] } }, { projection: SUMMARY, readConcern: 'majority', maxTimeMS: LIST_TIMEOUT_MS, hint: 'found_by_newest' })
        .sort({ _id: -1 })
        .limit(RECENT_JOBS)
        .toArray();
      return { schedule: this.redaction.schedule(toSchedule(schedule)), recentJobs: jobs.map((job) => this.redaction.job(toJobSummary(job))) };
    });
    return { found: answer, freshness };
  }
}
