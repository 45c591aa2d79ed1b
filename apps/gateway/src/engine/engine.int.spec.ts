import { eventually } from '#testing';
import { StorePool } from '#event-log';
import { uuidV7 } from '#messaging';
import { freshStores, TestGateway } from '../gateway.builder';
import { now, ScriptedWorker } from '../scripted-worker.builder';
import { PROBER_UP_MS } from './probes/worker-vitals';

jest.setTimeout(60_000);

/*
 * The delivery protocol against a gateway on real servers, with workers that do what they are told. The rules by which a worker is dead count
 * from when the gateway's own connection has been up for six seconds; so one gateway serves the whole file.
 */
let stores: Awaited<ReturnType<typeof freshStores>>;
let gateway: TestGateway;
let pool: StorePool;
const workers: ScriptedWorker[] = [];
/** A queue for each spec, so that what one leaves lying is not found by the next. */
let queue: string;
let files = 0;
let readyAtMs = 0;

beforeAll(async () => {
  stores = await freshStores();
  gateway = await TestGateway.start(stores);
  pool = new StorePool({ url: stores.DATABASE_URL, applicationName: 'spec', max: 1, logger: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined } });
  await eventually(() => gateway.isReady, { message: 'the gateway is ready' });
  readyAtMs = performance.now();
});
beforeEach(() => {
  files += 1;
  queue = `spec-${files}`;
});
afterEach(async () => {
  for (const one of workers.splice(0)) await one.vanish();
});
afterAll(async () => {
  await gateway.stop();
  await pool.end();
});

async function worker(options: { prefetch?: number; hears?: boolean } = {}): Promise<ScriptedWorker> {
  const started = await ScriptedWorker.start(stores.AMQP_URL, { queue, ...options });
  workers.push(started);
  return started;
}

async function leave(one: ScriptedWorker): Promise<void> {
  workers.splice(workers.indexOf(one), 1);
  await one.vanish();
}

const types = async (jobId: string): Promise<string[]> => (await gateway.log(jobId)).map(({ eventType }) => eventType.slice(4));
const status = (jobId: string, wanted: string): Promise<unknown> =>
  eventually(async () => expect((await gateway.job(jobId)).status).toBe(wanted), { message: `the job is ${wanted}`, intervalMs: 20, timeoutMs: 15_000 });
const upForSixSeconds = (): Promise<unknown> => eventually(() => performance.now() - readyAtMs > PROBER_UP_MS + 500, { timeoutMs: 10_000, message: "the prober's connection has been up long enough" });

describe('a job and its worker', () => {
  it('deliver, ask, granted, run, report: the whole path', async () => {
    const one = await worker();
    const { jobId } = await gateway.submit({ queue, payload: { n: 1 } }, { 'x-correlation-id': 'order-7' });
    const held = await one.delivery(jobId);
    expect(held.envelope).toMatchObject({ correlationId: 'order-7', payload: { payload: { n: 1 }, attempt: 1, idempotencyKey: jobId } });
    await one.ask(held, 3);
    expect(await one.hear('attempt.granted', held.deliveryId)).toEqual({ jobId, deliveryId: held.deliveryId, ask: 3, attempt: 1 });
    expect(await gateway.job(jobId)).toMatchObject({ status: 'QUEUED', attempt: 0 });
    await one.started(held);
    await status(jobId, 'RUNNING');
    await one.succeeded(held, { answer: 42 });
    held.ack();
    await status(jobId, 'COMPLETED');
    expect(await gateway.job(jobId)).toMatchObject({ result: { answer: 42 }, attempt: 1, correlationId: 'order-7' });
    expect(await types(jobId)).toEqual(['submitted', 'queued', 'started', 'completed']);
    expect(new Set((await gateway.log(jobId)).map(({ correlationId }) => correlationId))).toEqual(new Set(['order-7']));
  });

  it('a short attempt needs one report: its start comes with its end', async () => {
    const one = await worker();
    const { jobId } = await gateway.submit({ queue });
    const held = await one.delivery(jobId);
    await one.ask(held);
    await one.hear('attempt.granted', held.deliveryId);
    await one.succeeded(held);
    await status(jobId, 'COMPLETED');
    expect(await types(jobId)).toEqual(['submitted', 'queued', 'started', 'completed']);
  });

  it('a retry comes when it is due, to some milliseconds, and the next attempt ends it', async () => {
    const one = await worker();
    const { jobId } = await gateway.submit({ queue });
    const held = await one.run(jobId);
    await one.failed(held, { retryAfterMs: 700 });
    held.ack();
    const again = await one.delivery(jobId, 2);
    expect(again.envelope.payload).toMatchObject({ attempt: 2, reason: 'retry' });
    const log = await gateway.log(jobId);
    const runAt = Date.parse(log.find(({ eventType }) => eventType === 'job.retry_scheduled')?.payload['runAt'] as string);
    const queuedAt = Date.parse(log.at(-1)?.occurredAt as string);
    // Twenty milliseconds on a machine of its own; a busy one is late, but never early.
    expect(queuedAt - runAt).toBeGreaterThanOrEqual(0);
    expect(queuedAt - runAt).toBeLessThan(500);
    await one.ask(again);
    await one.hear('attempt.granted', again.deliveryId);
    await one.succeeded(again);
    await status(jobId, 'COMPLETED');
    expect((await gateway.attempts(jobId)).map(({ number, state }) => [number, state])).toEqual([[1, 'FAILED'], [2, 'SUCCEEDED']]);
  });

  it('cancelled without an owner is cancelled for good: whoever asks later is denied', async () => {
    const one = await worker();
    const { jobId } = await gateway.submit({ queue });
    const held = await one.delivery(jobId);
    expect(await (await gateway.post(`/v1/jobs/${jobId}/cancel`, { by: 'ada', reason: 'not needed' })).json()).toMatchObject({ status: 'CANCELLED' });
    await one.ask(held);
    expect(await one.hear('attempt.denied', held.deliveryId)).toMatchObject({ reason: 'cancelled' });
    expect(await types(jobId)).toEqual(['submitted', 'queued', 'cancel_requested', 'cancelled']);
  });

  it('cancelled while it runs tells the owner to stop, again with each heartbeat, and ends when it has', async () => {
    const one = await worker();
    const { jobId } = await gateway.submit({ queue });
    const held = await one.run(jobId);
    await status(jobId, 'RUNNING');
    expect(await (await gateway.post(`/v1/jobs/${jobId}/cancel`, {})).json()).toMatchObject({ status: 'RUNNING' });
    expect(await one.hear('attempt.revoked', held.deliveryId)).toMatchObject({ reason: 'cancelled' });
    await one.report('attempt.heartbeat', { workerId: one.id, attempts: [{ jobId, deliveryId: held.deliveryId, startedAt: now(), ageMs: 10, acked: false }] });
    await one.hear('attempt.revoked', held.deliveryId, 2);
    await one.failed(held, { cause: 'aborted' });
    await status(jobId, 'CANCELLED');
    expect(await types(jobId)).toEqual(['submitted', 'queued', 'started', 'cancel_requested', 'cancelled']);
    expect(await gateway.attempts(jobId)).toMatchObject([{ state: 'CANCELLED' }]);
  });

  it('a cancel that meets a worker between two connections is heard within a second', async () => {
    const one = await worker();
    const { jobId } = await gateway.submit({ queue });
    const held = await one.run(jobId);
    await status(jobId, 'RUNNING');
    one.reconnect();
    await gateway.post(`/v1/jobs/${jobId}/cancel`, {});
    await one.hear('attempt.revoked', held.deliveryId);
    await one.failed(held, { cause: 'aborted' });
    await status(jobId, 'CANCELLED');
  });

  it('an attempt over a minute hears that it owns its job, so that its message may be acked', async () => {
    const one = await worker();
    const { jobId } = await gateway.submit({ queue });
    const held = await one.run(jobId);
    await one.report('attempt.heartbeat', { workerId: one.id, attempts: [{ jobId, deliveryId: held.deliveryId, startedAt: now(), ageMs: 60_001, acked: false }] });
    expect(await one.hear('attempt.owned', held.deliveryId)).toEqual({ jobId, deliveryId: held.deliveryId });
    await one.succeeded(held);
    await status(jobId, 'COMPLETED');
  });

  it('what was not started can be handed back, and runs again for free', async () => {
    const one = await worker();
    const { jobId } = await gateway.submit({ queue });
    const held = await one.delivery(jobId);
    await one.ask(held);
    await one.hear('attempt.granted', held.deliveryId);
    await one.report('attempt.returned', { workerId: one.id, attempts: [{ jobId, deliveryId: held.deliveryId }] });
    const again = await one.delivery(jobId, 2);
    expect(again.envelope.payload).toMatchObject({ attempt: 1, reason: 'returned' });
    expect(await gateway.job(jobId)).toMatchObject({ losses: 0, attempt: 0 });
    await one.ask(held, 2);
    expect(await one.hear('attempt.revoked', held.deliveryId)).toMatchObject({ reason: 'fenced' });
  });

  it('a message that no worker can read fails its job instead of coming back for ever', async () => {
    const one = await worker();
    const { jobId } = await gateway.submit({ queue });
    await one.delivery(jobId);
    await one.report('job.parked', { jobId, queue: `jobs.${queue}.normal.v1`, reason: 'invalid_payload' });
    await status(jobId, 'FAILED');
    expect(await gateway.job(jobId)).toMatchObject({ error: { code: 'message_parked' } });
  });
});

describe('duplicates, latecomers and strangers', () => {
  it('a report twice changes nothing the second time', async () => {
    const one = await worker();
    const { jobId } = await gateway.submit({ queue });
    const held = await one.run(jobId);
    await Promise.all([one.started(held), one.succeeded(held), one.succeeded(held), one.failed(held)]);
    await status(jobId, 'COMPLETED');
    await one.succeeded(held);
    await one.hear('attempt.revoked', held.deliveryId);
    expect(await types(jobId)).toEqual(['submitted', 'queued', 'started', 'completed']);
  });

  it('a delivery that owns nothing reports in vain, and hears so', async () => {
    const [one, stranger] = [await worker(), await worker()];
    const { jobId } = await gateway.submit({ queue });
    const held = await eventually(() => [...one.held, ...stranger.held].find((message) => message.jobId === jobId) ?? Promise.reject(new Error('not there')));
    await one.ask(held);
    await one.hear('attempt.granted', held.deliveryId);
    const other = { ...held, deliveryId: uuidV7() };
    await stranger.succeeded(other);
    expect(await stranger.hear('attempt.revoked', other.deliveryId)).toMatchObject({ reason: 'fenced' });
    expect(await gateway.job(jobId)).toMatchObject({ status: 'QUEUED' });
    await one.succeeded(held);
    await status(jobId, 'COMPLETED');
  });

  it('a redelivered message does not take a job from an owner that lives', async () => {
    const [one, two] = [await worker(), await worker()];
    const { jobId } = await gateway.submit({ queue });
    const held = await eventually(() => [...one.held, ...two.held].find((message) => message.jobId === jobId) ?? Promise.reject(new Error('not there')));
    one.onProbed = () => 'running';
    await one.ask(held);
    await one.hear('attempt.granted', held.deliveryId);
    await one.started(held);
    const again = { ...held, deliveryId: uuidV7() };
    await two.ask(again, 1, true);
    expect(await two.hear('attempt.denied', again.deliveryId)).toMatchObject({ reason: 'owned' });
    await one.succeeded(held);
    await status(jobId, 'COMPLETED');
    expect(await gateway.job(jobId)).toMatchObject({ losses: 0, attempt: 1 });
  });

  it('an owner that does not know its attempt any more gives way to who asks for it', async () => {
    const [one, two] = [await worker(), await worker()];
    const { jobId } = await gateway.submit({ queue });
    const held = await eventually(() => [...one.held, ...two.held].find((message) => message.jobId === jobId) ?? Promise.reject(new Error('not there')));
    one.onProbed = () => 'unknown';
    await one.ask(held);
    await one.hear('attempt.granted', held.deliveryId);
    const again = { ...held, deliveryId: uuidV7() };
    await two.ask(again, 1, true);
    expect(await two.hear('attempt.granted', again.deliveryId)).toMatchObject({ attempt: 1 });
    expect(await gateway.job(jobId)).toMatchObject({ losses: 0 });
  });

  it('a grant that reaches nobody is taken back', async () => {
    const deaf = await worker({ hears: false, prefetch: 1 });
    const { jobId } = await gateway.submit({ queue });
    const held = await deaf.delivery(jobId);
    const one = await worker();
    await deaf.ask(held);
    const again = await one.delivery(jobId);
    expect(again.envelope.payload).toMatchObject({ reason: 'returned', attempt: 1 });
    await one.ask(again);
    expect(await one.hear('attempt.granted', again.deliveryId)).toMatchObject({ attempt: 1 });
    expect(await gateway.job(jobId)).toMatchObject({ losses: 0 });
  });
});

describe('dead or only silent', () => {
  it('a worker that is gone loses its attempts at once: they stay in the history, and run elsewhere', async () => {
    await upForSixSeconds();
    const [victim, heir] = [await worker(), await worker()];
    const { jobId } = await gateway.submit({ queue });
    const held = await eventually(() => [...victim.held, ...heir.held].find((message) => message.jobId === jobId) ?? Promise.reject(new Error('not there')));
    await victim.ask(held);
    await victim.hear('attempt.granted', held.deliveryId);
    await victim.started(held);
    await status(jobId, 'RUNNING');
    await leave(victim);
    const goneAt = Date.now();
    await eventually(async () => expect(await types(jobId)).toContain('retry_scheduled'), { intervalMs: 10, message: 'the attempt is lost' });
    const lost = (await gateway.log(jobId)).find(({ eventType }) => eventType === 'job.retry_scheduled');
    expect(lost?.payload).toMatchObject({ cause: 'lost', attempt: 1, workerId: victim.id, error: { code: 'worker_gone' } });
    // Under a second on a machine of its own (200 ms between probes, 250 ms between two returns, a broker's round trip), and far from a lease's 15 s on a
    // busy one.
    expect(Date.parse(lost?.occurredAt as string) - goneAt).toBeLessThan(4_000);
    const again = await eventually(() => heir.held.filter((message) => message.jobId === jobId).at(-1) ?? Promise.reject(new Error('not there')));
    await heir.ask(again);
    await heir.hear('attempt.granted', again.deliveryId);
    await heir.succeeded(again);
    await status(jobId, 'COMPLETED');
    expect((await gateway.attempts(jobId)).map(({ number, state, workerId }) => [number, state, workerId])).toEqual([[1, 'LOST', victim.id], [2, 'SUCCEEDED', heir.id]]);

    // The dead one was only away, and comes back with its result: too late.
    const ghost = await worker();
    await ghost.report('attempt.succeeded', { workerId: ghost.id, jobId, deliveryId: held.deliveryId, startedAt: now(), endedAt: now(), durationMs: 0, result: 'late' });
    expect(await ghost.hear('attempt.revoked', held.deliveryId)).toMatchObject({ reason: 'fenced' });
    expect((await types(jobId)).filter((type) => type === 'completed')).toHaveLength(1);
  });

  it('a worker that changes its connection keeps its attempts', async () => {
    await upForSixSeconds();
    const one = await worker();
    const { jobId } = await gateway.submit({ queue });
    const held = await one.run(jobId);
    one.reconnect();
    await one.delivery(jobId, 2);
    await one.succeeded(held);
    await status(jobId, 'COMPLETED');
    expect(await gateway.job(jobId)).toMatchObject({ losses: 0 });
  });

  it('an attempt without a sign of life for 15 ticks is asked about, and lost after 5 ticks of silence', async () => {
    const one = await worker();
    const { jobId } = await gateway.submit({ queue });
    const held = await one.run(jobId);
    await status(jobId, 'RUNNING');
    // Fourteen ticks of silence, without waiting for them.
    await pool.query({ name: 'age', text: 'UPDATE jobs SET lease_tick = lease_tick - 14 WHERE id = $1' }, [jobId]);
    await one.hear('attempt.probed', held.deliveryId);
    expect(await gateway.job(jobId)).toMatchObject({ status: 'RUNNING' });
    await eventually(async () => expect((await gateway.job(jobId)).losses).toBe(1), { timeoutMs: 15_000, message: 'the lease expires' });
    expect(one.said('attempt.probed', held.deliveryId).length).toBeGreaterThanOrEqual(4);
    expect((await gateway.log(jobId)).find(({ eventType }) => eventType === 'job.retry_scheduled')?.payload).toMatchObject({ cause: 'lost', error: { code: 'lease_expired' } });
    await one.succeeded(held);
    expect(await one.hear('attempt.revoked', held.deliveryId)).toMatchObject({ reason: 'fenced' });
  });

  it('an attempt that answers when it is asked keeps its lease', async () => {
    const one = await worker();
    one.onProbed = () => 'running';
    const { jobId } = await gateway.submit({ queue });
    const held = await one.run(jobId);
    await status(jobId, 'RUNNING');
    await pool.query({ name: 'age', text: 'UPDATE jobs SET lease_tick = lease_tick - 14 WHERE id = $1' }, [jobId]);
    await one.hear('attempt.probed', held.deliveryId);
    await eventually(
      async () => {
        const { rows } = await pool.query<{ behind: number }>({ name: 'behind', text: 'SELECT c.tick_applied - j.lease_tick AS behind FROM jobs j, engine_clock c WHERE j.id = $1' }, [jobId]);
        expect(rows[0]?.behind).toBeLessThan(5);
      },
      { message: 'the lease is renewed' },
    );
    await one.succeeded(held);
    await status(jobId, 'COMPLETED');
  });
});

describe('messages that are lost', () => {
  it('a job whose message vanished is sent again, once its queue is empty', async () => {
    const one = await worker();
    const { jobId } = await gateway.submit({ queue });
    (await one.delivery(jobId)).ack(); // taken, and forgotten
    await pool.query({ name: 'older', text: "UPDATE jobs SET sent_at = sent_at - interval '31 seconds' WHERE id = $1" }, [jobId]);
    const again = await one.delivery(jobId, 2);
    expect(again.envelope.stream).toEqual((await one.delivery(jobId)).envelope.stream);
    expect(await types(jobId)).toEqual(['submitted', 'queued']);
    await one.ask(again);
    await one.hear('attempt.granted', again.deliveryId);
    await one.succeeded(again);
    await status(jobId, 'COMPLETED');
  });
});
