import { eventually } from '#testing';
import { freshStores, TestGateway } from '../../gateway.builder';
import { ScriptedWorker } from '../../scripted-worker.builder';

jest.setTimeout(120_000);

describe('withheld jobs', () => {
  let stores: Awaited<ReturnType<typeof freshStores>>;
  let one: TestGateway;
  let two: TestGateway;
  let worker: ScriptedWorker;
  let rest: () => void;
  beforeEach(async () => {
    stores = await freshStores();
    [one, two] = [await TestGateway.start(stores), await TestGateway.start(stores)];
    await eventually(() => one.isReady && two.isReady, { message: 'both gateways are ready' });
    worker = await ScriptedWorker.start(stores.AMQP_URL, { prefetch: 100 });
    rest = () => undefined;
  });
  afterEach(async () => {
    rest();
    await worker.vanish();
    await Promise.all([one.stop(), two.stop()]);
  });

  const ok = async (answer: Promise<Response>): Promise<void> => {
    const response = await answer;
    if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  };
  const submitSome = (jobs: number, request: (i: number) => Record<string, unknown> = () => ({})) =>
    Promise.all(Array.from({ length: jobs }, async (_, i) => (await (i % 2 === 0 ? one : two).submit(request(i))).jobId));
  const completed = async (): Promise<string[]> => (await one.log()).filter(({ eventType }) => eventType === 'job.completed').map(({ stream }) => stream.id);
  const allComplete = (jobs: readonly string[], timeoutMs = 60_000) =>
    eventually(async () => expect([...(await completed())].sort()).toEqual([...jobs].sort()), { timeoutMs, message: 'every job has completed, once' });

  it('wait while their queue is paused, and run when it is resumed, over whichever gateway', async () => {
    await ok(two.post('/v1/queues/default/pause', { by: 'ann' }));
    const jobs = await submitSome(30);
    rest = worker.workHonestly(5);
    const denied = (): Set<string> => new Set(worker.heard.flatMap((said) => (said.eventType === 'attempt.denied' ? said.payload.denials.map(({ jobId }) => jobId) : [])));
    await eventually(() => denied().size === jobs.length, { timeoutMs: 30_000, message: 'every job was asked for and denied' });
    expect(await completed()).toEqual([]);
    await ok(one.post('/v1/queues/default/resume', {}));
    await allComplete(jobs);
  });

  it('run one after the other where one may run at once, as soon as the one before has ended', async () => {
    await ok(one.request('PUT', '/v1/limits/per-customer', { keyBy: '/customer', concurrency: 1 }));
    const jobs = await submitSome(50, () => ({ payload: { customer: 'c-1' } }));
    rest = worker.workHonestly(5);
    await allComplete(jobs);
    // Between a grant and its end there is no other grant: neither in what the worker heard nor in the log.
    const log = (await one.log()).filter(({ eventType }) => eventType === 'job.started' || eventType === 'job.completed');
    const running = new Set<string>();
    for (const { eventType, stream } of log) {
      if (eventType === 'job.started') running.add(stream.id);
      else running.delete(stream.id);
      expect(running.size).toBeLessThanOrEqual(1);
    }
  });

  it('start no faster than their rate, its burst apart', async () => {
    await ok(one.request('PUT', '/v1/limits/rate', { rate: { perSecond: 20, burst: 5 } }));
    const jobs = await submitSome(45);
    const startedAtMs = Date.now();
    rest = worker.workHonestly(5);
    await allComplete(jobs);
    // A job has ended at some time after its grant, so the ends can never be ahead of the bucket that was full at the start.
    const ends = (await one.log()).flatMap(({ eventType, occurredAt }) => (eventType === 'job.completed' ? Date.parse(occurredAt) - startedAtMs : []));
    ends.sort((a, b) => a - b).forEach((ms, i) => expect(i + 1).toBeLessThanOrEqual(5 + (ms / 1_000) * 20));
  });

  it('wait for no limit that was removed', async () => {
    await ok(one.request('PUT', '/v1/limits/none', { type: 'simulate.work', rate: { perSecond: 0.001, burst: 1 } }));
    const jobs = await submitSome(20);
    rest = worker.workHonestly(5);
    await eventually(async () => expect(await completed()).toHaveLength(1));
    await ok(two.request('DELETE', '/v1/limits/none'));
    await allComplete(jobs);
  });

  it('are cancelled like any other that waits', async () => {
    await ok(one.post('/v1/queues/default/pause', {}));
    const [jobId] = (await submitSome(1)) as [string];
    const held = await worker.delivery(jobId);
    await worker.ask(held);
    await worker.hear('attempt.denied', held.deliveryId);
    held.ack();
    await ok(two.post(`/v1/jobs/${jobId}/cancel`, {}));
    expect((await one.job(jobId)).status).toBe('CANCELLED');
    await ok(one.post('/v1/queues/default/resume', {}));
    rest = worker.workHonestly(5);
    await allComplete(await submitSome(1));
    expect(worker.held.filter((one) => one.jobId === jobId)).toHaveLength(1);
  });
});
