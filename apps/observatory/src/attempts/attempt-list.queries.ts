import { type Freshness, JOB_STATUSES, type JobAttempt } from '#contracts';
import { attemptsOf, type DocumentFilter, errorFingerprint, type JobDocument, JOBS, type NarrowedDocuments, runKeys, TIMELINE, type TimelineDocument } from '#read-model';
import { decodeKeyCursor, encodeKeyCursor } from '../read-model-access/key-cursor';
import type { ReadModelAccess } from '../read-model-access/read-model-access';
import type { Redaction } from '../redaction/redaction';
import type { Scope } from '../tenancy/scope';
import type { ListAttemptsQuery } from './list-attempts.query';

const OPTIONS = { readConcern: 'majority', maxTimeMS: 5_000 } as const;
/** Jobs whose attempts are looked at in one step. */
const STEP = 100;
/** Jobs that one page looks at. A filter that hits seldom gives a short page, and a cursor to go on with. */
const MOST_JOBS = 2_000;
/** A job, and the attempt of it that was shown last. */
const PLACE = /^[0-9a-f-]{36}\/\d{1,10}$/;
const KEPT_AS_KEYS: readonly string[] = ['FAILED', 'LOST', 'TIMED_OUT'];

type Candidate = Pick<JobDocument, '_id' | 'type' | 'tenantId'>;

/**
 * Attempts across jobs: those of the newest jobs first, of one job the last first. Attempts stand in the timelines of their jobs; which jobs to look
 * at, the keys say that jobs are found by.
 */
export class AttemptListQueries {
  constructor(
    private readonly access: ReadModelAccess,
    private readonly redaction: Redaction,
  ) {}

  async list(scope: Scope, query: ListAttemptsQuery): Promise<{ items: JobAttempt[]; nextCursor: string | undefined; freshness: Freshness }> {
    const { limit, cursor } = query;
    let [lastJob, lastNumber] = cursor === undefined ? [undefined, Infinity] : placeIn(cursor);
    const { answer, freshness } = await this.access.readTogether(scope, [JOBS, TIMELINE], query.atLeast, async (shown) => {
      const [jobs, timelines] = [shown.of<JobDocument>(JOBS), shown.of<TimelineDocument>(TIMELINE)];
      const items: JobAttempt[] = [];
      for (let looked = 0; looked < MOST_JOBS; looked += STEP) {
        const some = await candidates(jobs, query, lastJob, scope.hasOwnWalks);
        const byId = new Map((await timelines.find({ _id: { $in: some.map(({ _id }) => _id) } }, OPTIONS).toArray()).map((timeline) => [timeline._id, timeline]));
        for (const job of some) {
          const timeline = byId.get(job._id);
          const before = job._id === lastJob ? lastNumber : Infinity;
          const attempts = timeline === undefined ? [] : attemptsOf(timeline).filter((attempt) => attempt.number < before && matches(attempt, job, query));
          for (const attempt of attempts.reverse()) {
            // One more than fits says that there is a next page.
            if (items.length === limit) return { items, more: true };
            items.push(attempt);
            [lastJob, lastNumber] = [job._id, attempt.number];
          }
          [lastJob, lastNumber] = [job._id, 0];
        }
        if (some.length < STEP) return { items, more: false };
      }
      return { items, more: true };
    });
    const items = answer.items.map((attempt) => this.redaction.attempt(attempt));
    return { items, nextCursor: answer.more ? encodeKeyCursor('attempt', placeAfter(answer.items, lastJob, limit)) : undefined, freshness };
  }
}

function placeIn(cursor: string): [string, number] {
  const [job = '', number = '0'] = decodeKeyCursor('attempt', cursor, PLACE).split('/');
  return [job, Number(number)];
}

/** A full page goes on after its last attempt, a short one after the last job that was looked at. */
function placeAfter(items: readonly JobAttempt[], lastJob: string | undefined, limit: number): string {
  const last = items.at(-1);
  return items.length === limit && last ? `${last.jobId}/${last.number}` : `${lastJob ?? ''}/0`;
}

/** Jobs that may have such attempts, newest first: from the job on of which some attempts were shown. */
function candidates(jobs: NarrowedDocuments<JobDocument>, { state, worker, type, fingerprint, startedBefore }: ListAttemptsQuery, from: string | undefined, isOfOneTenant: boolean): Promise<Candidate[]> {
  const keys = runKeys({ workerId: worker, fingerprint, ended: state !== undefined && KEPT_AS_KEYS.includes(state) ? (state as 'FAILED' | 'LOST' | 'TIMED_OUT') : undefined });
  const filter: DocumentFilter<JobDocument> = { ...(keys.length > 0 && { foundBy: { $all: keys } }), ...(type !== undefined && { type }) };
  // None of the indexes of a tenant is in the order of the ids alone.
  if (isOfOneTenant && keys.length === 0 && type === undefined) filter.status = { $in: [...JOB_STATUSES] };
  if (state === 'RUNNING') filter.status = 'RUNNING';
  if (state === 'SUCCEEDED') filter.status = 'COMPLETED';
  // A job's id says when it was submitted, and no attempt starts before that.
  const bounds = { ...(from !== undefined && { $lte: from }), ...(startedBefore !== undefined && { $lt: firstIdAt(startedBefore) }) };
  if (Object.keys(bounds).length > 0) filter._id = bounds;
  return jobs.find(filter, { ...OPTIONS, projection: { type: 1, tenantId: 1 }, ...(keys.length > 0 && { hint: 'found_by_newest' }) }).sort({ _id: -1 }).limit(STEP).toArray();
}

/** The first UUIDv7 of the millisecond after an instant, with a minute to spare: clocks of gateways differ. */
function firstIdAt(instant: string): string {
  const hex = Math.max(0, Date.parse(instant) + 60_000).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

function matches({ state, workerId, startedAt, error }: JobAttempt, { tenantId, type }: Candidate, query: ListAttemptsQuery): boolean {
  return (
    (query.state === undefined || state === query.state) &&
    (query.worker === undefined || workerId === query.worker) &&
    (query.startedAfter === undefined || startedAt >= query.startedAfter) &&
    (query.startedBefore === undefined || startedAt < query.startedBefore) &&
    (query.fingerprint === undefined || (error !== undefined && errorFingerprint({ tenantId, type }, error) === query.fingerprint))
  );
}
