import { JOB_STATUSES, type JobListResponse, type JobStatus } from '#contracts';
import type { Service } from '#http';
import { type DocumentCollection, findKeys, type JobDocument, JOBS, ReadModelStore, runKeys } from '#read-model';
import { freshMongo } from '#testing';
import { jobDocument, jobId, Shelf, startObservatory } from '../observatory.harness';
import { SORTS } from './list-jobs.query';

jest.setTimeout(60_000);

const JOBS_AT_FIRST = 60;
const LIMIT = 9;

/** The same numbers each time: a list that fails fails again. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** One in three is blue; most have ended, many at the same instant and after as long. */
function made(number: number, status: JobStatus): JobDocument {
  const facts = { tags: number % 3 === 0 ? ['blue'] : [] };
  const ended = status === 'COMPLETED' || status === 'FAILED';
  return jobDocument(number, {
    ...facts, status, queue: number % 2 === 0 ? 'even' : 'odd', foundBy: [...(findKeys(facts) ?? []), ...runKeys({ workerId: `w${number % 2}` })], submittedAt: new Date(1_900_000_000_000 + number).toISOString(),
    ...(ended && { finishedAt: endOf(number), durationMs: 1_000 + (number % 5) }),
  });
}

const endOf = (number: number): string => new Date(1_900_000_000_000 + (number % 11) * 1_000).toISOString();

describe('a list that is paged through while its jobs go on living', () => {
  let store: ReadModelStore;
  let jobs: DocumentCollection<JobDocument>;
  let service: Service;

  beforeAll(async () => {
    const mongo = await freshMongo();
    store = new ReadModelStore({ ...mongo, name: 'spec' }).open();
    const shelf = new Shelf(store);
    await shelf.build();
    await shelf.reach(1);
    jobs = store.documents<JobDocument>(shelf.collection(JOBS));
    service = await startObservatory(mongo);
  });
  afterAll(async () => {
    await service.stop();
    await store.close();
  });

  const page = async (query: string): Promise<JobListResponse> => {
    const answer = await service.app.inject({ method: 'GET', url: `/v1/jobs?${query}` });
    expect([query, answer.statusCode]).toEqual([query, 200]);
    return answer.json<JobListResponse>();
  };

  /** Some jobs come, some go, some end, some are taken up again: in the store, and in what is known of it here. */
  async function moveOn(roll: (below: number) => number, next: number, known: Map<string, JobDocument>): Promise<void> {
    const some = (): string => jobId(1 + roll(next));
    const [come, gone] = [[made(next, 'QUEUED'), made(next + 1, 'COMPLETED')], [some(), some()]];
    for (const id of gone) known.delete(id);
    for (const job of come) known.set(job._id, job);
    const changed = Array.from({ length: 8 }, some).flatMap((id) => {
      const job = known.get(id);
      const status = JOB_STATUSES[roll(JOB_STATUSES.length)] ?? 'QUEUED';
      // When it ended is said once.
      const ended = (status === 'COMPLETED' || status === 'FAILED') && job?.finishedAt === undefined ? { finishedAt: endOf(roll(1_000)), durationMs: 1_000 + roll(9) } : {};
      if (job === undefined) return [];
      known.set(id, { ...job, ...ended, status });
      return [{ updateOne: { filter: { _id: id }, update: { $set: { status, ...ended } } } }];
    });
    await jobs.bulkWrite([...come.map((document) => ({ insertOne: { document } })), ...changed, { deleteMany: { filter: { _id: { $in: gone } } } }]);
  }

  const FILTERS: readonly [string, (job: JobDocument) => boolean][] = [
    ['', () => true],
    ['state=COMPLETED&state=FAILED', ({ status }) => status === 'COMPLETED' || status === 'FAILED'],
    ['queue=even', ({ queue }) => queue === 'even'],
    ['queue=odd&state=FAILED', ({ queue, status }) => queue === 'odd' && status === 'FAILED'],
    ['tag=blue', ({ tags = [] }) => tags.includes('blue')],
    ['worker=w1&state=COMPLETED', ({ foundBy = [], status }) => foundBy.includes('worker:w1') && status === 'COMPLETED'],
    ['tenant=default', () => true],
  ];

  it.each(SORTS.flatMap((sort) => FILTERS.map(([filter, matches], index) => ({ sort, filter, matches, seed: index + 1 }))))('by $sort, $filter: none is told twice, none is missed that was there throughout', async ({ sort, filter, matches, seed }) => {
    const roll = dice(seed);
    const hasPlace = (job: JobDocument): boolean => (sort.endsWith('submittedAt') ? true : sort === '-durationMs' ? job.durationMs !== undefined : job.finishedAt !== undefined);
    const known = new Map<string, JobDocument>();
    const matching = (): Set<string> => new Set([...known.values()].filter((job) => matches(job) && hasPlace(job)).map(({ _id }) => _id));
    await jobs.deleteMany({});
    for (let number = 1; number <= JOBS_AT_FIRST; number += 1) known.set(jobId(number), made(number, number % 5 === 0 ? 'QUEUED' : number % 7 === 0 ? 'FAILED' : 'COMPLETED'));
    await jobs.insertMany([...known.values()]);

    let throughout = matching();
    const ever = new Set(throughout);
    const seen: string[] = [];
    for (let cursor: string | undefined, next = JOBS_AT_FIRST + 1; ; next += 2) {
      const { items, nextCursor }: JobListResponse = await page(`limit=${LIMIT}&sort=${sort}${filter === '' ? '' : `&${filter}`}${cursor === undefined ? '' : `&cursor=${cursor}`}`);
      seen.push(...items.map(({ id }) => id));
      if (nextCursor === undefined) break;
      cursor = nextCursor;
      await moveOn(roll, next, known);
      const now = matching();
      throughout = new Set([...throughout].filter((id) => now.has(id)));
      for (const id of now) ever.add(id);
    }

    expect(seen).toHaveLength(new Set(seen).size);
    expect([...throughout].filter((id) => !seen.includes(id))).toEqual([]);
    expect(seen.filter((id) => !ever.has(id))).toEqual([]);
    expect(ever.size).toBeGreaterThan(0);
  });
});
