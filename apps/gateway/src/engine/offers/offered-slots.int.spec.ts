import { parseEnvelope } from '#contracts';
import { uuidV7 } from '#messaging';
import { eventually } from '#testing';
import { freshStores, TestGateway } from '../../gateway.builder';
import { now, ScriptedWorker } from '../../scripted-worker.builder';

jest.setTimeout(60_000);

describe('offered slots', () => {
  let stores: Awaited<ReturnType<typeof freshStores>>;
  let gateway: TestGateway;
  let worker: ScriptedWorker;
  beforeEach(async () => {
    stores = await freshStores();
    gateway = await TestGateway.start(stores);
    await eventually(() => gateway.isReady, { message: 'the gateway is ready' });
    worker = await ScriptedWorker.start(stores.AMQP_URL);
    await worker.report('worker.announced', { workerId: worker.id, startedAt: now(), queues: ['default'], types: ['simulate.work'], slots: 10, version: '0.0.0' });
    // Known from the next look at who is there: a submit warns of no missing worker any more.
    await eventually(async () => expect((await gateway.submit()).warnings).toBeUndefined(), { message: 'the worker is known' });
  });
  afterEach(async () => {
    await worker.vanish();
    await gateway.stop();
  });

  const offer = async (): Promise<string> => {
    const deliveryId = uuidV7();
    await worker.report('worker.offered', { workerId: worker.id, deliveries: [deliveryId] });
    return deliveryId;
  };
  /** Submits until the offer has arrived and was taken: what was submitted before goes through the queue. */
  const submitTo = (deliveryId: string): Promise<void> =>
    eventually(async () => {
      await gateway.submit();
      expect(worker.said('attempt.granted', deliveryId)).toHaveLength(1);
    });
  const granted = (deliveryId: string) => worker.said('attempt.granted', deliveryId)[0] as { jobId: string; deliveryId: string; attempt: number; ask: number; message: string };

  it('take a job with its submission: granted at once with its message, and none through the queue', async () => {
    const deliveryId = await offer();
    await submitTo(deliveryId);
    const { jobId, attempt, ask, message } = granted(deliveryId);
    const parsed = parseEnvelope(message);
    expect([attempt, ask, parsed.ok && parsed.envelope.eventType === 'job.queued' && parsed.envelope.payload.jobId]).toEqual([1, 1, jobId]);
    await worker.report('attempt.succeeded', { workerId: worker.id, jobId, deliveryId, startedAt: now(), endedAt: now(), durationMs: 0, result: null });
    await eventually(async () => expect((await gateway.job(jobId)).status).toBe('COMPLETED'));
    expect((await gateway.log(jobId)).map(({ eventType }) => eventType)).toEqual(['job.submitted', 'job.queued', 'job.started', 'job.completed']);
    expect(worker.held.filter((held) => held.jobId === jobId)).toEqual([]);
  });

  it('go to one job only', async () => {
    const deliveryId = await offer();
    await submitTo(deliveryId);
    const { jobId } = await gateway.submit();
    await worker.delivery(jobId);
    expect(worker.said('attempt.granted', deliveryId)).toHaveLength(1);
  });

  it('that are returned send the job through its queue', async () => {
    const deliveryId = await offer();
    await submitTo(deliveryId);
    const { jobId } = granted(deliveryId);
    await worker.report('attempt.returned', { workerId: worker.id, attempts: [{ jobId, deliveryId }] });
    await worker.delivery(jobId);
    expect((await gateway.log(jobId)).map(({ eventType, payload }) => [eventType, payload['reason']])).toEqual([['job.submitted', undefined], ['job.queued', 'submitted'], ['job.queued', 'returned']]);
  });

  it('whose grant was lost are found by asking their worker, and the job goes through its queue', async () => {
    const deliveryId = await offer();
    worker.onProbed = () => 'unknown';
    await submitTo(deliveryId);
    const { jobId } = granted(deliveryId);
    const held = await worker.delivery(jobId);
    expect(held.jobId).toBe(jobId);
  });

  it('do not pass a pause: what is paused waits, whatever was offered before', async () => {
    await gateway.post('/v1/queues/default/pause', { by: 'ann' });
    const deliveryId = await offer();
    const submitted = await Promise.all(Array.from({ length: 5 }, () => gateway.submit()));
    await Promise.all(submitted.map(async ({ jobId }) => worker.ask(await worker.delivery(jobId))));
    await eventually(() => expect(worker.heard.filter(({ eventType }) => eventType === 'attempt.denied').length).toBeGreaterThan(0));
    expect(worker.said('attempt.granted', deliveryId)).toEqual([]);
  });

  it.each([
    ['of a type that the worker does not run', { type: 'http.request', payload: { method: 'GET', url: 'http://localhost/' } }],
    ['that is to run later', { delayMs: 600_000 }],
  ])('are not for a job %s', async (_which, request) => {
    const deliveryId = await offer();
    const submitted = await gateway.submit(request);
    expect(worker.said('attempt.granted', deliveryId)).toEqual([]);
    await submitTo(deliveryId);
    expect(granted(deliveryId).jobId).not.toBe(submitted.jobId);
  });
});
