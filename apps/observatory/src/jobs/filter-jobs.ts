import { JOB_STATUSES, type JobSummary } from '#contracts';
import { type DocumentFilter, FAILING, findKeys, type JobDocument, LONG_MS, PARENTS, runKeys } from '#read-model';
import { decodeKeyCursor, encodeKeyCursor } from '../read-model-access/key-cursor';
import { decodeCursor, encodeCursor } from './job-cursor';
import type { JobFilterQuery } from './job-filter.query';
import type { JobSort } from './list-jobs.query';

/** What a text can be found by: keys that jobs are found by, and the beginning of an id. */
export interface TextMatch {
  readonly keys: readonly string[];
  readonly idPrefix: string | undefined;
}

export interface JobWalk {
  readonly filter: DocumentFilter<JobDocument>;
  readonly sort: Readonly<Record<string, 1 | -1>>;
  readonly hint: string | undefined;
}

export type Asked = Omit<JobFilterQuery, 'atLeast' | 'tenant' | 'q'> & { readonly sort?: JobSort; readonly cursor?: string };

const ENDED_PLACE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z\/[0-9a-f-]{36}$/;
const LONG_PLACE = /^\d{1,16}\/[0-9a-f-]{36}$/;
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** Clocks of gateways, which make ids, and of the store, which tells times, may differ by so much. */
const CLOCKS_DIFFER_MS = 60_000;

/**
 * Which walk along an index answers a question. Every order is that of an index, so a page starts where the last one ended, however deep.
 *
 * The index of a queue is (queue, status, newest): without a state all of them are named, so that the server merges nine sorted walks in place of
 * sorting the whole queue. What a job is found by is always rarer than its queue, type or state, whatever the server's samples say. What no index knows
 * (priority, attempts, durations) is looked at in passing. By how long they took, only jobs that took long are in order.
 *
 * @param isOfOneTenant the walks go along the indexes of a tenant, none of which is in the order of the ids alone
 */
export function walkOf(asked: Asked, text?: TextMatch, isOfOneTenant = false): JobWalk {
  const { state, type, queue, sort = '-submittedAt', cursor } = asked;
  const keys = keysOf(asked);
  const place = placeOf(sort);
  const filter: DocumentFilter<JobDocument> = keys.length > 0 ? { foundBy: { $all: keys } } : {};
  const also: DocumentFilter<JobDocument>[] = [];
  if (queue !== undefined) filter.queue = queue;
  if (type !== undefined) filter.type = type;
  if (state !== undefined && state.length > 0) filter.status = state.length === 1 ? (state[0]) : { $in: [...state] };
  else if ((queue !== undefined || (isOfOneTenant && type === undefined)) && keys.length === 0 && place === undefined && text === undefined) filter.status = { $in: [...JOB_STATUSES] };
  also.push(...inPassing(asked), ...timesOf(asked));
  if (text !== undefined) also.push(ofText(text));
  if (cursor !== undefined) also.push(after(sort, cursor));
  if (place === 'finishedAt') also.push({ finishedAt: { $exists: true } });
  if (place === 'durationMs') also.push({ durationMs: { $gte: LONG_MS } });
  if (also.length > 0) filter.$and = also;
  const hint = place !== undefined ? INDEX_OF[place] : keys.length > 0 ? 'found_by_newest' : text === undefined ? walkedBy(asked, isOfOneTenant) : undefined;
  return { filter, sort: ORDERS[sort], hint };
}

/** What the order goes by, beside the id. */
export function placeOf(sort: JobSort): keyof typeof INDEX_OF | undefined {
  if (sort === '-durationMs') return 'durationMs';
  return sort === '-finishedAt' || sort === 'finishedAt' ? 'finishedAt' : undefined;
}

const INDEX_OF = { finishedAt: 'ended_latest', durationMs: 'longest' } as const;

/** A bound on the end would tempt the server to walk by the end and to sort all of it: the order that is asked for is named. */
function walkedBy({ queue, state, type, finishedAfter, finishedBefore, minDurationMs, maxDurationMs }: Asked, isOfOneTenant: boolean): string | undefined {
  if (!isOfOneTenant && [finishedAfter, finishedBefore, minDurationMs, maxDurationMs].every((bound) => bound === undefined)) return undefined;
  if (queue !== undefined) return 'queue_status_newest';
  if (state !== undefined) return 'status_newest';
  if (type !== undefined) return 'type_newest';
  return isOfOneTenant ? 'status_newest' : '_id_';
}

const ORDERS = {
  '-submittedAt': { _id: -1 },
  submittedAt: { _id: 1 },
  '-finishedAt': { finishedAt: -1, _id: -1 },
  finishedAt: { finishedAt: 1, _id: 1 },
  '-durationMs': { durationMs: -1, _id: -1 },
} as const satisfies Record<JobSort, object>;

/** Where the page after this job starts. */
export function cursorAfter(sort: JobSort, job: Pick<JobSummary, 'id'> & Partial<Pick<JobSummary, 'finishedAt' | 'durationMs'>>): string {
  const place = placeOf(sort);
  if (sort === '-submittedAt') return encodeCursor(job.id);
  return encodeKeyCursor(`jobs${sort}`, place === undefined ? job.id : `${job[place] ?? ''}/${job.id}`);
}

function after(sort: JobSort, cursor: string): DocumentFilter<JobDocument> {
  if (sort === '-submittedAt') return { _id: { $lt: decodeCursor(cursor) } };
  if (sort === 'submittedAt') return { _id: { $gt: decodeKeyCursor(`jobs${sort}`, cursor, ID) } };
  if (sort === '-durationMs') {
    const [durationMs, id = ''] = decodeKeyCursor(`jobs${sort}`, cursor, LONG_PLACE).split('/');
    return { durationMs: { $lte: Number(durationMs) }, $or: [{ durationMs: { $lt: Number(durationMs) } }, { _id: { $lt: id } }] };
  }
  const [finishedAt = '', id = ''] = decodeKeyCursor(`jobs${sort}`, cursor, ENDED_PLACE).split('/');
  // The first bound is where the index is entered, the others pass over what stands at the same instant.
  return sort === '-finishedAt'
    ? { finishedAt: { $lte: finishedAt }, $or: [{ finishedAt: { $lt: finishedAt } }, { _id: { $lt: id } }] }
    : { finishedAt: { $gte: finishedAt }, $or: [{ finishedAt: { $gt: finishedAt } }, { _id: { $gt: id } }] };
}

function keysOf({ tag, externalRef, redrivenFrom, scheduleId, parent, worker, fingerprint, failing, rule, purpose }: Asked): string[] {
  const found = findKeys({ tags: tag, externalRef, redrivenFrom, scheduleId, after: parent === undefined ? [] : [parent], ruleId: rule, purpose }) ?? [];
  return [...found.filter((key) => key !== PARENTS), ...runKeys({ workerId: worker, fingerprint }), ...(failing === undefined ? [] : [FAILING])];
}

/** What no index knows. */
function inPassing({ priority, minAttempts, minDurationMs, maxDurationMs }: Asked): DocumentFilter<JobDocument>[] {
  return [
    ...(priority === undefined ? [] : [{ priority }]),
    ...(minAttempts === undefined ? [] : [{ attempt: { $gte: minAttempts } }]),
    ...(minDurationMs === undefined ? [] : [{ durationMs: { $gte: minDurationMs } }]),
    ...(maxDurationMs === undefined ? [] : [{ durationMs: { $lte: maxDurationMs } }]),
  ];
}

/** The id of a job says when it was submitted, near enough to enter an index by it. */
function timesOf({ submittedAfter, submittedBefore, finishedAfter, finishedBefore }: Asked): DocumentFilter<JobDocument>[] {
  return [
    ...(submittedAfter === undefined ? [] : [{ _id: { $gte: firstIdAt(Date.parse(submittedAfter) - CLOCKS_DIFFER_MS) }, submittedAt: { $gte: submittedAfter } }]),
    ...(submittedBefore === undefined ? [] : [{ _id: { $lt: firstIdAt(Date.parse(submittedBefore) + CLOCKS_DIFFER_MS) }, submittedAt: { $lt: submittedBefore } }]),
    ...(finishedAfter === undefined ? [] : [{ finishedAt: { $gte: finishedAfter } }]),
    ...(finishedBefore === undefined ? [] : [{ finishedAt: { $lt: finishedBefore } }]),
  ];
}

function ofText({ keys, idPrefix }: TextMatch): DocumentFilter<JobDocument> {
  const byKey: DocumentFilter<JobDocument> = { foundBy: { $in: [...keys] } };
  if (idPrefix === undefined) return byKey;
  const byId: DocumentFilter<JobDocument> = { _id: { $gte: idPrefix, $lt: `${idPrefix}g` } };
  return keys.length === 0 ? byId : { $or: [byId, byKey] };
}

/** The lowest UUIDv7 of a millisecond. */
export function firstIdAt(ms: number): string {
  const hex = Math.max(0, ms).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}
