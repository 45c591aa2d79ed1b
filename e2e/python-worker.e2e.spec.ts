import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { asService } from '#testing';
import { fetch } from '../deploy/native/keyed-fetch';
import { Client } from './system/client';
import { elapse } from './system/elapse';
import { freshStores } from './system/stores';
import { System, type Stores } from './system/system';
import { pythonWorkerCommand } from './workers/worker-commands';

/** The conformance suite plays the gateway; here the real one stands opposite a worker that shares no line with it. */
describe('workers in Python with the real gateway', () => {
  let system: System;
  let client: Client;
  let command: string;
  let stores: Stores;
  const workers: ChildProcess[] = [];

  beforeAll(async () => {
    stores = await freshStores();
    command = await pythonWorkerCommand();
    system = await System.start({ stores, count: { worker: 0 } });
    client = Client.of(system);
    for (let n = 0; n < 2; n++) startWorker();
    // Probes count only once the prober's own connection has been up for 6 s.
    await elapse(6_500);
  }, 90_000);

  afterAll(async () => {
    for (const worker of workers) worker.kill('SIGKILL');
    await system?.stop();
  }, 60_000);

  function startWorker(): void {
    const env = { PATH: process.env['PATH'], AMQP_URL: asService('worker', stores.amqpUrl), PYTHONDONTWRITEBYTECODE: '1' };
    workers.push(spawn('/bin/sh', ['-c', `exec ${command}`], { env, stdio: 'ignore' }));
  }

  const ownerOf = async (jobId: string) => (await client.timeline(jobId)).filter(({ eventType }) => eventType === 'job.started').at(-1)?.workerId;

  it('run jobs, and fail what is to fail', async () => {
    const [good, bad] = [
      await client.submit({ type: 'simulate.work', payload: { durationMs: 50, resultBytes: 3 } }),
      await client.submit({ type: 'simulate.work', payload: { failWith: { code: 'no_such_customer', retryable: false } } }),
    ];
    expect(await client.until(good.jobId, 'COMPLETED')).toMatchObject({ attempt: 1, result: { filler: 'xxx' } });
    expect(await client.until(bad.jobId, 'FAILED')).toMatchObject({ attempt: 1, error: { code: 'no_such_customer' } });
    expect(await ownerOf(good.jobId)).toMatch(/^py-/);
  }, 60_000);

  it('stop what is cancelled, and close what is out of time', async () => {
    const [cancelled, slow] = [
      await client.submit({ type: 'simulate.work', payload: { durationMs: 60_000 } }),
      await client.submit({ type: 'simulate.work', payload: { durationMs: 60_000 }, timeoutMs: 400, maxAttempts: 1 }),
    ];
    await client.until(cancelled.jobId, 'RUNNING');
    await fetch(`${system.one('gateway').url}/v1/jobs/${cancelled.jobId}/cancel`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"reason":"enough"}' });
    await client.until(cancelled.jobId, 'CANCELLED');
    expect(await client.until(slow.jobId, 'FAILED')).toMatchObject({ error: { code: 'timed_out' } });
  }, 60_000);

  it('take over from those that are killed', async () => {
    const { jobId } = await client.submit({ type: 'simulate.work', payload: { durationMs: 3_000 } });
    await client.until(jobId, 'RUNNING');
    const lost = await ownerOf(jobId);
    const victims = workers.splice(0);
    const gone = Promise.all(victims.map((victim) => once(victim, 'exit')));
    for (const victim of victims) victim.kill('SIGKILL');
    await gone;
    startWorker();
    expect(await client.until(jobId, 'COMPLETED')).toMatchObject({ attempt: 2, losses: 1 });
    const successor = await ownerOf(jobId);
    expect(successor).toMatch(/^py-/);
    expect(successor).not.toBe(lost);
  }, 60_000);
});
