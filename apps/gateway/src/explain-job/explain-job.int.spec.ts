import type { JobWhyResponse } from '#contracts';
import { eventually } from '#testing';
import { freshStores, TestGateway } from '../gateway.builder';
import { now, ScriptedWorker } from '../scripted-worker.builder';

/* Why a job does not run, with everything real: the answer and the events that show it. Asked at the gateway that did not do it. */
jest.setTimeout(60_000);

let gateways: TestGateway[];
let worker: ScriptedWorker;
beforeAll(async () => {
  const stores = await freshStores();
  gateways = await Promise.all([TestGateway.start(stores), TestGateway.start(stores)]);
  await eventually(() => gateways.every((gateway) => gateway.isReady), { timeoutMs: 20_000, message: 'both gateways are ready' });
  worker = await ScriptedWorker.start(stores.AMQP_URL);
});
afterAll(async () => {
  await worker.vanish();
  await Promise.all(gateways.map((gateway) => gateway.stop()));
});

const one = () => gateways[0]!;
const other = () => gateways[1]!;
const why = async (id: string) => (await (await other().request('GET', `/v1/jobs/${id}/why`)).json()) as JobWhyResponse;
const becomes = (id: string, code: JobWhyResponse['code']) =>
  eventually(
    async () => {
      const answer = await why(id);
      expect(answer.code).toBe(code);
      return answer;
    },
    { timeoutMs: 10_000, message: `${id} is ${code}` },
  );
const shown = ({ evidence }: JobWhyResponse) => evidence.map(({ eventType }) => eventType);

it('tells each reason as it comes, from the submit to the end', async () => {
  const { jobId } = await one().submit({ delayMs: 3_600_000 });
  const scheduled = await becomes(jobId, 'scheduled');
  expect(scheduled).toMatchObject({ status: 'SCHEDULED', evidence: [{ streamId: jobId, version: 1, eventType: 'job.submitted' }] });
  const child = (await one().submit({ after: [jobId] })).jobId;
  expect(await becomes(child, 'waiting_for_parents')).toMatchObject({ details: { parents: [{ jobId, status: 'SCHEDULED' }], open: 1 } });
  await one().post(`/v1/jobs/${jobId}/run-now`, {});
  expect(shown(await becomes(jobId, 'no_worker_for_queue'))).toEqual(['job.queued']);

  const announce = (types: string[]) => worker.report('worker.announced', { workerId: worker.id, startedAt: now(), queues: ['default'], types, slots: 10, version: '0.0.0' });
  await announce(['other.type']);
  await becomes(jobId, 'no_worker_for_type');
  await announce(['simulate.work']);
  await becomes(jobId, 'waiting_in_line');
  expect((await one().post(`/v1/workers/${worker.id}/pause`, { by: 'ada' })).status).toBeLessThan(300);
  expect(shown(await becomes(jobId, 'workers_paused'))).toContain('worker.paused');
  await one().post(`/v1/workers/${worker.id}/resume`, { by: 'ada' });

  const held = await worker.run(jobId);
  expect(await becomes(jobId, 'running')).toMatchObject({ details: { workerId: worker.id } });
  await worker.succeeded(held);
  held.ack();
  expect(shown(await becomes(jobId, 'ended'))).toEqual(['job.completed']);
});

it('names who paused the queue, and the event of it', async () => {
  const { jobId } = await one().submit({ queue: 'mail' });
  expect((await one().post('/v1/queues/mail/pause', { by: 'ada', reason: 'maintenance' })).status).toBeLessThan(300);
  const paused = await becomes(jobId, 'queue_paused');
  expect(paused).toMatchObject({ details: { by: 'ada', reason: 'maintenance' } });
  const event = (await one().log()).find(({ eventType }) => eventType === 'queue.paused')!;
  expect(paused.evidence).toContainEqual({ position: event.stream.position, streamId: event.stream.id, version: event.stream.version, eventType: 'queue.paused', occurredAt: event.occurredAt });
});

it('names the jobs that hold the slots of a limit', async () => {
  expect((await one().request('PUT', '/v1/limits/per-customer', { keyBy: '/customer', concurrency: 1, type: 'simulate.work', queue: 'default', by: 'ada' })).status).toBeLessThan(300);
  const [first, second] = [await one().submit({ payload: { customer: '7' } }), await one().submit({ payload: { customer: '7' } })];
  await worker.run(first.jobId);
  const denied = await worker.delivery(second.jobId);
  await worker.ask(denied);
  await worker.hear('attempt.denied', denied.deliveryId);
  const reached = await becomes(second.jobId, 'limit_reached');
  expect(reached).toMatchObject({ details: { key: 'limit:per-customer:7', limit: 1, inUse: 1, holders: [first.jobId] } });
  expect(shown(reached).sort()).toEqual(['job.queued', 'limit.set']);
});

it('knows no job that there is not', async () => {
  expect((await one().request('GET', '/v1/jobs/01a1fddf-0000-7000-8000-00000000dead/why')).status).toBe(404);
});
