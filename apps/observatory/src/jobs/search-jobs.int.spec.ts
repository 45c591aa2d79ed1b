import { decodedRaw, type DocumentCollection, findKeys, type JobDocument, JOBS, NarrowedDocuments, NOT_NARROWED, ReadModelStore, runKeys } from '#read-model';
import { freshMongo } from '#testing';
import { jobDocument, Shelf } from '../observatory.harness';
import { cursorAfter, type Asked, type JobWalk, walkOf } from './filter-jobs';
import { SORTS } from './list-jobs.query';
import { type Reads, search, walkAlong } from './search-jobs';

jest.setTimeout(30_000);

const JOBS_IN_ALL = 120;
const STRETCHES = { first: 7, least: 7, most: 7 };

/** Every fortieth job is urgent; many ended at the same instant and took as long. */
function varied(number: number): Partial<JobDocument> {
  const ended = number % 5 !== 0;
  const facts = number % 3 === 0 ? { tags: ['blue'] } : {};
  return {
    ...facts,
    tenantId: number % 3 === 1 ? 'acme' : 'default',
    foundBy: findKeys(facts) ?? runKeys({ workerId: `w${number % 2}` }),
    type: number % 2 === 0 ? 'even.type' : 'odd.type',
    queue: number % 4 === 0 ? 'fourth' : 'default',
    priority: number % 40 === 7 ? 'high' : 'normal',
    submittedAt: new Date(1_900_000_000_000 + number * 1_000).toISOString(),
    ...(ended ? { status: 'COMPLETED', finishedAt: new Date(1_900_000_000_000 + Math.floor(number / 10) * 1_000).toISOString(), durationMs: 1_000 + Math.floor(number / 10) } : {}),
  };
}

describe('a search for what no index knows', () => {
  let store: ReadModelStore;
  let jobs: DocumentCollection<JobDocument>;
  let of: NarrowedDocuments<JobDocument>;
  let tooSlow: Error;
  let tries = 0;

  /** As the list reads, but that the first try is always too slow. */
  const reads: Reads = {
    page: (walk, limit) => {
      tries += 1;
      return tries === 1 ? Promise.reject(tooSlow) : (of.find(walk.filter, { hint: walk.hint, raw: true, limit, batchSize: limit, singleBatch: true }).sort(walk.sort).toArray() as unknown as Promise<Buffer[]>);
    },
    jobAfter: async ({ filter, sort, hint }, passed) => {
      const [job] = await of.find(filter, { hint, limit: 1, skip: passed }).sort(sort).toArray();
      return job && { id: job._id, finishedAt: job.finishedAt, durationMs: job.durationMs };
    },
  };

  beforeAll(async () => {
    const mongo = await freshMongo();
    store = new ReadModelStore({ url: mongo.url, database: mongo.database, name: 'spec' }).open();
    const shelf = new Shelf(store);
    await shelf.build();
    await shelf.put(...Array.from({ length: JOBS_IN_ALL }, (_, index) => jobDocument(index + 1, varied(index + 1))));
    jobs = store.documents<JobDocument>(shelf.collection(JOBS));
    of = new NarrowedDocuments(jobs, NOT_NARROWED);
    tooSlow = await jobs.find({ $where: 'sleep(50) || true' }, { maxTimeMS: 1 }).toArray().then(() => new Error('it was quick'), (error: unknown) => error as Error);
  });
  afterAll(() => store.close());

  /** Page after page, each given up after its first stretch. */
  async function everything(asked: Asked, limit: number, isOfOneTenant = false): Promise<{ ids: string[]; pages: number }> {
    const ids: string[] = [];
    let { cursor } = asked;
    for (let pages = 1; ; pages += 1) {
      tries = 0;
      let time = 0;
      const found = await search(reads, { asked: { ...asked, cursor }, isOfOneTenant }, limit, () => (time += 10_000), STRETCHES);
      const documents = found.documents.map((bytes) => decodedRaw<JobDocument>(bytes));
      ids.push(...documents.map(({ _id }) => _id));
      const last = documents.length >= limit ? documents.at(-1) : undefined;
      const end = last === undefined ? found.searchedUntil : { ...last, id: last._id };
      if (end === undefined) return { ids, pages };
      cursor = cursorAfter(asked.sort ?? '-submittedAt', end);
    }
  }

  const filters: Asked[] = [
    { priority: 'high' }, { priority: 'high', state: ['COMPLETED'] }, { priority: 'high', queue: 'default' }, { queue: 'fourth', minAttempts: 3 }, { priority: 'high', type: 'odd.type' }, { priority: 'normal', tag: ['blue'] },
    { priority: 'normal', worker: 'w1', state: ['COMPLETED'] }, { maxDurationMs: 1_003 }, { priority: 'high', submittedBefore: new Date(1_900_000_000_000 + 60_000).toISOString() }, { finishedBefore: '2001-01-01T00:00:00.000Z' },
  ];

  it.each(SORTS.flatMap((sort) => filters.map((filter) => [{ ...filter, sort }] as const)))('finds all of %j, each once and in order', async (asked) => {
    const { filter, sort } = walkOf(asked);
    const expected = (await jobs.find(filter).sort(sort).toArray()).map(({ _id }) => _id);
    const { ids, pages } = await everything(asked, 5);
    expect(ids).toEqual(expected);
    expect(pages).toBeGreaterThan(1);
  });

  it.each(filters)('finds all of %j among the jobs of a tenant, along its own indexes', async (asked) => {
    const { filter, sort } = walkOf(asked, undefined, true);
    const expected = (await jobs.find({ $and: [filter, { tenantId: 'acme' }] }).sort(sort).toArray()).map(({ _id }) => _id);
    of = new NarrowedDocuments(jobs, { within: { tenantId: 'acme' }, indexFor: (index) => `tenant_${index}` });
    expect((await everything(asked, 5, true)).ids).toEqual(expected);
    of = new NarrowedDocuments(jobs, NOT_NARROWED);
  });

  it('says how far was looked when nothing was found in the time that there is, and nothing of it when all was looked at', async () => {
    tries = 0;
    let time = 0;
    const given = await search(reads, { asked: { minAttempts: 9 }, isOfOneTenant: false }, 5, () => (time += 10_000), STRETCHES);
    expect([given.documents, given.searchedUntil?.id]).toEqual([[], (await jobs.find().sort({ _id: -1 }).skip(7).limit(1).toArray())[0]?._id]);
    tries = 0;
    expect(await search(reads, { asked: { minAttempts: 9 }, isOfOneTenant: false }, 5, () => 0, STRETCHES)).toEqual({ documents: [] });
  });

  it('knows how far a stretch goes from the index alone', async () => {
    const asked: Asked[] = [{}, { state: ['COMPLETED'] }, { queue: 'default' }, { queue: 'default', state: ['QUEUED', 'COMPLETED'], type: 'odd.type' }, { type: 'odd.type' }, { sort: '-durationMs' }];
    for (const one of asked) {
      const { filter, sort, hint }: JobWalk = walkAlong({ asked: { ...one, priority: 'high' }, isOfOneTenant: false });
      const projection = Object.fromEntries([...Object.keys(sort), '_id'].map((field) => [field, 1]));
      const plan = (await jobs.find(filter, { hint, projection }).sort(sort).skip(10).limit(1).explain('executionStats')) as { executionStats: { totalDocsExamined: number; totalKeysExamined: number } };
      expect([one, plan.executionStats.totalDocsExamined]).toEqual([one, 0]);
    }
  });
});
