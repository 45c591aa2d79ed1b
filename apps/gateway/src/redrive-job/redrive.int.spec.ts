import type { RedriveJobResponse } from '#contracts';
import { CommandExecutor, EngineStore, StoreClock, StorePool, uuidV7 } from '#event-log';
import { createLogger } from '#observability';
import { eventually } from '#testing';
import { KeyRetention } from '../engine/keys/key-retention';
import { freshStores, TestGateway } from '../gateway.builder';
import { nextLife } from './next-life';

/* Failed jobs and jobs that wait for their time, against two gateways without workers: a job fails here by its deadline. */
jest.setTimeout(60_000);

let stores: Awaited<ReturnType<typeof freshStores>>;
let gateways: TestGateway[];
let pool: StorePool;
const logger = createLogger({ service: 'gateway', instanceId: 'gateway-spec', level: 'silent' });
beforeAll(async () => {
  stores = await freshStores();
  gateways = await Promise.all([TestGateway.start(stores), TestGateway.start(stores)]);
  pool = new StorePool({ url: stores.DATABASE_URL, applicationName: 'spec', max: 2, logger });
  await eventually(() => gateways.every((gateway) => gateway.isReady), { timeoutMs: 20_000, message: 'both gateways are ready' });
});
afterAll(async () => {
  await pool.end();
  await Promise.all(gateways.map((gateway) => gateway.stop()));
});

const one = () => gateways[0]!;
const other = () => gateways[1]!;
const becomes = (id: string, status: string) => eventually(async () => (await one().job(id)).status === status, { timeoutMs: 10_000, intervalMs: 10, message: `${id} is ${status}` });

async function failedJob(request: Record<string, unknown> = {}): Promise<string> {
  const { jobId } = await one().submit({ ...request, deadlineMs: 20 });
  await becomes(jobId, 'FAILED');
  return jobId;
}
const redrive = async (gateway: TestGateway, id: string, body: object = {}) => {
  const answer = await gateway.post(`/v1/jobs/${id}/redrive`, body);
  return { status: answer.status, body: (await answer.json()) as RedriveJobResponse & { code?: string } };
};

describe('a redrive', () => {
  it('makes a new job like the failed one, and notes each in the other', async () => {
    const id = await failedJob({ payload: { n: 1 }, tags: ['a'], externalRef: 'order 1', maxAttempts: 7, dedupe: { key: 'd', windowMs: 60_000 } });
    const { status, body } = await redrive(one(), id, { by: 'ada', reason: 'fixed', payload: { n: 2 }, priority: 'high' });
    expect([status, body]).toMatchObject([202, { redrivenFrom: id, status: 'QUEUED', duplicate: false, statusUrl: `/v1/jobs/${body.jobId}` }]);
    const [failed, next] = [await other().job(id), await other().job(body.jobId)];
    expect(failed).toMatchObject({ status: 'FAILED', redrivenTo: body.jobId });
    expect(next).toMatchObject({ status: 'QUEUED', redrivenFrom: id, payload: { n: 2 }, priority: 'high', tags: ['a'], externalRef: 'order 1', maxAttempts: 7, correlationId: failed.correlationId });
    expect([next.deadlineAt, next.dedupeKey]).toEqual([undefined, undefined]);
    expect((await one().log(id)).at(-1)).toMatchObject({ eventType: 'job.redriven', payload: { redrivenTo: body.jobId, by: 'ada', reason: 'fixed' }, stream: { position: body.position } });
  });

  it('is one job, however often, through whichever gateway, and with whatever corrections it is asked for', async () => {
    const id = await failedJob();
    const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => redrive(gateways[i % 2]!, id, { payload: { i } })));
    expect(new Set(answers.map(({ body }) => body.jobId)).size).toBe(1);
    expect(answers.filter(({ body }) => !body.duplicate)).toHaveLength(1);
    expect((await one().log(id)).filter(({ eventType }) => eventType === 'job.redriven')).toHaveLength(1);
    expect(await redrive(other(), id, { payload: { late: true } })).toMatchObject({ status: 202, body: { jobId: answers[0]!.body.jobId, duplicate: true } });
  });

  it('goes on where a gateway died between the new job and the note in the failed one', async () => {
    const id = await failedJob();
    const clock = new StoreClock();
    const executor = new CommandExecutor({ pool, clock, producer: { service: 'gateway', instanceId: 'gateway-dead', version: '0.0.0' }, logger });
    const first = await executor.submit(nextLife(await one().job(id), {}, uuidV7()), 10);
    expect((await one().job(id)).redrivenTo).toBeUndefined();
    expect(await redrive(other(), id, { payload: { corrected: true } })).toMatchObject({ status: 202, body: { jobId: first.jobId, duplicate: true } });
    expect((await one().job(id)).redrivenTo).toBe(first.jobId);
  });

  it('may be followed by another, of the new job, when that fails', async () => {
    const id = await failedJob();
    const next = (await redrive(one(), id)).body.jobId;
    expect(await redrive(one(), next)).toMatchObject({ status: 409, body: { code: 'job_not_failed', detail: `the job ${next} is QUEUED` } });
  });

  it('is refused for a job that has not failed, for one that does not exist, and for a body of another form', async () => {
    const { jobId } = await one().submit();
    expect(await redrive(one(), jobId)).toMatchObject({ status: 409, body: { code: 'job_not_failed' } });
    expect(await redrive(one(), uuidV7())).toMatchObject({ status: 404 });
    expect(await redrive(one(), jobId, { force: true })).toMatchObject({ status: 400 });
  });

  it('cannot be forestalled: its key is none that a client can use', async () => {
    const id = await failedJob();
    const answer = await one().post('/v1/jobs', { type: 'a', idempotencyKey: `redrive:${id}` });
    expect([answer.status, await answer.json()]).toMatchObject([400, { code: 'validation_failed', errors: [{ pointer: '/idempotencyKey' }] }]);
    const bulk = (await (await one().post('/v1/jobs/bulk', { jobs: [{ type: 'a', idempotencyKey: `redrive:${id}` }] })).json()) as { items: { status: string }[] };
    expect(bulk.items[0]).toMatchObject({ status: 'rejected' });
  });
});

describe('run-now', () => {
  const runNow = async (id: string) => {
    const answer = await other().post(`/v1/jobs/${id}/run-now`, { by: 'ada' });
    return { status: answer.status, body: (await answer.json()) as object };
  };

  it('queues a job before its time, once, and its timer changes nothing', async () => {
    const { jobId } = await one().submit({ delayMs: 3_600_000 });
    expect(await runNow(jobId)).toMatchObject({ status: 202, body: { jobId, status: 'QUEUED' } });
    expect(await runNow(jobId)).toMatchObject({ status: 202, body: { jobId, status: 'QUEUED' } });
    const queued = (await one().log(jobId)).filter(({ eventType }) => eventType === 'job.queued');
    expect(queued).toMatchObject([{ payload: { reason: 'run_now', by: 'ada' } }]);
  });

  it('is refused for a job that waits for no time', async () => {
    const id = await failedJob();
    expect(await runNow(id)).toMatchObject({ status: 409, body: { code: 'job_not_scheduled', detail: `the job ${id} is FAILED` } });
    const parent = await one().submit();
    expect(await runNow((await one().submit({ after: [parent.jobId] })).jobId)).toMatchObject({ status: 409 });
    expect(await runNow(uuidV7())).toMatchObject({ status: 404 });
  });
});

describe('a job as it was', () => {
  it('is shown at each of its versions and moments, and at its last as it is', async () => {
    const id = await failedJob({ payload: { n: 1 }, tags: ['a'] });
    await redrive(one(), id);
    const get = async (query: string) => {
      const answer = await other().request('GET', `/v1/jobs/${id}?${query}`);
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
    };
    const job = await one().job(id);
    expect(await get(`asOfVersion=${job.version}`)).toEqual({ status: 200, body: job });
    for (const [version, status] of [[1, 'QUEUED'], [3, 'FAILED']] as const) expect((await get(`asOfVersion=${version}`)).body).toMatchObject({ version, status, tags: ['a'] });
    const { redrivenTo: _to, ...before } = job;
    expect((await get(`asOfVersion=${job.version - 1}`)).body).toEqual({ ...before, version: job.version - 1 });
    expect((await get(`asOfTime=${job.submittedAt}`)).body).toMatchObject({ status: 'QUEUED', version: 2 });
    expect((await get('asOfVersion=99')).status).toBe(404);
    expect((await get('asOfTime=2020-01-01T00:00:00.000Z')).status).toBe(404);
    for (const query of ['asOfVersion=0', 'asOfVersion=x', 'asOfTime=yesterday', 'asOfTime=2100-01-01T00:00:00.000Z', `asOfVersion=1&asOfTime=${job.submittedAt}`]) expect((await get(query)).status).toBe(400);
    expect((await other().request('GET', `/v1/jobs/${uuidV7()}?asOfVersion=1`)).status).toBe(404);
  });
});

describe('idempotency keys', () => {
  it('are forgotten some time after their job has ended, in small rounds, and make a new job then', async () => {
    const submits = Array.from({ length: 12 }, (_, i) => one().submit({ deadlineMs: 20 }, { 'idempotency-key': `old-${i}` }));
    const ended = (await Promise.all(submits)).map(({ jobId }) => jobId);
    for (const id of ended) await becomes(id, 'FAILED');
    const running = await one().submit({}, { 'idempotency-key': 'under way' });
    const store = new EngineStore(pool);
    const week = new KeyRetention(store, 168 * 3_600_000, logger);
    week.start();
    await week.forget();
    week.stop();
    expect((await other().submit({ deadlineMs: 20 }, { 'idempotency-key': 'old-1' })).jobId).toBe(ended[1]);
    const none = new KeyRetention(store, 0, logger, 5);
    none.start();
    await eventually(async () => (await one().job(ended[11]!)).idempotencyKey === undefined, { message: 'the last key is forgotten' });
    none.stop();
    for (const id of ended) expect((await one().job(id)).idempotencyKey).toBeUndefined();
    expect((await other().submit({}, { 'idempotency-key': 'under way' })).jobId).toBe(running.jobId);
    const again = await other().submit({}, { 'idempotency-key': 'old-1' });
    expect(ended).not.toContain(again.jobId);
  });
});
