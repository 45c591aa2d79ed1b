import { Client } from './system/client';
import { freshStores } from './system/stores';
import { elapse } from './system/elapse';
import { System } from './system/system';

describe('a worker that is lost', () => {
  let system: System;
  let client: Client;

  beforeAll(async () => {
    system = await System.start({ stores: await freshStores(), count: { worker: 2 } });
    client = Client.of(system);
    // Probes count only once the prober's own connection has been up for 6 s.
    await elapse(6_500);
  }, 90_000);

  afterAll(async () => {
    await system?.stop();
  }, 60_000);

  it('has its job running elsewhere in under a second after kill -9, with the lost attempt kept in the history', async () => {
    const { jobId } = await client.submit({ type: 'simulate.work', payload: { durationMs: 4_000 } });
    const before = await client.until(jobId, 'RUNNING');
    const owner = (await client.timeline(jobId)).find((entry) => entry.eventType === 'job.started')?.workerId;
    expect(before.attempt).toBe(1);
    const victim = await workerWithId(system, owner);
    const killedAt = Date.now();
    await victim.end('SIGKILL');
    await client.until(jobId, 'COMPLETED');
    const entries = await client.timeline(jobId);
    expect(entries.map((entry) => entry.eventType)).toEqual(['job.submitted', 'job.queued', 'job.started', 'job.retry_scheduled', 'job.queued', 'job.started', 'job.completed']);
    const [first, second] = entries.filter((entry) => entry.eventType === 'job.started');
    expect(second?.workerId).not.toBe(first?.workerId);
    const restartedAt = Date.parse((await attempts(system, jobId))[1]!.startedAt);
    expect(restartedAt - killedAt).toBeLessThan(1_000);
    expect((await attempts(system, jobId))[0]).toMatchObject({ number: 1, state: 'LOST' });
    expect((await client.job(jobId)).losses).toBe(1);
    await victim.start().ready();
  }, 60_000);

  it('is fenced when it comes back from a stop that outlasted its lease', async () => {
    const { jobId } = await client.submit({ type: 'simulate.work', payload: { durationMs: 3_000 } });
    await client.until(jobId, 'RUNNING');
    const owner = (await client.timeline(jobId)).find((entry) => entry.eventType === 'job.started')?.workerId;
    const zombie = await workerWithId(system, owner);
    zombie.pause();
    const job = await client.until(jobId, 'COMPLETED', 60_000);
    zombie.resume();
    expect(job).toMatchObject({ attempt: 2, losses: 1 });
    const { jobId: next } = await client.submit({ type: 'simulate.work' });
    await client.until(next, 'COMPLETED');
    await zombie.ready();
    const entries = await client.timeline(jobId);
    expect(entries.filter((entry) => entry.eventType === 'job.completed')).toHaveLength(1);
    expect((await attempts(system, jobId)).map((attempt) => attempt.state)).toEqual(['LOST', 'SUCCEEDED']);
  }, 90_000);
});

async function attempts(system: System, jobId: string): Promise<{ number: number; state: string; startedAt: string }[]> {
  const response = await fetch(`${system.one('gateway').url}/v1/jobs/${jobId}/attempts`);
  return ((await response.json()) as { items: { number: number; state: string; startedAt: string }[] }).items;
}

async function workerWithId(system: System, workerId: string | undefined) {
  for (const worker of system.of('worker')) {
    const status = (await (await fetch(`${worker.url}/status`)).json()) as { instanceId: string };
    if (status.instanceId === workerId) return worker;
  }
  throw new Error(`no worker is ${workerId}`);
}
