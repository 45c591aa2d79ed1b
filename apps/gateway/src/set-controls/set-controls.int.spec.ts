import { Broker, envelopeFactory } from '#messaging';
import { eventually } from '#testing';
import type { BulkSubmitResponse, JobType, Limit, LimitListResponse, Problem, QueueResponse, QuotaListResponse, TenantQuota, WorkerAnnounced, WorkerListResponse, WorkerResponse } from '#contracts';
import { freshStores, TestGateway } from '../gateway.builder';

jest.setTimeout(60_000);

let gateway: TestGateway;
let stores: Awaited<ReturnType<typeof freshStores>>;
beforeAll(async () => {
  stores = await freshStores();
  gateway = await TestGateway.start(stores);
  await eventually(() => gateway.isReady, { message: 'the gateway is ready' });
  await gateway.submit();
});
afterAll(() => gateway.stop());

const json = async <T>(answer: Promise<Response>, status = 200): Promise<T> => {
  const response = await answer;
  const text = await response.text();
  expect({ status: response.status, body: response.status === status ? '' : text }).toEqual({ status, body: '' });
  return (text === '' ? undefined : JSON.parse(text)) as T;
};
const get = <T>(path: string, status?: number) => json<T>(gateway.request('GET', path), status);
const post = <T>(path: string, body: unknown, status?: number) => json<T>(gateway.post(path, body), status);
const put = <T>(path: string, body: unknown, status?: number) => json<T>(gateway.request('PUT', path, body), status);
const remove = <T>(path: string, status = 204) => json<T>(gateway.request('DELETE', path), status);
const told = async (type: string) => (await gateway.log()).filter(({ eventType }) => eventType === type).map(({ payload }) => payload);

describe('queues', () => {
  it('are listed, paused once, resumed, and bounded, and the log says who did it', async () => {
    expect(await get('/v1/queues')).toEqual({ items: [{ name: 'default', liveWorkers: 0 }] });
    const paused = await post<QueueResponse>('/v1/queues/default/pause', { by: 'ann', reason: 'the provider is down' });
    expect(paused).toMatchObject({ name: 'default', paused: { by: 'ann', reason: 'the provider is down' } });
    expect(await post('/v1/queues/default/pause', { by: 'bob' })).toEqual(paused);
    expect(await put('/v1/queues/default/concurrency', { concurrency: 5 })).toEqual({ ...paused, concurrency: 5 });
    expect(await get('/v1/queues/default')).toEqual({ ...paused, concurrency: 5 });
    expect(await post('/v1/queues/default/resume', {})).toEqual({ name: 'default', concurrency: 5, liveWorkers: 0 });
    expect(await post('/v1/queues/default/resume', {})).toEqual({ name: 'default', concurrency: 5, liveWorkers: 0 });
    expect(await put('/v1/queues/default/concurrency', { concurrency: null })).toEqual({ name: 'default', liveWorkers: 0 });
    expect(await told('queue.paused')).toMatchObject([{ queue: 'default', by: 'ann', reason: 'the provider is down' }]);
    expect(await told('queue.resumed')).toMatchObject([{ queue: 'default', by: 'api' }]);
    expect(await told('queue.concurrency_set')).toMatchObject([{ concurrency: 5 }, { concurrency: null }]);
  });

  it('must be there to be paused', async () => {
    expect(await post('/v1/queues/nowhere/pause', {}, 404)).toMatchObject({ code: 'not_found' });
    expect(await get('/v1/queues/Upper', 400)).toMatchObject({ code: 'validation_failed' });
    expect(await put('/v1/queues/default/concurrency', { concurrency: 0 }, 400)).toMatchObject({ code: 'validation_failed' });
  });
});

describe('limits', () => {
  it('are set, listed page by page, and removed', async () => {
    const limit = { type: 'mail.send', keyBy: '/customer', concurrency: 2, rate: { perSecond: 1, burst: 5 } };
    expect(await put('/v1/limits/per-customer', { ...limit, by: 'ann' })).toEqual({ name: 'per-customer', ...limit });
    await put('/v1/limits/per-customer', { ...limit, by: 'bob' });
    await put('/v1/limits/all', { concurrency: 100 });
    const page = await get<LimitListResponse>('/v1/limits?limit=1');
    expect(page).toEqual({ items: [{ name: 'all', concurrency: 100 }], nextCursor: 'all' });
    expect(await get<LimitListResponse>(`/v1/limits?limit=1&after=${page.nextCursor}`)).toEqual({ items: [{ name: 'per-customer', ...limit }] });
    expect(await get<Limit>('/v1/limits/all')).toEqual({ name: 'all', concurrency: 100 });
    await remove('/v1/limits/all');
    await remove('/v1/limits/all', 404);
    await get('/v1/limits/all', 404);
    expect(await told('limit.set')).toMatchObject([{ by: 'ann', limit: { name: 'per-customer' } }, { limit: { name: 'all' } }]);
    expect(await told('limit.removed')).toMatchObject([{ name: 'all', by: 'api' }]);
  });

  it('bound something, by a key that is one', async () => {
    expect(await put('/v1/limits/empty', { type: 'a' }, 400)).toMatchObject({ code: 'validation_failed' });
    expect(await put('/v1/limits/odd', { concurrency: 1, keyBy: 'customer' }, 400)).toMatchObject({ errors: [{ pointer: '/keyBy' }] });
  });
});

describe('job types', () => {
  const schema = { type: 'object', required: ['to'], properties: { to: { type: 'string', pattern: '^[^@]+@[^@]+$' } } };

  it('refuse payloads that do not match, one by one in bulk, and fill in what jobs leave open', async () => {
    const defined = await put<JobType>('/v1/job-types/mail.send', { payloadSchema: schema, maxAttempts: 7, timeoutMs: 5_000, retry: { strategy: 'fixed', baseMs: 10 }, priority: 'high' });
    expect(defined).toMatchObject({ name: 'mail.send', version: 1, maxAttempts: 7 });
    expect(await post<Problem>('/v1/jobs', { type: 'mail.send', payload: { to: 'nobody' } }, 400)).toMatchObject({ code: 'validation_failed', errors: [{ pointer: '/payload/to' }] });
    expect(await post<Problem>('/v1/jobs', { type: 'mail.send' }, 400)).toMatchObject({ errors: [{ pointer: '/payload/to', message: 'is required' }] });
    const { jobId } = await gateway.submit({ type: 'mail.send', payload: { to: 'a@example.org' } });
    expect(await gateway.job(jobId)).toMatchObject({ queue: 'default', priority: 'high', maxAttempts: 7, timeoutMs: 5_000, retry: { strategy: 'fixed', baseMs: 10 } });
    const bulk = await post<{ items: { status: string; problem?: Problem }[] }>('/v1/jobs/bulk', { jobs: [{ type: 'mail.send', payload: { to: 'a@example.org' } }, { type: 'mail.send', payload: {} }] }, 202);
    expect(bulk.items).toMatchObject([{ status: 'accepted' }, { status: 'rejected', problem: { code: 'validation_failed', errors: [{ pointer: '/payload/to' }] } }]);
  });

  it('keep a pause when they are defined anew, and a definition counts only when it changes something', async () => {
    expect(await post('/v1/job-types/report.make/pause', { by: 'ann' })).toMatchObject({ version: 1, paused: { by: 'ann' } });
    const defined = await put<JobType>('/v1/job-types/report.make', { concurrency: 3 });
    expect(defined).toMatchObject({ version: 2, concurrency: 3, paused: { by: 'ann' } });
    expect(await put('/v1/job-types/report.make', { concurrency: 3 })).toEqual(defined);
    expect(await post('/v1/job-types/report.make/resume', {})).toEqual({ name: 'report.make', version: 3, concurrency: 3 });
    expect(await get('/v1/job-types?after=mail.send')).toMatchObject({ items: [{ name: 'report.make' }] });
    expect(await get('/v1/job-types/report.make')).toMatchObject({ version: 3 });
    await remove('/v1/job-types/report.make');
    await remove('/v1/job-types/report.make', 404);
    await post('/v1/job-types/report.make/resume', {}, 404);
    expect(await told('jobtype.deleted')).toMatchObject([{ name: 'report.make' }]);
  });

  it('are refused with a pointer to what their schema must not have', async () => {
    expect(await put('/v1/job-types/evil', { payloadSchema: { properties: { a: { pattern: '(a+)+\\1' } } } }, 400)).toMatchObject({ errors: [{ pointer: '/payloadSchema/properties/a/pattern' }] });
    await get('/v1/job-types/evil', 404);
  });
});

describe('workers', () => {
  const announcement: WorkerAnnounced = { workerId: 'worker-1', startedAt: '2026-03-01T12:00:00.000Z', queues: ['default'], types: ['simulate.work'], slots: 4, version: '0.1.0' };

  it('are known from what they announce; a type that none of them runs is accepted with a warning', async () => {
    expect((await gateway.submit()).warnings).toMatchObject([{ code: 'no_worker_for_type' }]);
    const heard: string[] = [];
    const broker = new Broker({
      url: stores.AMQP_URL,
      name: 'spec worker',
      logger: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
      setup: async (session) => {
        const channel = await session.createChannel();
        const { queue } = await channel.assertQueue('', { exclusive: true });
        await channel.bindQueue(queue, 'observatory.control', 'worker-1');
        await channel.consume(queue, (message) => void heard.push((JSON.parse(message?.content.toString() ?? '{}') as { eventType: string }).eventType), { noAck: true });
        const { body } = envelopeFactory({ service: 'worker', instanceId: 'worker-1', version: '0.1.0' })('worker.announced', announcement, { correlationId: 'c-1' });
        for (let i = 0; i < 3; i += 1) channel.publish('observatory.reports', 'worker.announced', body, { contentType: 'application/json' });
      },
    });
    broker.start();
    await eventually(async () => expect((await get<WorkerListResponse>('/v1/workers')).items).toMatchObject([{ workerId: 'worker-1', live: true, types: ['simulate.work'] }]));
    await eventually(async () => expect((await gateway.submit()).warnings).toBeUndefined());
    expect(await get('/v1/queues/default')).toMatchObject({ liveWorkers: 1 });
    expect((await gateway.submit({ queue: 'elsewhere' })).warnings).toHaveLength(1);
    await eventually(async () => expect(await told('worker.registered')).toMatchObject([{ workerId: 'worker-1', slots: 4 }]));

    expect(await post<WorkerResponse>('/v1/workers/worker-1/pause', { by: 'ann' })).toMatchObject({ workerId: 'worker-1', paused: { by: 'ann' } });
    await eventually(() => heard.includes('intake.paused'), { message: 'the worker is told' });
    expect(await get('/v1/workers/worker-1')).toMatchObject({ paused: { by: 'ann' } });
    expect(await post<WorkerResponse>('/v1/workers/worker-1/resume', {})).not.toHaveProperty('paused');
    await eventually(() => heard.at(-1) === 'intake.resumed', { message: 'the worker is told' });
    await post('/v1/workers/worker-2/pause', {}, 404);
    expect(await told('worker.registered')).toHaveLength(1);
    expect(await told('worker.paused')).toMatchObject([{ workerId: 'worker-1', by: 'ann' }]);
    await broker.close();
  });
});

describe('quotas', () => {
  afterAll(() => gateway.request('DELETE', '/v1/quotas/default'));

  it('refuse what is beyond them with which bound it was and when to come again; in bulk, one by one', async () => {
    expect(await get('/v1/quota', 404)).toMatchObject({ code: 'not_found' });
    const { used } = await put<TenantQuota>('/v1/quotas/default', { openJobs: 100_000, reason: 'as agreed' });
    expect(used.openJobs).toBeGreaterThan(0);
    await put('/v1/quotas/default', { openJobs: used.openJobs + 2 });
    const { items } = await post<BulkSubmitResponse>('/v1/jobs/bulk', { jobs: Array.from({ length: 4 }, () => ({ type: 'simulate.work' })) }, 202);
    expect(items.map(({ status }) => status)).toEqual(['accepted', 'accepted', 'rejected', 'rejected']);
    expect(items[3]?.problem).toMatchObject({ status: 429, code: 'quota_exceeded' });
    const refused = await gateway.post('/v1/jobs', { type: 'simulate.work' });
    expect([refused.status, refused.headers.get('retry-after'), refused.headers.get('content-type')?.split(';')[0]]).toEqual([429, '5', 'application/problem+json']);
    expect(((await refused.json()) as Problem).detail).toContain('openJobs');
    expect(await get('/v1/quota')).toMatchObject({ tenantId: 'default', openJobs: used.openJobs + 2, used: { openJobs: used.openJobs + 2 } });
    expect(await (await gateway.request('GET', '/metrics')).text()).toMatch(/observatory_quota_refusals_total\{[^}]*quota="openJobs"[^}]*\} 3/);
    expect((await gateway.post(`/v1/jobs/${items[0]?.jobId}/cancel`, {})).ok).toBe(true);
    await gateway.submit();
  });

  it('bound something, of a tenant by its name, and are listed and removed', async () => {
    expect(await put('/v1/quotas/acme', {}, 400)).toMatchObject({ code: 'validation_failed' });
    expect(await put('/v1/quotas/a%20b', { openJobs: 1 }, 400)).toMatchObject({ code: 'validation_failed' });
    await put('/v1/quotas/acme', { openPayloadBytes: 0 });
    const page = await get<QuotaListResponse>('/v1/quotas?limit=1');
    expect(page).toEqual({ items: [{ tenantId: 'acme', openPayloadBytes: 0, used: { openJobs: 0, openPayloadBytes: 0 } }], nextCursor: 'acme' });
    expect((await get<QuotaListResponse>('/v1/quotas?after=acme')).items.map(({ tenantId }) => tenantId)).toEqual(['default']);
    await remove('/v1/quotas/acme');
    expect(await remove('/v1/quotas/acme', 404)).toMatchObject({ code: 'not_found' });
  });
});
