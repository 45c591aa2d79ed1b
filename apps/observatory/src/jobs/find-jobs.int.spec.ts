import { brotliDecompressSync } from 'node:zlib';
import { type JobListResponse, type JobSuggestionsResponse, type JobSummary, validator } from '#contracts';
import type { Service } from '#http';
import { type ErrorDocument, ERRORS, FAILING, findKeys, type JobDocument, JOBS, NarrowedDocuments, NOT_NARROWED, ReadModelStore, runKeys } from '#read-model';
import { freshMongo } from '#testing';
import { jobDocument, jobId, Shelf, startObservatory } from '../observatory.harness';
import { keysBeginningWith, lookUpText } from './find-keys';
import { walkOf } from './filter-jobs';

jest.setTimeout(30_000);

const FINGERPRINT = '00000000000000f1';
const JOBS_MADE = 30;
const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
/** Made when its id says so. */
const idAt = (second: number): string => `${Date.parse(at(second)).toString(16).padStart(12, '0').replace(/^(.{8})(.{4})$/, '$1-$2')}-7000-8000-${second.toString(16).padStart(12, '0')}`;

/** Every second one has ended, the later ones first; every third was tried by worker-a in vain. */
function madeJob(n: number): JobDocument {
  const facts = { tags: [n % 2 === 0 ? 'even' : 'odd', `n=${n}`], ...(n % 10 === 0 ? { externalRef: `order-${n}` } : {}), ...(n === 7 ? { externalRef: 'label-\u{1f600}' } : {}) };
  const failed = n % 3 === 0;
  return jobDocument(n, {
    ...facts, _id: idAt(n), submittedAt: at(n), priority: n % 5 === 0 ? 'high' : 'normal', attempt: n % 4, status: n % 2 === 0 ? 'COMPLETED' : failed ? 'RETRYING' : 'QUEUED', startedAt: at(n + 1),
    ...(n % 2 === 0 ? { finishedAt: at(100 - (n % 8)), startedAt: at(100 - (n % 8) - n), durationMs: n * 1_000 } : {}), ...(failed ? { workerId: 'worker-a', fingerprint: FINGERPRINT } : {}),
    foundBy: [...(findKeys(facts) ?? []), ...(failed ? runKeys({ workerId: 'worker-a', fingerprint: FINGERPRINT, ended: 'FAILED' }) : []), ...(failed && n % 2 === 1 ? [FAILING] : [])],
  });
}

describe('jobs that match', () => {
  let store: ReadModelStore;
  let shelf: Shelf;
  let service: Service;

  beforeAll(async () => {
    const mongo = await freshMongo();
    store = new ReadModelStore({ ...mongo, name: 'spec' }).open();
    shelf = new Shelf(store);
    await shelf.build();
    await shelf.put(...Array.from({ length: JOBS_MADE }, (_, index) => madeJob(index + 1)));
    await store.documents<ErrorDocument>(shelf.collection(ERRORS)).insertOne({ _id: FINGERPRINT, tenantId: 'default', code: 'http_status', message: 'the server (a.b) answered 500', type: 'simulate.work', queue: 'default', count: 1, firstSeen: at(1), lastSeen: at(1), jobIds: [], version: 1, position: 1 });
    await shelf.reach(JOBS_MADE);
    service = await startObservatory(mongo);
  });
  afterAll(async () => {
    await service.stop();
    await store.close();
  });

  const get = (url: string) => service.app.inject({ method: 'GET', url });
  const list = async (query: string): Promise<JobListResponse> => {
    const answer = await get(`/v1/jobs?${query}`);
    const body = answer.json<JobListResponse>();
    expect([query, answer.statusCode, validator('JobListResponse')(body)]).toEqual([query, 200, { ok: true, value: body }]);
    return body;
  };
  const numberOf = ({ id }: Pick<JobSummary, 'id'>): number => Number.parseInt(id.slice(-12), 16);
  const walk = async (query: string): Promise<number[]> => {
    const seen: number[] = [];
    for (let cursor: string | undefined, pages = 0; pages < 40; pages += 1) {
      const page: JobListResponse = await list(`${query}${cursor === undefined ? '' : `&cursor=${cursor}`}`);
      seen.push(...page.items.map(numberOf));
      if (page.nextCursor === undefined) return seen;
      cursor = page.nextCursor;
    }
    throw new Error('there is no end of it');
  };
  const ALL = Array.from({ length: JOBS_MADE }, (_, index) => JOBS_MADE - index);
  const ended = (n: number): string => `${at(100 - (n % 8))}/${idAt(n)}`;

  it.each<[string, (n: number) => boolean]>([
    ['state=QUEUED&state=RETRYING', (n) => n % 2 === 1],
    ['priority=high', (n) => n % 5 === 0],
    ['worker=worker-a', (n) => n % 3 === 0],
    [`fingerprint=${FINGERPRINT}&state=COMPLETED`, (n) => n % 6 === 0],
    ['failing=true', (n) => n % 3 === 0 && n % 2 === 1],
    ['failing=true&worker=worker-a&tag=odd&priority=high', (n) => n === 15],
    [`submittedAfter=${at(20)}`, (n) => n >= 20],
    [`submittedBefore=${at(5)}`, (n) => n < 5],
    [`submittedAfter=${at(5)}&submittedBefore=${at(8)}&queue=default`, (n) => n >= 5 && n < 8],
    [`finishedAfter=${at(98)}`, (n) => n % 2 === 0 && n % 8 <= 2],
    [`finishedBefore=${at(96)}`, (n) => n % 2 === 0 && n % 8 > 4],
    ['minDurationMs=20000', (n) => n % 2 === 0 && n >= 20],
    ['maxDurationMs=4000', (n) => n % 2 === 0 && n <= 4],
    ['minDurationMs=10000&maxDurationMs=14000&state=COMPLETED', (n) => n === 10 || n === 12 || n === 14],
    ['minAttempts=3', (n) => n % 4 === 3],
    ['q=n=2', (n) => n === 2 || n >= 20 && n <= 29],
    ['q=order-', (n) => n % 10 === 0],
    ['q=label-', (n) => n === 7],
    [`q=${encodeURIComponent('label-\u{1f600}')}`, (n) => n === 7],
    ['q=ORDER-', () => false],
    ['q=http_status', (n) => n % 3 === 0],
    [`q=${encodeURIComponent('(A.B)')}`, (n) => n % 3 === 0],
    [`q=${encodeURIComponent('(.*)')}`, () => false],
    [`q=${idAt(7)}`, (n) => n === 7],
    [`q=${idAt(7).slice(0, 11)}`, (n) => idAt(n).startsWith(idAt(7).slice(0, 11))],
    ['q=even&worker=worker-a&priority=normal', (n) => n % 6 === 0 && n % 5 !== 0],
  ])('by %s, page after page', async (query, wanted) => {
    const expected = ALL.filter(wanted);
    for (const limit of [3, 200]) expect(await walk(`${query}&limit=${limit}`)).toEqual(expected);
    expect((await list(`${query}&count=true&limit=1`)).total).toEqual({ value: expected.length, capped: false });
  });

  it.each<[string, number[]]>([
    ['submittedAt', [...ALL].reverse()],
    ['-finishedAt', ALL.filter((n) => n % 2 === 0).sort((a, b) => (ended(a) < ended(b) ? 1 : -1))],
    ['finishedAt', ALL.filter((n) => n % 2 === 0).sort((a, b) => (ended(a) < ended(b) ? -1 : 1))],
    ['-durationMs', ALL.filter((n) => n % 2 === 0)],
  ])('in the order of %s, each once, page after page', async (sort, expected) => {
    for (const limit of [1, 4, 200]) expect(await walk(`sort=${sort}&limit=${limit}`)).toEqual(expected);
    expect(await walk(`sort=${sort}&limit=2&worker=worker-a`)).toEqual(expected.filter((n) => n % 3 === 0));
  });

  it('a cursor of one order is none of another', async () => {
    const { nextCursor } = await list('sort=finishedAt&limit=1');
    expect((await get(`/v1/jobs?sort=-finishedAt&cursor=${nextCursor}`)).json()).toMatchObject({ status: 400, code: 'invalid_cursor' });
    expect((await get(`/v1/jobs?cursor=${nextCursor}`)).json()).toMatchObject({ status: 400, code: 'invalid_cursor' });
  });

  it('with the fields that are asked for, and those that are always there', async () => {
    const [job] = (await list('fields=tags,workerId&limit=1&tag=n%3D30')).items;
    expect(job).toMatchObject({ id: idAt(30), status: 'COMPLETED', tags: ['even', 'n=30'], workerId: 'worker-a' });
    expect(job).not.toHaveProperty('externalRef');
    expect(job).not.toHaveProperty('finishedAt');
    expect((await list('fields=tags&sort=-finishedAt&limit=2')).nextCursor).toBeDefined();
  });

  it('counted up to a bound', async () => {
    expect((await list('count=true&limit=1')).total).toEqual({ value: JOBS_MADE, capped: false });
    expect((await list('limit=1')).total).toBeUndefined();
    expect((await list('count=true&q=nothing-like-it')).total).toEqual({ value: 0, capped: false });
  });

  it.each([['tag', 'n=1', ['n=1', ...Array.from({ length: 10 }, (_, index) => `n=1${index}`)]], ['tag', 'e', ['even']], ['type', 'sim', ['simulate.work']], ['type', 'x', []], ['queue', '', []], ['worker', 'w', []]])('completes %s %j', async (field, prefix, expected) => {
    const answer = await get(`/v1/jobs/suggestions?field=${field}&prefix=${encodeURIComponent(prefix)}`);
    const body = answer.json<JobSuggestionsResponse>();
    expect(validator('JobSuggestionsResponse')(body)).toEqual({ ok: true, value: body });
    expect(body.items.map(({ value }) => value)).toEqual(expected);
  });

  it('steps from key to key, however many jobs have each', async () => {
    const jobs = store.documents<JobDocument>(shelf.collection(JOBS));
    expect(await keysBeginningWith(new NarrowedDocuments(jobs, NOT_NARROWED), 'tag:', 2)).toEqual(['tag:even', 'tag:n=1']);
    const plan = (await jobs.find({ foundBy: { $elemMatch: { $gt: 'tag:even', $lt: 'tag:\uffff' } } }, { hint: 'found_by_newest' }).limit(1).explain('executionStats')) as { executionStats: { totalKeysExamined: number } };
    expect(plan.executionStats.totalKeysExamined).toBeLessThanOrEqual(2);
  });

  it('finds a text along indexes, without sorting in memory', async () => {
    const jobs = store.documents<JobDocument>(shelf.collection(JOBS));
    for (const q of ['n=2', 'order-', idAt(7).slice(0, 13)]) {
      const { filter, sort, hint } = walkOf({}, await lookUpText(q, new NarrowedDocuments(jobs, NOT_NARROWED), new NarrowedDocuments(store.documents<ErrorDocument>(shelf.collection(ERRORS)), NOT_NARROWED)));
      const plan = JSON.stringify(await jobs.find(filter, { hint }).sort(sort).limit(10).explain('queryPlanner'));
      expect([q, plan.includes('"stage":"SORT"'), plan.includes('"COLLSCAN"')]).toEqual([q, false, false]);
    }
  });

  it('all of them as lines of JSON', async () => {
    const answer = await get('/v1/jobs/export?tag=even');
    expect(answer.headers).toMatchObject({ 'content-type': 'application/x-ndjson; charset=utf-8', 'x-position': String(JOBS_MADE), 'content-disposition': 'attachment; filename="jobs.ndjson"' });
    const jobs = answer.body.trim().split('\n').map((line) => JSON.parse(line) as JobSummary);
    for (const job of jobs) expect(validator('JobSummary')(job)).toMatchObject({ ok: true });
    expect(jobs.map(numberOf)).toEqual(ALL.filter((n) => n % 2 === 0));
  });

  it('all of them as a table', async () => {
    const answer = await get('/v1/jobs/export?format=csv&q=order-');
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    const [head, ...rows] = answer.body.trim().split('\r\n');
    expect([head?.split(',').slice(0, 4), rows.map((row) => row.split(',')[0])]).toEqual([['id', 'type', 'queue', 'status'], [idAt(30), idAt(20), idAt(10)]]);
    expect((await get('/v1/jobs/export?format=csv&tag=none')).body).toBe(`${head}\r\n`);
    expect((await get('/v1/jobs/export?format=xml')).statusCode).toBe(400);
  });

  it('not sent again to whoever has them, and compressed for whoever reads that', async () => {
    const ask = (headers: Record<string, string>, url = '/v1/jobs?limit=20') => service.app.inject({ method: 'GET', url, headers });
    const plain = await ask({});
    const etag = String(plain.headers['etag']);
    const again = await ask({ 'if-none-match': etag });
    expect([again.statusCode, again.body, again.headers['etag'], again.headers['x-position']]).toEqual([304, '', etag, String(JOBS_MADE)]);
    expect((await ask({ 'if-none-match': etag }, '/v1/jobs?limit=19')).statusCode).toBe(200);
    const small = await ask({ 'accept-encoding': 'gzip, br' });
    expect(small.headers).toMatchObject({ 'content-encoding': 'br', vary: 'accept-encoding', etag });
    // Nobody tells this observatory of the log's end, so what it says of its age grows from one answer to the next.
    const ageless = (body: string): string => body.replace(/"lagMs":\d+/, '"lagMs":0');
    expect(ageless(brotliDecompressSync(small.rawPayload).toString())).toBe(ageless(plain.body));
    expect(small.rawPayload.length).toBeLessThan(plain.rawPayload.length / 4);
  });

  it('knows a job by its address all the same', async () => {
    expect((await get(`/v1/jobs/${jobId(99)}`)).statusCode).toBe(404);
  });
});
