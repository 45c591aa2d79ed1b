import type { Freshness, JobSummary, Schedule } from '#contracts';
import { PLATFORM_TENANT } from '#identity';
import { type DocumentFilter, findKeys, type JobDocument, JOBS, NOT_IN_SUMMARY, type ScheduleDocument, SCHEDULES, toJobSummary, toSchedule } from '#read-model';
import { UUID } from '../read-model-access/key-cursor';
import type { ReadModelAccess } from '../read-model-access/read-model-access';
import type { Redaction } from '../redaction/redaction';
import type { Scope } from '../tenancy/scope';
import type { ListSchedulesQuery } from './list-schedules.query';

const LIST_TIMEOUT_MS = 5_000;
const RECENT_JOBS = 20;
const SUMMARY = Object.fromEntries(NOT_IN_SUMMARY.map((field) => [field, 0]));

export class SchedulesQueries {
  constructor(
    private readonly access: ReadModelAccess,
    private readonly redaction: Redaction,
  ) {}

  /** A page of schedules by name, with the last job of each; those that are deleted are not there. */
  async list(scope: Scope, { status, after, limit, atLeast }: ListSchedulesQuery): Promise<{ items: Schedule[]; nextAfter: string | undefined; lastJobs: JobSummary[]; freshness: Freshness }> {
    const filter: DocumentFilter<ScheduleDocument> = { deletedAt: { $exists: false }, ...(status && { status }), ...afterOf(after) };
    const { answer, freshness } = await this.access.readTogether(scope, [SCHEDULES, JOBS], atLeast, async (shown) => {
      const schedules = await shown.of<ScheduleDocument>(SCHEDULES)
        .find(filter, { readConcern: 'majority', maxTimeMS: LIST_TIMEOUT_MS })
        .sort({ name: 1, tenantId: 1 })
        .limit(limit + 1)
        .toArray();
      const last = schedules.slice(0, limit).flatMap(({ lastFiring }) => (lastFiring === undefined ? [] : [lastFiring.jobId]));
      const jobs = last.length === 0 ? [] : await shown.of<JobDocument>(JOBS).find({ _id: { $in: last } }, { projection: SUMMARY, readConcern: 'majority', maxTimeMS: LIST_TIMEOUT_MS }).toArray();
      return { schedules, jobs };
    });
    const items = answer.schedules.slice(0, limit).map((schedule) => this.redaction.schedule(toSchedule(schedule)));
    const lastJobs = answer.jobs.map((job) => this.redaction.job(toJobSummary(job)));
    return { items, nextAfter: answer.schedules.length > limit ? placeOf(items.at(-1)) : undefined, lastJobs, freshness };
  }

  /**
   * One schedule by its name or id, with the last jobs that it submitted. One that is deleted is not there. Among all tenants a name is one of the platform's own:
   * those of others are known by their id, or within their tenant.
   */
  async one(scope: Scope, ref: string, atLeast: number | undefined): Promise<{ found: { schedule: Schedule; recentJobs: JobSummary[] } | undefined; freshness: Freshness }> {
    const { answer, freshness } = await this.access.readTogether(scope, [SCHEDULES, JOBS], atLeast, async (shown) => {
      const schedule = await shown.of<ScheduleDocument>(SCHEDULES).findOne({ deletedAt: { $exists: false }, ...(UUID.test(ref) ? { _id: ref } : { name: ref, ...(scope.isOfPlatform && { tenantId: PLATFORM_TENANT }) }) }, { readConcern: 'majority' });
      if (!schedule) return undefined;
      const jobs = await shown.of<JobDocument>(JOBS)
        .find({ foundBy: { $all: findKeys({ scheduleId: schedule._id }) ?? [] } }, { projection: SUMMARY, readConcern: 'majority', maxTimeMS: LIST_TIMEOUT_MS, hint: 'found_by_newest' })
        .sort({ _id: -1 })
        .limit(RECENT_JOBS)
        .toArray();
      return { schedule: this.redaction.schedule(toSchedule(schedule)), recentJobs: jobs.map((job) => this.redaction.job(toJobSummary(job))) };
    });
    return { found: answer, freshness };
  }
}

/** Tenants may have given the same name: then the tenant says which of them the page ends with. */
function placeOf(last: Schedule | undefined): string | undefined {
  return last === undefined || last.tenantId === PLATFORM_TENANT ? last?.name : `${last.name}/${last.tenantId}`;
}

function afterOf(place: string | undefined): DocumentFilter<ScheduleDocument> {
  if (place === undefined) return {};
  const [name = '', tenantId = PLATFORM_TENANT] = place.split('/');
  return { name: { $gte: name }, $or: [{ name: { $gt: name } }, { tenantId: { $gt: tenantId } }] };
}
