import { type JobListResponse, type Problem, validator } from '#contracts';
import type { Service } from '#http';
import { type JobDocument, JOBS, NO_JOBS, ReadModelStore } from '#read-model';
import { freshMongo } from '#testing';
import { EPOCH, jobDocument, jobId, Shelf, startObservatory } from '../observatory.harness';
import { encodeCursor } from './job-cursor';

jest.setTimeout(30_000);

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
        jobDocument(index + 1, { status: index % 2 === 0 ? 'COMPLETED' : 'QUEUED', queue: index % 5 === 0 ? 'mail' : 'default', type: index < 10 ? 'http.request' : 'simulate.work', result: '{"big":true}' }),
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
    expect(page.freshness).toEqual({ position: 25, headPosition: 25, lagEvents: 0, lagMs: 0, epoch: EPOCH, projection: 'jobs@1' });
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
  ])('filtered by %s', async (query, wanted) => {
    const all = Array.from({ length: 25 }, (_, index) => 25 - index);
    expect(numbers(await list(`?${query}`))).toEqual(all.filter(wanted));
  });

  it('along an index, without sorting in memory, whatever the filter', async () => {
    const jobs = store.documents(shelf.collection(JOBS));
    const statuses = Object.keys(NO_JOBS);
    for (const filter of [{}, { status: 'QUEUED' }, { queue: 'mail', status: { $in: statuses } }, { queue: 'mail', status: 'QUEUED', type: 'http.request' }, { type: 'http.request' }]) {
      const plan = JSON.stringify(await jobs.find(filter).sort({ _id: -1 }).limit(10).explain('queryPlanner'));
      expect([plan.includes('"SORT"'), plan.includes('"COLLSCAN"')]).toEqual([false, false]);
    }
  });

  it.each([
    ['state=SLEEPING', '/state'],
    ['limit=0', '/limit'],
    ['limit=201', '/limit'],
    ['limit=many', '/limit'],
    ['queue=UPPER', '/queue'],
    ['queue[$ne]=x', '/queue[$ne]'],
    ['queue=a&queue=b', '/queue'],
    ['type=%00', '/type'],
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
