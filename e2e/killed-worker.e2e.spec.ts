import { Client } from './system/client';
import { elapse } from './system/elapse';
import { freshStores } from './system/stores';
import { System } from './system/system';
import { attemptsOf, workerWithId } from './system/whose-attempt';

describe('a worker that is killed', () => {
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
    const restartedAt = Date.parse((await attemptsOf(system, jobId))[1]!.startedAt);
    expect(restartedAt - killedAt).toBeLessThan(1_000);
    expect((await attemptsOf(system, jobId))[0]).toMatchObject({ number: 1, state: 'LOST' });
    expect((await client.job(jobId)).losses).toBe(1);
  }, 60_000);
});
