import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type JobListResponse, type Problem, type ReadyResponse, validator } from '#contracts';
import type { Service } from '#http';
import { NO_JOBS, ReadModelStore } from '#read-model';
import { eventually, type FaultProxy, faultProxy, freshMongo } from '#testing';
import { envelopeText, jobDocument, jobId, Shelf, startObservatory } from './observatory.harness';

jest.setTimeout(30_000);

describe('the observatory', () => {
  let store: ReadModelStore;
  let shelf: Shelf;
  let service: Service;

  beforeEach(async () => {
    const mongo = await freshMongo();
    store = new ReadModelStore({ ...mongo, name: 'spec' }).open();
    shelf = new Shelf(store);
    service = await startObservatory(mongo);
  });
  afterEach(async () => {
    await service.stop();
    await store.close();
  });

  const get = (url: string) => service.app.inject({ method: 'GET', url });
  const listed = async (): Promise<number[]> => (await get('/v1/jobs')).json<JobListResponse>().items.map((job) => Number.parseInt(job.id.slice(-12), 16));
  const expectProblem = async (url: string, status: number, code: string) => {
    const answer = await get(url);
    expect([answer.statusCode, answer.headers['content-type'], answer.json<Problem>().code]).toEqual([status, expect.stringContaining('application/problem+json'), code]);
    return answer;
  };

  it('shows one job with whatever JSON its client and its handler made up', async () => {
    await shelf.build();
    const payload = { $where: 1, 'a.b': { _bsontype: 'ObjectId', $oid: 'x' }, '': null, 'zero\u0000byte': [1.5, -0, 1e300] };
    await shelf.put(jobDocument(1, { status: 'FAILED', payload: JSON.stringify(payload), result: 'null', error: { code: 'boom', message: 'it broke', details: '{"$set":{"x":1}}' } }));
    await shelf.reach(7, 9);
    const answer = await get(`/v1/jobs/${jobId(1)}`);
    expect(validator('JobDetailResponse')(answer.json())).toMatchObject({ ok: true });
    expect(answer.json()).toMatchObject({ job: { id: jobId(1), payload: JSON.parse(JSON.stringify(payload)) as object, result: null, error: { details: { $set: { x: 1 } } } }, freshness: { position: 7, headPosition: 9, lagEvents: 2 } });
    expect(answer.headers).toMatchObject({ 'x-position': '7', 'x-lag-ms': expect.stringMatching(/^\d+$/) as string, 'cache-control': 'private, no-cache' });
  });

  it('tells the life of a job', async () => {
    await shelf.build();
    await shelf.tell({
      _id: jobId(1), version: 1, position: 1,
      status: 'QUEUED', envelopes: [envelopeText(jobId(1), 1, 'job.submitted', { previousStatus: null, priority: 'normal', payload: {}, maxAttempts: 5, submittedAt: '2026-01-01T00:00:00.000Z' })],
    });
    const answer = await get(`/v1/jobs/${jobId(1)}/timeline`);
    expect(validator('TimelineResponse')(answer.json())).toMatchObject({ ok: true });
    expect(answer.json()).toMatchObject({ jobId: jobId(1), entries: [{ summary: 'Submitted to queue default as simulate.work', details: { queue: 'default' } }], freshness: { projection: 'timeline@5' } });
  });

  it('counts, from nothing on', async () => {
    await shelf.build();
    const nothing = await get('/v1/overview');
    expect(validator('OverviewResponse')(nothing.json())).toMatchObject({ ok: true });
    await shelf.count({ counts: { ...NO_JOBS, QUEUED: 2 }, submitted: 2, queues: [{ queue: 'mail', counts: { ...NO_JOBS, QUEUED: 2 } }] });
    await shelf.reach(1);
    const answer = await get('/v1/overview?atLeast=1');
    expect(validator('OverviewResponse')(answer.json())).toMatchObject({ ok: true });
    expect(answer.json()).toMatchObject({ counts: { QUEUED: 2, RUNNING: 0 }, submitted: 2, queues: [{ queue: 'mail', counts: { QUEUED: 2 } }], freshness: { projection: 'overview@2' } });
  });

  it('does not know what is not there, and says up to where it looked', async () => {
    await shelf.build();
    await shelf.reach(3);
    for (const path of [`/v1/jobs/${jobId(1)}`, `/v1/jobs/${jobId(1)}/timeline`]) {
      const answer = await expectProblem(path, 404, 'not_found');
      expect([answer.headers['x-position'], answer.json<Problem>().detail]).toEqual(['3', expect.stringContaining('up to position 3')]);
    }
  });

  it.each(['/v1/jobs/1', `/v1/jobs/${jobId(1).toUpperCase()}`, '/v1/jobs/..%2f', `/v1/jobs/${jobId(1)}/timeline?atLeast=x`])('refuses %s', async (path) => {
    await shelf.build();
    await expectProblem(path, 400, 'validation_failed');
  });

  it('waits until it has the position that a caller asks for', async () => {
    await shelf.build();
    await shelf.reach(1);
    const waiting = [4, 4, 5].map((atLeast) => get(`/v1/overview?atLeast=${atLeast}`));
    await shelf.reach(4, 5);
    expect((await Promise.all(waiting.slice(0, 2))).map((answer) => answer.headers['x-position'])).toEqual(['4', '4']);
    await shelf.reach(5);
    expect((await waiting[2])?.headers['x-position']).toBe('5');
  });

  it('tells a caller to come again when it does not get there in time', async () => {
    await shelf.build();
    await shelf.reach(1);
    const answer = await expectProblem('/v1/overview?atLeast=1000', 503, 'at_least_timeout');
    expect([answer.headers['retry-after'], answer.json<Problem>().detail]).toEqual(['1', 'the read model overview@2 has not reached position 1000 within 5 s']);
  });

  it('follows the pointer to another collection within a second', async () => {
    await shelf.build();
    await shelf.put(jobDocument(1, { status: 'QUEUED' }));
    await shelf.reach(1);
    expect(await listed()).toEqual([1]);
    await shelf.build();
    await shelf.put(jobDocument(1, { status: 'COMPLETED' }), jobDocument(2));
    await shelf.reach(2);
    await eventually(async () => expect(await listed()).toEqual([2, 1]), { timeoutMs: 2_000 });
  });

  it('says so while the read models are not built yet', async () => {
    await expectProblem('/v1/jobs', 503, 'not_ready');
    const answer = await get('/readyz');
    expect([answer.statusCode, answer.json<ReadyResponse>().checks.map((check) => check.name)]).toEqual([503, ['mongodb', 'read-models']]);
    await shelf.build();
    await eventually(async () => expect((await get('/readyz')).statusCode).toBe(200));
  });

  it('has documented every route it serves', async () => {
    const { paths } = (await get('/openapi.json')).json<{ paths: object }>();
    const committed = JSON.parse(readFileSync(join(__dirname, '..', 'openapi.json'), 'utf8')) as { paths: object };
    expect(Object.keys(paths)).toEqual(Object.keys(committed.paths));
  });
});

describe('the observatory without MongoDB', () => {
  let proxy: FaultProxy;
  let store: ReadModelStore;
  let service: Service;

  beforeEach(async () => {
    const mongo = await freshMongo();
    const direct = new URL(mongo.url);
    direct.search = '?directConnection=true';
    proxy = await faultProxy(direct.href);
    store = new ReadModelStore({ ...mongo, name: 'spec' }).open();
    await new Shelf(store).build();
    service = await startObservatory({ url: proxy.url, database: mongo.database });
  });
  afterEach(async () => {
    await service.stop();
    await store.close();
    await proxy.close();
  });

  it('refuses while MongoDB is away, and answers again afterwards', async () => {
    const get = (url: string) => service.app.inject({ method: 'GET', url });
    await eventually(async () => expect((await get('/readyz')).statusCode).toBe(200));
    proxy.refuse();
    for (let tries = 0; tries < 3; tries += 1) {
      const refused = await get('/v1/jobs');
      expect([refused.statusCode, refused.json<Problem>().code, refused.headers['retry-after']]).toEqual([503, 'store_unavailable', '1']);
    }
    await eventually(async () => expect((await get('/readyz')).statusCode).toBe(503));
    expect((await get('/healthz')).statusCode).toBe(200);
    proxy.heal();
    await eventually(async () => expect((await get('/v1/jobs')).statusCode).toBe(200));
    await eventually(async () => expect((await get('/readyz')).statusCode).toBe(200));
  });
});
