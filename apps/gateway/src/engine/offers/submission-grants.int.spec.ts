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

  const offerOne = async (): Promise<string> => {
    const offer = uuidV7();
    await worker.report('worker.offered', { workerId: worker.id, offer, slots: 1 });
    return offer;
  };
  const grantsOf = (offer: string) => worker.heard.flatMap((said) => (said.eventType === 'attempt.granted' ? said.payload.grants : [])).filter((grant) => grant.offer === offer);
  /** Submits until the offer has arrived and was taken: what was submitted before goes through the queue. */
  const submitTo = (offer: string) =>
    eventually(async () => {
      await gateway.submit();
      const [grant] = grantsOf(offer);
      if (grant === undefined) throw new Error('not taken yet');
      return grant;
    });

  it('take a job with its submission: granted at once with its message, and none through the queue', async () => {
    const offer = await offerOne();
    const { jobId, deliveryId, attempt, ask, message } = await submitTo(offer);
    const parsed = parseEnvelope(message ?? '');
    expect([attempt, ask, parsed.ok && parsed.envelope.eventType === 'job.queued' && parsed.envelope.payload.jobId]).toEqual([1, 1, jobId]);
    await worker.report('attempt.succeeded', { workerId: worker.id, jobId, deliveryId, startedAt: now(), endedAt: now(), durationMs: 0, result: null });
    await eventually(async () => expect((await gateway.job(jobId)).status).toBe('COMPLETED'));
    expect((await gateway.log(jobId)).map(({ eventType }) => eventType)).toEqual(['job.submitted', 'job.queued', 'job.started', 'job.completed']);
    expect(worker.held.filter((held) => held.jobId === jobId)).toEqual([]);
  });

  it('go to one job only', async () => {
    const offer = await offerOne();
    await submitTo(offer);
    const { jobId } = await gateway.submit();
    await worker.delivery(jobId);
    expect(grantsOf(offer)).toHaveLength(1);
  });

  it('that are heard of twice are granted to two deliveries, of which the worker may return one', async () => {
    const offer = await offerOne();
    await worker.report('worker.offered', { workerId: worker.id, offer, slots: 1 });
    await eventually(async () => {
      await gateway.submit();
      expect(new Set(grantsOf(offer).map(({ deliveryId }) => deliveryId)).size).toBe(2);
    });
  });

  it('that are returned send the job through its queue', async () => {
    const offer = await offerOne();
    const { jobId, deliveryId } = await submitTo(offer);
    await worker.report('attempt.returned', { workerId: worker.id, attempts: [{ jobId, deliveryId }] });
    await worker.delivery(jobId);
    expect((await gateway.log(jobId)).map(({ eventType, payload }) => [eventType, payload['reason']])).toEqual([['job.submitted', undefined], ['job.queued', 'submitted'], ['job.queued', 'returned']]);
  });

  it('whose grant was lost are found by asking their worker, and the job goes through its queue', async () => {
    const offer = await offerOne();
    worker.onProbed = () => 'unknown';
    const { jobId } = await submitTo(offer);
    const held = await worker.delivery(jobId);
    expect(held.jobId).toBe(jobId);
  });

  it('do not pass a pause: what is paused waits, whatever was offered before', async () => {
    await gateway.post('/v1/queues/default/pause', { by: 'ann' });
    const offer = await offerOne();
    const submitted = await Promise.all(Array.from({ length: 5 }, () => gateway.submit()));
    await Promise.all(submitted.map(async ({ jobId }) => worker.ask(await worker.delivery(jobId))));
    await eventually(() => expect(worker.heard.filter(({ eventType }) => eventType === 'attempt.denied').length).toBeGreaterThan(0));
    expect(grantsOf(offer)).toEqual([]);
  });

  it.each([
    ['of a type that the worker does not run', { type: 'http.request', payload: { method: 'GET', url: 'http://localhost/' } }],
    ['that is to run later', { delayMs: 600_000 }],
  ])('are not for a job %s', async (_which, request) => {
    const offer = await offerOne();
    const submitted = await gateway.submit(request);
    expect(grantsOf(offer)).toEqual([]);
    expect((await submitTo(offer)).jobId).not.toBe(submitted.jobId);
  });
});
