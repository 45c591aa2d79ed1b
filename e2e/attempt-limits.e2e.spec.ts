import { eventually } from '#testing';
import { fetch } from '../deploy/native/keyed-fetch';
import { Client } from './system/client';
import { freshStores } from './system/stores';
import { System } from './system/system';

const GRACE_MS = 400;
/** Longer than anything here waits for: its handler cannot be stopped, and goes on while the job is over. */
const DEAF = { durationMs: 3_000, ignoreSignal: true };

describe('attempts that do not end by themselves', () => {
  let system: System;
  let client: Client;

  beforeAll(async () => {
    system = await System.start({ stores: await freshStores(), env: { worker: { WORKER_CANCEL_GRACE_MS: String(GRACE_MS) } } });
    client = Client.of(system);
  }, 90_000);

  afterAll(async () => {
    await system?.stop();
  }, 60_000);

  const history = async (jobId: string) => (await client.log()).filter((event) => event.stream?.id === jobId);
  const busy = async () => ((await (await fetch(`${system.one('worker').url}/status`)).json()) as { details: { slots: { busy: number } } }).details.slots.busy;
  const attempts = async (jobId: string) =>
    ((await (await fetch(`${system.one('gateway').url}/v1/jobs/${jobId}/attempts`)).json()) as { items: { state: string; durationMs: number }[] }).items;

  it('are closed as timed out when their time is over, tried again, and not listened to any more', async () => {
    const { jobId } = await client.submit({ type: 'simulate.work', payload: DEAF, maxAttempts: 2, timeoutMs: 200, retry: { strategy: 'fixed', baseMs: 50, jitter: 'none' } });
    const job = await client.until(jobId, 'FAILED', 5_000);
    expect(job.error).toMatchObject({ code: 'timed_out' });
    expect(await busy()).toBe(2);
    expect((await attempts(jobId)).map(({ state }) => state)).toEqual(['TIMED_OUT', 'TIMED_OUT']);
    for (const { durationMs } of await attempts(jobId)) expect(durationMs).toBeLessThan(1_000);
    const told = await history(jobId);
    expect(told.map(({ eventType }) => eventType)).toEqual(['job.submitted', 'job.queued', 'job.started', 'job.retry_scheduled', 'job.queued', 'job.started', 'job.failed']);
    expect(told.filter(({ eventType }) => eventType === 'job.retry_scheduled' || eventType === 'job.failed').map(({ payload }) => (payload as { cause: string }).cause)).toEqual(['timed_out', 'timed_out']);
    await eventually(async () => expect(await busy()).toBe(0), { message: 'the handlers have ended' });
    expect(await history(jobId)).toEqual(told);
  }, 20_000);

  it('are cut off when their job is cancelled and the grace is over; what they say later changes nothing', async () => {
    const { jobId } = await client.submit({ type: 'simulate.work', payload: DEAF });
    await client.until(jobId, 'RUNNING');
    const at = performance.now();
    await fetch(`${system.one('gateway').url}/v1/jobs/${jobId}/cancel`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ by: 'ada', reason: 'enough' }) });
    await client.until(jobId, 'CANCELLED', 5_000);
    expect(performance.now() - at).toBeLessThan(GRACE_MS + 1_000);
    expect(await busy()).toBe(1);
    const told = await history(jobId);
    expect(told.map(({ eventType }) => eventType)).toEqual(['job.submitted', 'job.queued', 'job.started', 'job.cancel_requested', 'job.cancelled']);
    await eventually(async () => expect(await busy()).toBe(0), { message: 'the handler has ended' });
    expect(await history(jobId)).toEqual(told);
  }, 20_000);
});
