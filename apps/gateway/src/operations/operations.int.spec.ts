import type { Operation, OperationListResponse, OperationResponse } from '#contracts';
import { eventually } from '#testing';
import { Engine } from '../engine/engine';
import { freshStores, TestGateway } from '../gateway.builder';
import { ScriptedWorker } from '../scripted-worker.builder';

/* Bulk operations, against two gateways; without workers, but for those that only retry. */
jest.setTimeout(120_000);

let stores: Awaited<ReturnType<typeof freshStores>>;
let gateways: TestGateway[];
beforeAll(async () => {
  stores = await freshStores();
  gateways = await Promise.all([TestGateway.start(stores), TestGateway.start(stores)]);
  await eventually(() => gateways.every((gateway) => gateway.isReady), { timeoutMs: 20_000, message: 'both gateways are ready' });
});
afterAll(async () => {
  await Promise.all(gateways.map((gateway) => gateway.stop()));
});

const one = () => gateways[0]!;
const other = () => gateways[1]!;
const engineOf = (gateway: TestGateway) => gateway.service.app.get(Engine);

async function bulk(jobs: object[]): Promise<string[]> {
  const answer = (await (await one().post('/v1/jobs/bulk', { jobs })).json()) as { items: { jobId: string }[]; accepted: number };
  expect(answer.accepted).toBe(jobs.length);
  return answer.items.map(({ jobId }) => jobId);
}
async function start(request: object): Promise<Operation> {
  const answer = await other().post('/v1/operations', request);
  const body = (await answer.json()) as OperationResponse;
  expect([answer.status, answer.headers.get('location')]).toEqual([202, `/v1/operations/${body.operation.id}`]);
  return body.operation;
}
const get = async (id: string) => ((await (await one().request('GET', `/v1/operations/${id}`)).json()) as OperationResponse).operation;
const ended = async (id: string): Promise<Operation> => {
  await eventually(async () => (await get(id)).status !== 'running', { timeoutMs: 60_000, intervalMs: 50, message: `the operation ${id} has ended` });
  return get(id);
};
/** How many of the jobs stand where, by their last event: thousands are told by one reading of the log. */
const statuses = async (ids: string[]) => {
  const last = new Map((await one().log()).flatMap(({ stream, payload }) => (typeof payload['status'] === 'string' ? [[stream.id, payload['status']] as const] : [])));
  const found = new Map<string, number>();
  for (const id of ids) {
    const status = last.get(id) ?? 'unknown';
    found.set(status, (found.get(status) ?? 0) + 1);
  }
  return Object.fromEntries(found);
};

describe('an operation over thousands of jobs', () => {
  it('goes on where it was when its leader stops in the middle, counts each job once, and keeps no client from its answer', async () => {
    const queued = await bulk(Array.from({ length: 5_000 }, (_, i) => ({ type: 'simulate.work', queue: 'many', payload: { i } })));
    const bystanders = await bulk([{ type: 'simulate.work', queue: 'other' }, { type: 'other.type', queue: 'many', tags: ['keep'] }]);
    const { id } = await start({ action: 'cancel', filter: { queue: 'many', type: 'simulate.work' }, by: 'ada', reason: 'sent twice' });
    const later: string[] = [];
    let pressing = true;
    const client = (async () => {
      while (pressing) later.push((await other().submit({ queue: 'many' })).jobId);
    })();
    await eventually(async () => (await get(id)).done >= 500, { timeoutMs: 30_000, intervalMs: 20, message: 'a part of it is done' });
    const leader = gateways.find((gateway) => engineOf(gateway).relay.leads)!;
    await engineOf(leader).stop();
    const atTakeover = await get(id);
    expect(atTakeover).toMatchObject({ status: 'running' });
    expect(atTakeover.done).toBeLessThan(5_000);
    const finished = await ended(id);
    pressing = false;
    await client;
    expect(finished).toMatchObject({ status: 'finished', matched: 5_000, done: 5_000, skipped: 0, failed: 0, progress: 1 });
    expect(await statuses(queued)).toEqual({ CANCELLED: 5_000 });
    expect(await statuses(bystanders)).toEqual({ QUEUED: 2 });
    expect(later.length).toBeGreaterThan(20);
    expect(await statuses(later)).toEqual({ QUEUED: later.length });
    expect((await one().job(queued[0]!)).cancelRequested).toMatchObject({ by: 'ada', reason: 'sent twice' });
    engineOf(leader).start();
  });
});

describe('an operation', () => {
  const failed = async (requests: object[]): Promise<string[]> => {
    const ids = await bulk(requests.map((request) => ({ ...request, deadlineMs: 20 })));
    for (const id of ids) await eventually(async () => (await one().job(id)).status === 'FAILED', { message: `${id} has failed` });
    return ids;
  };

  it('only counts in a dry run', async () => {
    const ids = await failed(Array.from({ length: 30 }, () => ({ type: 'dry.run', tags: ['t'], externalRef: 'order 7' })));
    const filter = { type: 'dry.run', tag: 't', externalRef: 'order 7', errorCode: 'deadline_exceeded', state: 'FAILED' };
    expect(await ended((await start({ action: 'redrive', dryRun: true, filter })).id)).toMatchObject({ matched: 30, done: 0, dryRun: true });
    for (const none of [{ ...filter, tag: 'u' }, { ...filter, errorCode: 'boom' }, { ...filter, externalRef: 'order 8' }, { ...filter, queue: 'x' }, { ...filter, submittedBefore: '2020-01-01T00:00:00.000Z' }, { ...filter, submittedAfter: '2100-01-01T00:00:00.000Z' }]) {
      expect((await ended((await start({ action: 'redrive', dryRun: true, filter: none })).id)).matched).toBe(0);
    }
    expect(await statuses(ids)).toEqual({ FAILED: 30 });
  });

  it('gives each failed job one next life, and a second one finds nothing to do', async () => {
    const ids = await failed(Array.from({ length: 40 }, () => ({ type: 'redrive.me' })));
    const [first, second] = await Promise.all([start({ action: 'redrive', filter: { type: 'redrive.me' } }), start({ action: 'redrive', filter: { type: 'redrive.me' } })]);
    const [a, b] = [await ended(first.id), await ended(second.id)];
    expect(a.done + b.done).toBe(40);
    const next = await Promise.all(ids.map(async (id) => (await one().job(id)).redrivenTo));
    expect(new Set(next).size).toBe(40);
    expect(await ended((await start({ action: 'redrive', filter: { type: 'redrive.me' } })).id)).toMatchObject({ matched: 0 });
  });

  it('redrives also a job that failed at its deadline while it ran', async () => {
    const worker = await ScriptedWorker.start(stores.AMQP_URL, { queue: 'late' });
    const [id] = (await bulk([{ type: 'too.late', queue: 'late', deadlineMs: 3_000 }])) as [string];
    const held = await worker.run(id);
    await eventually(async () => (await one().job(id)).cancelRequested !== undefined, { timeoutMs: 20_000, message: `${id} has to stop` });
    await worker.failed(held);
    held.ack();
    await eventually(async () => (await one().job(id)).error?.code === 'deadline_exceeded', { message: `${id} has failed at its deadline` });
    expect(await ended((await start({ action: 'redrive', filter: { type: 'too.late' } })).id)).toMatchObject({ matched: 1, done: 1 });
    await worker.vanish();
  });

  it('makes retries due now, of all that back off', async () => {
    const worker = await ScriptedWorker.start(stores.AMQP_URL, { queue: 'retries' });
    const retry = { strategy: 'fixed', baseMs: 3_600_000, jitter: 'none' };
    const ids = await bulk(Array.from({ length: 3 }, () => ({ type: 'back.off', queue: 'retries', maxAttempts: 3, retry })));
    for (const id of ids) {
      const held = await worker.run(id);
      await worker.failed(held);
      held.ack();
      await eventually(async () => (await one().job(id)).status === 'RETRYING', { message: `${id} backs off` });
    }
    expect(await ended((await start({ action: 'retry_now', filter: { type: 'back.off', errorCode: 'boom' }, by: 'ada' })).id)).toMatchObject({ matched: 3, done: 3 });
    for (const id of ids) {
      expect((await worker.delivery(id, 2)).envelope.payload).toMatchObject({ attempt: 2, reason: 'run_now', by: 'ada' });
    }
    await worker.vanish();
  });

  it('queues scheduled jobs at once where that is said, and those named only', async () => {
    const ids = await bulk(Array.from({ length: 4 }, () => ({ type: 'later', delayMs: 3_600_000 })));
    expect(await ended((await start({ action: 'retry_now', filter: { type: 'later' } })).id)).toMatchObject({ matched: 0 });
    expect(await ended((await start({ action: 'retry_now', filter: { state: 'SCHEDULED', ids: ids.slice(1) } })).id)).toMatchObject({ matched: 3, done: 3 });
    expect(await statuses(ids)).toEqual({ SCHEDULED: 1, QUEUED: 3 });
  });

  it('is stopped in the middle, and what it has done stays done', async () => {
    const ids = await bulk(Array.from({ length: 2_000 }, () => ({ type: 'stop.me' })));
    const { id } = await start({ action: 'cancel', filter: { type: 'stop.me' } });
    await eventually(async () => (await get(id)).done > 0, { intervalMs: 10, message: 'it has begun' });
    const answer = await one().post(`/v1/operations/${id}/cancel`, { by: 'grace' });
    expect([answer.status, await answer.json()]).toMatchObject([202, { operation: { cancelRequested: { by: 'grace' } } }]);
    const stopped = await ended(id);
    expect(stopped).toMatchObject({ status: 'cancelled' });
    expect(await statuses(ids)).toEqual({ CANCELLED: stopped.done, QUEUED: 2_000 - stopped.done });
  });

  it('stands in the log from its start to its end, and in the list, the newest first', async () => {
    const first = await start({ action: 'cancel', filter: { type: 'nobody' }, by: 'ada' });
    const second = await start({ action: 'cancel', filter: { type: 'nobody' } });
    await Promise.all([ended(first.id), ended(second.id)]);
    const told = (await one().log()).filter(({ payload }) => payload['operationId'] === first.id);
    expect(told.map(({ eventType, payload }) => [eventType, payload['by']])).toEqual([['operation.started', 'ada'], ['operation.finished', 'ada']]);
    const list = async (query: string) => (await (await one().request('GET', `/v1/operations?${query}`)).json()) as OperationListResponse;
    const page = await list('limit=2');
    expect(page.items.map(({ id }) => id)).toEqual([second.id, first.id]);
    expect((await list(`limit=200&before=${page.nextBefore}`)).items.map(({ id }) => id)).not.toContain(first.id);
  });

  it('is refused when it would be for everything, for nothing, or for what is not there', async () => {
    const status = async (request: object) => (await one().post('/v1/operations', request)).status;
    expect(await status({ action: 'cancel', filter: {} })).toBe(400);
    expect(await status({ action: 'redrive', filter: { state: 'COMPLETED' } })).toBe(400);
    expect(await status({ action: 'delete', filter: { type: 'a' } })).toBe(400);
    expect((await one().request('GET', '/v1/operations/01a1fddf-0000-7000-8000-00000000dead')).status).toBe(404);
    expect((await one().post('/v1/operations/01a1fddf-0000-7000-8000-00000000dead/cancel', {})).status).toBe(404);
  });
});
