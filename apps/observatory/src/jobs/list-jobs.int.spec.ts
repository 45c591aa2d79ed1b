import { type JobListResponse, type Problem, validator } from '#contracts';
import type { Service } from '#http';
import { findKeys, type JobDocument, JOBS, ReadModelStore } from '#read-model';
import { freshMongo } from '#testing';
import { EPOCH, jobDocument, jobId, Shelf, startObservatory } from '../observatory.harness';
import { encodeCursor } from './job-cursor';
import { SORTS } from './list-jobs.query';
import { walkOf } from './filter-jobs';

jest.setTimeout(30_000);

const [SCHEDULE, PARENT] = ['0193aaaa-0000-7000-8000-000000000008', '0193aaaa-0000-7000-8000-000000000009'];

/** Every third job is blue, every second of those large; a few belong to something. */
function findable(number: number): Partial<JobDocument> {
  const facts = {
    ...(number % 3 === 0 ? { tags: ['blue', ...(number % 6 === 0 ? ['size=large'] : [])] } : {}),
    ...(number % 7 === 0 ? { externalRef: `order #${number} für "uns"`, scheduleId: SCHEDULE, timeoutMs: 5_000, retry: { strategy: 'fixed' as const } } : {}),
    ...(number > 20 ? { after: [jobId(1), PARENT], onParentFailure: 'run' as const } : {}),
    ...(number === 9 ? { redrivenFrom: jobId(8) } : {}),
  };
  return { ...facts, foundBy: findKeys(facts) };
}

describe('the list of jobs', () => {
  let store: ReadModelStore;
  let shelf: Shelf;
  let service: Service;

  beforeAll(async () => {
    const mongo = await freshMongo();
    store = new ReadModelStore({ ...mongo, name: 'spec' }).open();
    shelf = new Shelf(store);
    await shelf.build();
    await shelf.put(
      ...Array.from({ length: 25 }, (_, index) =>
        jobDocument(index + 1, {
          status: index % 2 === 0 ? 'COMPLETED' : 'QUEUED', queue: index % 5 === 0 ? 'mail' : 'default', type: index < 10 ? 'http.request' : 'simulate.work', result: '{"big":true}', ...findable(index + 1),
        }),
      ),
    );
    service = await startObservatory(mongo);
  });
  beforeEach(() => shelf.reach(25));
  afterAll(async () => {
    await service.stop();
    await store.close();
  });

  const get = (url: string) => service.app.inject({ method: 'GET', url });
  const list = async (query = ''): Promise<JobListResponse> => {
    const answer = await get(`/v1/jobs${query}`);
    const page = answer.json<JobListResponse>();
    expect([answer.statusCode, validator('JobListResponse')(page)]).toEqual([200, { ok: true, value: page }]);
    return page;
  };
  const numbers = (page: JobListResponse): number[] => page.items.map((job) => Number.parseInt(job.id.slice(-12), 16));
  const expectProblem = async (url: string, status: number, code: string): Promise<Problem> => {
    const answer = await get(url);
    expect([answer.statusCode, answer.headers['content-type'], answer.json<Problem>().code]).toEqual([status, expect.stringContaining('application/problem+json'), code]);
    return answer.json<Problem>();
  };

  it('newest first, without payload and result, with the position it is true for', async () => {
    const page = await list('?limit=3');
    expect(numbers(page)).toEqual([25, 24, 23]);
    expect(page.items[0]).not.toHaveProperty('payload');
    expect(page.items[0]).not.toHaveProperty('result');
    expect(page.freshness).toEqual({ position: 25, headPosition: 25, lagEvents: 0, lagMs: 0, epoch: EPOCH, projection: 'jobs@5' });
  });

  it('page after page, each job once, even while new ones come', async () => {
    const seen: number[] = [];
    const added: string[] = [];
    let query = '?limit=7';
    for (let pages = 0; pages < 10; pages += 1) {
      const page = await list(query);
      seen.push(...numbers(page));
      if (!page.nextCursor) break;
      await shelf.put(jobDocument(100 + pages));
      added.push(jobId(100 + pages));
      query = `?limit=7&cursor=${page.nextCursor}`;
    }
    await store.documents<JobDocument>(shelf.collection(JOBS)).deleteMany({ _id: { $in: added } });
    expect(seen).toEqual(Array.from({ length: 25 }, (_, index) => 25 - index));
  });

  it('ends with the last full page', async () => {
    expect((await list('?limit=25')).nextCursor).toBeUndefined();
  });

  it.each([
    ['state=QUEUED', (n: number) => n % 2 === 0],
    ['queue=mail', (n: number) => n % 5 === 1],
    ['type=http.request', (n: number) => n <= 10],
    ['queue=mail&state=COMPLETED', (n: number) => n % 5 === 1 && n % 2 === 1],
    ['queue=mail&type=http.request&state=QUEUED', (n: number) => n % 5 === 1 && n % 2 === 0 && n <= 10],
    ['queue=nobody', () => false],
    ['tag=blue', (n: number) => n % 3 === 0],
    ['tag=blue&tag=size%3Dlarge', (n: number) => n % 6 === 0],
    ['tag=size=large&tag=blue&state=QUEUED&queue=default', (n: number) => n % 6 === 0 && n % 5 !== 1],
    ['tag=red', () => false],
    [`externalRef=${encodeURIComponent('order #14 für "uns"')}`, (n: number) => n === 14],
    ['externalRef=order', () => false],
    [`scheduleId=${SCHEDULE}`, (n: number) => n % 7 === 0],
    [`scheduleId=${SCHEDULE}&tag=blue`, (n: number) => n === 21],
    [`redrivenFrom=${jobId(8)}`, (n: number) => n === 9],
    [`parent=${jobId(1)}`, (n: number) => n > 20],
    [`parent=${PARENT}&type=simulate.work`, (n: number) => n > 20],
  ])('filtered by %s', async (query, wanted) => {
    const all = Array.from({ length: 25 }, (_, index) => 25 - index);
    expect(numbers(await list(`?${query}`))).toEqual(all.filter(wanted));
  });

  it('found by a tag, page after page', async () => {
    const seen: number[] = [];
    let query = '?limit=3&tag=blue';
    for (let page = await list(query); ; page = await list(query)) {
      seen.push(...numbers(page));
      if (page.nextCursor === undefined) break;
      query = `?limit=3&tag=blue&cursor=${page.nextCursor}`;
    }
    expect(seen).toEqual([24, 21, 18, 15, 12, 9, 6, 3]);
  });

  it('with what they are found by, without what only one of them is looked at for', async () => {
    const [job] = (await list(`?scheduleId=${SCHEDULE}&limit=1`)).items;
    expect(job).toMatchObject({ tags: ['blue'], externalRef: 'order #21 für "uns"', scheduleId: SCHEDULE });
    const answer = await get(`/v1/jobs/${jobId(21)}`);
    expect(validator('JobDetailResponse')(answer.json())).toMatchObject({ ok: true });
    expect(answer.json()).toMatchObject({ job: { retry: { strategy: 'fixed' }, timeoutMs: 5_000, after: [jobId(1), PARENT], onParentFailure: 'run' } });
  });

  it('along an index, without sorting in memory, whatever the filter', async () => {
    const jobs = store.documents<JobDocument>(shelf.collection(JOBS));
    const base = {};
    const asked: Parameters<typeof walkOf>[0][] = [
      base,
      ...SORTS.flatMap((sort) => [{ sort }, { sort, state: ['QUEUED' as const, 'FAILED' as const] }, { sort, minAttempts: 2, priority: 'high' as const, minDurationMs: 5 }, { sort, submittedAfter: '2026-01-01T00:00:00.000Z', finishedBefore: '2026-02-01T00:00:00.000Z' }]),
      { failing: 'true' }, { worker: 'worker-a', fingerprint: '0123456789abcdef', queue: 'mail' },
      ...[['QUEUED' as const], ['QUEUED' as const, 'RUNNING' as const], undefined].flatMap((state) => [
        { ...base, state },
        { ...base, state, queue: 'mail' },
        { ...base, state, queue: 'mail', type: 'http.request' },
        { ...base, state, type: 'http.request' },
        ...[{ tag: ['blue'] }, { tag: ['blue', 'size=large'] }, { externalRef: 'x' }, { scheduleId: SCHEDULE }, { redrivenFrom: jobId(8) }, { parent: PARENT }].flatMap((found) => [
          { ...base, state, ...found },
          { ...base, state, queue: 'mail', ...found, cursor: encodeCursor(jobId(20)) },
        ]),
      ]),
    ];
    for (const query of asked) {
      const { filter, sort, hint } = walkOf(query);
      const plan = JSON.stringify(await jobs.find(filter, { hint }).sort(sort).limit(10).explain('queryPlanner'));
      expect([query, plan.includes('"SORT"'), plan.includes('"COLLSCAN"'), hint === undefined || plan.includes(`"indexName":"${hint}"`)]).toEqual([query, false, false, true]);
    }
  });

  it('reads no more than it shows, however many jobs there are', async () => {
    const { filter, hint } = walkOf({ tag: ['size=large', 'blue'] });
    const { executionStats } = (await store.documents<JobDocument>(shelf.collection(JOBS)).find(filter, { hint }).sort({ _id: -1 }).limit(10).explain('executionStats')) as { executionStats: { totalKeysExamined: number } };
    expect(executionStats.totalKeysExamined).toBeLessThanOrEqual(9);
  });

  it('with plain jobs outside the index that they are not found by', async () => {
    const [stats] = await store.documents(shelf.collection(JOBS)).aggregate<{ keys: number }>([{ $match: { foundBy: { $exists: true } } }, { $project: { n: { $size: '$foundBy' } } }, { $group: { _id: null, keys: { $sum: '$n' } } }]).toArray();
    const plan = (await store.documents(shelf.collection(JOBS)).find({ foundBy: { $exists: true } }, { hint: 'found_by_newest' }).explain('executionStats')) as { executionStats: { totalKeysExamined: number } };
    expect(plan.executionStats.totalKeysExamined).toBeLessThanOrEqual((stats?.keys ?? 0) + 1);
  });

  it.each([
    ['state=SLEEPING', '/state'],
    ['state=QUEUED&state=SLEEPING', '/state'],
    ['sort=durationMs', '/sort'],
    ['fields=payload', '/fields'],
    ['failing=perhaps', '/failing'],
    ['count=yes', '/count'],
    ['priority=urgent', '/priority'],
    ['submittedAfter=yesterday', '/submittedAfter'],
    ['minDurationMs=-1', '/minDurationMs'],
    ['fingerprint=xyz', '/fingerprint'],
    ['q=%00', '/q'],
    ['limit=0', '/limit'],
    ['limit=201', '/limit'],
    ['limit=many', '/limit'],
    ['queue=UPPER', '/queue'],
    ['queue[$ne]=x', '/queue[$ne]'],
    ['queue=a&queue=b', '/queue'],
    ['type=%00', '/type'],
    ['tag=', '/tag'],
    ['tag=a&tag=%20b', '/tag'],
    [Array.from({ length: 21 }, (_, index) => `tag=t${index}`).join('&'), '/tag'],
    ['tag[$ne]=x', '/tag[$ne]'],
    ['externalRef=%0a', '/externalRef'],
    ['externalRef=a&externalRef=b', '/externalRef'],
    ['scheduleId=nightly', '/scheduleId'],
    ['redrivenFrom=1', '/redrivenFrom'],
    [`parent=${jobId(1).toUpperCase()}`, '/parent'],
    ['atLeast=-1', '/atLeast'],
    ['atLeast=1.5', '/atLeast'],
    ['colour=red', '/colour'],
  ])('refuses %s', async (query, pointer) => {
    const problem = await expectProblem(`/v1/jobs?${query}`, 400, 'validation_failed');
    expect(problem.errors?.map((error) => error.pointer)).toContain(pointer);
  });

  it.each(['x', 'e30', encodeCursor('not-an-id'), `${encodeCursor(jobId(1))}=`, encodeCursor(jobId(1)).slice(0, -2), '%00'])('refuses the cursor %s', async (cursor) => {
    await expectProblem(`/v1/jobs?cursor=${encodeURIComponent(cursor)}`, 400, 'invalid_cursor');
  });
});
