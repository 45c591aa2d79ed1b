import { Client } from './system/client';
import { elapse } from './system/elapse';
import { freshStores } from './system/stores';
import { System } from './system/system';
import { attemptsOf, workerWithId } from './system/whose-attempt';

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
    expect((await attemptsOf(system, jobId)).map((attempt) => attempt.state)).toEqual(['LOST', 'SUCCEEDED']);
  }, 90_000);
});
