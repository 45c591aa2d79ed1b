import type { Freshness, JobListResponse, JobSummary } from '#contracts';
import { decodedRaw, type ErrorDocument, ERRORS, isTooSlow, type JobDocument, JOBS, type NarrowedDocuments, NOT_IN_SUMMARY, type ReadModelDefinition, TextCache, toJobSummary } from '#read-model';
import { type GivenAnswer, givenAnswer, type OpenAnswer, openAnswer } from '../answers/open-answer';
import type { ReadModelAccess, Shown } from '../read-model-access/read-model-access';
import { SharedAnswers } from '../read-model-access/shared-answers';
import type { Redaction } from '../redaction/redaction';
import type { Scope } from '../tenancy/scope';
import { cursorAfter, type JobWalk, placeOf, type TextMatch, walkOf } from './filter-jobs';
import { lookUpText } from './find-keys';
import type { JobFilterQuery } from './job-filter.query';
import { FIELDS, type JobSort, type ListJobsQuery, type OptionalField } from './list-jobs.query';
import { type Found, type PlacedJob, search } from './search-jobs';

/** A count is a courtesy. */
const COUNT_TIMEOUT_MS = 1_000;
/** Jobs that match are counted so far: who wants to know more exactly wants statistics. */
const MOST_COUNTED = 10_000;
const EXPORT_BATCH = 500;
/** Jobs as they were shown lately, some ten thousand of them. */
const TEXTS_BYTES = 16 * 1024 * 1024;

const NONE_FOUND: Found = { documents: [] };

const SUMMARY = Object.fromEntries(NOT_IN_SUMMARY.map((field) => [field, 0]));

type Jobs = NarrowedDocuments<JobDocument>;

export class JobsQueries {
  private readonly texts: TextCache;
  private readonly pages = new SharedAnswers<OpenAnswer>();

  constructor(
    private readonly access: ReadModelAccess,
    private readonly redaction: Redaction,
  ) {
    this.texts = new TextCache((bytes) => JSON.stringify(redaction.job(toJobSummary(decodedRaw<JobDocument>(bytes)))), TEXTS_BYTES);
  }

  /**
   * A page of jobs, with how many match where that is asked for. Whoever asks the same at the same time shares one answer, and most jobs of a list have been
   * shown before and are not put into text again.
   *
   * @returns a `JobListResponse` as JSON, and its tag
   */
  async list(scope: Scope, query: ListJobsQuery): Promise<GivenAnswer> {
    const { atLeast, tenant: _tenant, ...asked } = query;
    // What is no cursor is refused before anybody waits.
    if (asked.cursor !== undefined && atLeast !== undefined) walkOf(asked);
    const question = { answers: this.pages, question: JSON.stringify(asked) };
    const { answer, freshness } = await this.access.readShared(scope, modelsOf(query), atLeast, question, (shown) => this.page(scope, asked, shown));
    return givenAnswer(answer, freshness);
  }

  private async page(scope: Scope, { limit, sort, fields, count, cursor, ...filters }: Omit<ListJobsQuery, 'atLeast' | 'tenant'>, shown: Shown): Promise<OpenAnswer> {
    const { jobs, text, walk } = await walkFor(scope, { ...filters, sort, cursor }, shown);
    const projection = projectionOf(fields, sort);
    const reads = { page: ({ filter, ...one }: JobWalk, limit: number, maxTimeMS: number) => jobs.findRaw(filter, { ...one, projection, limit, maxTimeMS }), jobAfter: (one: JobWalk, passed: number, timeoutMs: number) => jobAfter(jobs, one, passed, timeoutMs) };
    const question = { asked: { ...filters, sort, cursor }, text, isOfOneTenant: scope.hasOwnWalks };
    const [{ documents, searchedUntil }, total] = await Promise.all([
      walk === undefined ? NONE_FOUND : search(reads, question, limit + 1),
      count === undefined ? undefined : totalOf(jobs, walk && walkOf({ ...filters, sort }, text, scope.hasOwnWalks)),
    ]);
    const texts = documents.slice(0, limit).map((bytes) => this.texts.text(bytes));
    const last = texts.at(-1);
    const lastLookedAt = documents.length > limit && last !== undefined ? (JSON.parse(last) as JobSummary) : searchedUntil;
    const members = [
      `{"items":[${texts.join(',')}]`,
      ...(lastLookedAt === undefined ? [] : [`"nextCursor":${JSON.stringify(cursorAfter(sort, lastLookedAt))}`]),
      ...(searchedUntil === undefined ? [] : [`"searchedUntil":"${searchedUntil.id}"`]),
      ...(total === undefined ? [] : [`"total":${JSON.stringify(total)}`]),
    ].join(',');
    return openAnswer(members);
  }

  /** All jobs that match, newest first, as they are read: nothing is held but what is on its way. */
  async all(scope: Scope, query: JobFilterQuery): Promise<{ jobs: AsyncGenerator<JobSummary>; freshness: Freshness }> {
    const { answer, freshness } = await this.access.readTogether(scope, modelsOf(query), query.atLeast, (shown) => walkFor(scope, query, shown));
    return { jobs: this.each(answer.jobs, answer.walk), freshness };
  }

  private async *each(jobs: Jobs, walk: JobWalk | undefined): AsyncGenerator<JobSummary> {
    if (walk === undefined) return;
    const cursor = jobs.find(walk.filter, { projection: SUMMARY, readConcern: 'majority', hint: walk.hint, batchSize: EXPORT_BATCH }).sort(walk.sort);
    try {
      for await (const job of cursor) yield this.redaction.job(toJobSummary(job));
    } finally {
      await cursor.close();
    }
  }
}

/** What a text means is looked up among the errors as well. */
function modelsOf({ q }: Pick<JobFilterQuery, 'q'>): readonly [ReadModelDefinition, ...ReadModelDefinition[]] {
  return q === undefined ? [JOBS] : [JOBS, ERRORS];
}

/** The walk that a question means; none, when its text means nothing that there is. */
async function walkFor(scope: Scope, query: Omit<JobFilterQuery, 'atLeast' | 'tenant'> & Partial<Pick<ListJobsQuery, 'sort' | 'cursor'>>, shown: Shown): Promise<{ jobs: Jobs; text?: TextMatch; walk?: JobWalk }> {
  const { q, ...asked } = query;
  const jobs: Jobs = shown.of(JOBS);
  if (q === undefined) return { jobs, walk: walkOf(asked, undefined, scope.hasOwnWalks) };
  const text = await lookUpText(q, jobs, shown.of<ErrorDocument>(ERRORS));
  return text.keys.length === 0 && text.idPrefix === undefined ? { jobs } : { jobs, text, walk: walkOf(asked, text, scope.hasOwnWalks) };
}

/** Read from the index alone, where the walk has no more conditions than that. */
async function jobAfter(jobs: Jobs, { filter, sort, hint }: JobWalk, passed: number, timeoutMs: number): Promise<PlacedJob | undefined> {
  const projection = Object.fromEntries([...Object.keys(sort), '_id'].map((field) => [field, 1]));
  const [job] = await jobs.find(filter, { projection, readConcern: 'majority', maxTimeMS: timeoutMs, hint }).sort(sort).skip(passed).limit(1).toArray();
  return job && { id: job._id, ...(job.finishedAt !== undefined && { finishedAt: job.finishedAt }), ...(job.durationMs !== undefined && { durationMs: job.durationMs }) };
}

/** What a list does not show is not read. */
function projectionOf(fields: readonly OptionalField[] | undefined, sort: JobSort): Record<string, unknown> {
  if (fields === undefined) return SUMMARY;
  // What the next page starts behind is always read.
  const place = placeOf(sort);
  return { ...SUMMARY, ...Object.fromEntries(FIELDS.filter((field) => field !== place && !fields.includes(field)).map((field) => [field, 0])) };
}

/** How many match; undefined when that cannot be told in time: the page does not wait for it. */
async function totalOf(jobs: Jobs, walk: JobWalk | undefined): Promise<JobListResponse['total']> {
  if (walk === undefined) return { value: 0, capped: false };
  try {
    return await counted(jobs, walk);
  } catch (error) {
    if (isTooSlow(error)) return undefined;
    throw error;
  }
}

async function counted(jobs: Jobs, walk: JobWalk): Promise<NonNullable<JobListResponse['total']>> {
  const all = Object.keys(walk.filter).length === 0 ? await jobs.estimatedCount({ maxTimeMS: COUNT_TIMEOUT_MS }) : undefined;
  if (all !== undefined) return { value: all, capped: false };
  const value = await jobs.countDocuments(walk.filter, { limit: MOST_COUNTED + 1, maxTimeMS: COUNT_TIMEOUT_MS, ...(walk.hint !== undefined && { hint: walk.hint }) });
  return { value: Math.min(value, MOST_COUNTED), capped: value > MOST_COUNTED };
}
