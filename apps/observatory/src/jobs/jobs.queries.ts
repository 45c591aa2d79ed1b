import { type Freshness, JOB_STATUSES, type JobSummary } from '#contracts';
import { type DocumentFilter, findKeys, type JobDocument, JOBS, NOT_IN_SUMMARY, toJobSummary } from '#read-model';
import type { ReadModelAccess } from '../read-model-access/read-model-access';
import type { Redaction } from '../redaction/redaction';
import { decodeCursor, encodeCursor } from './job-cursor';
import type { ListJobsQuery } from './list-jobs.query';

/** A list that takes longer is of no use to anybody who looks at it; better that the store is free again. */
const LIST_TIMEOUT_MS = 5_000;

const SUMMARY = Object.fromEntries(NOT_IN_SUMMARY.map((field) => [field, 0]));

export class JobsQueries {
  constructor(
    private readonly access: ReadModelAccess,
    private readonly redaction: Redaction,
  ) {}

  /** A page of jobs, newest first. */
  async list(query: ListJobsQuery): Promise<{ items: JobSummary[]; nextCursor: string | undefined; freshness: Freshness }> {
    const { filter, hint } = filterOf(query);
    const { answer, freshness } = await this.access.read<JobDocument, JobDocument[]>(JOBS, query.atLeast, (jobs) =>
      jobs
        .find(filter, { projection: SUMMARY, readConcern: 'majority', maxTimeMS: LIST_TIMEOUT_MS, hint })
        .sort({ _id: -1 })
        .limit(query.limit + 1)
        .toArray(),
    );
    const items = answer.slice(0, query.limit).map((job) => this.redaction.job(toJobSummary(job)));
    const last = items.at(-1);
    return { items, nextCursor: answer.length > query.limit && last ? encodeCursor(last.id) : undefined, freshness };
  }
}

/**
 * The index of a queue is (queue, status, newest): without a state all of them are named, so that the server merges nine sorted walks in
 * place of sorting the whole queue. What a job is found by is always rarer than its queue, type or state, whatever the server's samples say.
 */
export function filterOf({ state, type, queue, tag, externalRef, redrivenFrom, scheduleId, parent, cursor }: ListJobsQuery): { filter: DocumentFilter<JobDocument>; hint: string | undefined } {
  const keys = findKeys({ tags: tag, externalRef, redrivenFrom, scheduleId, after: parent === undefined ? [] : [parent] });
  const filter: DocumentFilter<JobDocument> = keys === undefined ? {} : { foundBy: { $all: keys } };
  if (queue !== undefined) filter.queue = queue;
  if (type !== undefined) filter.type = type;
  if (state !== undefined) filter.status = state;
  else if (queue !== undefined && keys === undefined) filter.status = { $in: [...JOB_STATUSES] };
  if (cursor !== undefined) filter._id = { $lt: decodeCursor(cursor) };
  return { filter, hint: keys === undefined ? undefined : 'found_by_newest' };
}
