import type { JobSummary } from '#contracts';
import { type DocumentFilter, isTooSlow, type JobDocument } from '#read-model';
import { type Asked, cursorAfter, type JobWalk, placeOf, type TextMatch, walkOf } from './filter-jobs';
import type { JobSort } from './list-jobs.query';

/*
 * What few jobs have and no index knows (a priority, a number of attempts, a duration) is looked at in passing, and a walk past a million jobs takes seconds.
 * Nobody waits for that, and the store has other things to do. So a page that is not filled soon is searched stretch by stretch of the walk, and when that
 * has taken long enough the answer tells what was found and how far was looked: whoever wants to know more goes on from there.
 */

/** Far more than any page takes that an index serves, whatever else the machine does. */
const FIRST_TRY_MS = 300;
/** After this no further stretch is begun. */
const SEARCH_MS = 600;
/** As long as one stretch should take: some of them make a search, and the last one overruns its end by no more than this. */
const STRETCH_MS = 150;
/** Jobs of the first stretch; the next ones are as long as the first was quick. */
const STRETCHES = { first: 10_000, least: 1_000, most: 100_000 } as const;
/** No stretch takes so long on a store that is well. */
const STRETCH_TIMEOUT_MS = 3_000;

/** A job, and where it stands in an order. */
export type PlacedJob = Pick<JobSummary, 'id'> & Partial<Pick<JobSummary, 'finishedAt' | 'durationMs'>>;

export interface Question {
  readonly asked: Asked;
  readonly text?: TextMatch;
  /** See `walkOf`. */
  readonly isOfOneTenant: boolean;
}

export interface Reads {
  /** Jobs of a walk, as bytes. Fails with what `isTooSlow` knows when it takes longer. */
  page(walk: JobWalk, limit: number, timeoutMs: number): Promise<Buffer[]>;
  /** The job of a walk that so many come before. */
  jobAfter(walk: JobWalk, passed: number, timeoutMs: number): Promise<PlacedJob | undefined>;
}

export interface Found {
  readonly documents: readonly Buffer[];
  /** The last job that was looked at, when the search was given up. */
  readonly searchedUntil?: PlacedJob;
}

/** So many jobs that match, or as many as were found in the time that a search may take. */
export async function search(reads: Reads, question: Question, limit: number, now = (): number => performance.now(), stretches: Readonly<Record<keyof typeof STRETCHES, number>> = STRETCHES): Promise<Found> {
  const { asked, text, isOfOneTenant } = question;
  try {
    return { documents: await reads.page(walkOf(asked, text, isOfOneTenant), limit, FIRST_TRY_MS) };
  } catch (error) {
    if (!isTooSlow(error)) throw error;
  }
  const until = now() + SEARCH_MS;
  const documents: Buffer[] = [];
  let { cursor } = asked;
  let length = stretches.first;
  for (;;) {
    const began = now();
    const onward = { ...question, asked: { ...asked, cursor } };
    const end = await reads.jobAfter(walkAlong(onward), length, STRETCH_TIMEOUT_MS);
    documents.push(...(await reads.page(walkUntil(onward, end), limit - documents.length, STRETCH_TIMEOUT_MS)));
    if (end === undefined || documents.length >= limit) return { documents };
    if (now() >= until) return { documents, searchedUntil: end };
    cursor = cursorAfter(asked.sort ?? '-submittedAt', end);
    const tookMs = Math.max(1, now() - began);
    length = Math.round(Math.min(stretches.most, Math.max(stretches.least, (length * STRETCH_MS) / tookMs)));
  }
}

/** The same walk without what is looked at in passing: all that it comes past, told by its index alone. */
export function walkAlong({ asked, text, isOfOneTenant }: Question): JobWalk {
  const { sort, cursor, submittedAfter, submittedBefore, queue, state, type, tag, externalRef, redrivenFrom, scheduleId, parent, worker, fingerprint, failing } = asked;
  const along = (only: Asked): JobWalk => walkOf({ sort, cursor, ...only }, undefined, isOfOneTenant);
  if (placeOf(sort ?? '-submittedAt') !== undefined) return along({});
  const between = { submittedAfter, submittedBefore };
  if (text !== undefined) return walkOf({ sort, cursor, ...between }, text, isOfOneTenant);
  const keyed = along({ ...between, tag, externalRef, redrivenFrom, scheduleId, parent, worker, fingerprint, failing });
  if (keyed.hint === 'found_by_newest') return keyed;
  if (queue !== undefined) return { ...along({ ...between, queue, state }), hint: 'queue_status_newest' };
  if (state !== undefined && state.length > 0) return { ...along({ ...between, state }), hint: 'status_newest' };
  if (type !== undefined) return { ...along({ ...between, type }), hint: 'type_newest' };
  return { ...keyed, hint: isOfOneTenant ? 'status_newest' : '_id_' };
}

/** The walk up to and with this job; all of it, when there is none. */
export function walkUntil(question: Question, end: PlacedJob | undefined): JobWalk {
  const { asked, text, isOfOneTenant } = question;
  const walk = walkOf(asked, text, isOfOneTenant);
  const filter: DocumentFilter<JobDocument> = end === undefined ? walk.filter : { $and: [walk.filter, upTo(asked.sort ?? '-submittedAt', end)] };
  return { ...walk, filter, hint: walkAlong(question).hint };
}

/** What a page after this job would not have. */
function upTo(sort: JobSort, { id, finishedAt = '', durationMs = 0 }: PlacedJob): DocumentFilter<JobDocument> {
  switch (sort) {
    case '-submittedAt':
      return { _id: { $gte: id } };
    case 'submittedAt':
      return { _id: { $lte: id } };
    case '-finishedAt':
      return { finishedAt: { $gte: finishedAt }, $or: [{ finishedAt: { $gt: finishedAt } }, { _id: { $gte: id } }] };
    case 'finishedAt':
      return { finishedAt: { $lte: finishedAt }, $or: [{ finishedAt: { $lt: finishedAt } }, { _id: { $lte: id } }] };
    case '-durationMs':
      return { durationMs: { $gte: durationMs }, $or: [{ durationMs: { $gt: durationMs } }, { _id: { $gte: id } }] };
  }
}
