import { faultProxy, type FaultProxy } from '#testing';
import { Client } from './system/client';
import { elapse } from './system/elapse';
import { freshStores } from './system/stores';
import { System } from './system/system';
import { attemptsOf, workerWithId } from './system/whose-attempt';

describe('a worker that is lost', () => {
  let system: System;
  let client: Client;
  let network: FaultProxy;

  beforeAll(async () => {
    const stores = await freshStores();
    system = await System.start({ stores, count: { gateway: 2, worker: 2 } });
    client = Client.of(system);
    network = await faultProxy(stores.amqpUrl);
    // Probes count only once the prober's own connection has been up for 6 s.
    await elapse(6_500);
  }, 90_000);

  afterAll(async () => {
    await network?.close();
    await system?.stop();
  }, 60_000);

  /* Both are waited for together: a lease is twenty seconds long. */
  it('is fenced when it comes back from a stop, or from behind a network that swallowed all it said, that outlasted its lease', async () => {
    const cutOff = await system.add('worker', { AMQP_URL: network.url, WORKER_QUEUES: 'far' });
    await cutOff.ready();
    const [{ jobId }, { jobId: farJob }] = await Promise.all([
      client.submit({ type: 'simulate.work', payload: { durationMs: 3_000 } }),
      client.submit({ type: 'simulate.work', payload: { durationMs: 3_000 }, queue: 'far' }),
    ]);
    await Promise.all([client.until(jobId, 'RUNNING'), client.until(farJob, 'RUNNING')]);
    const owner = (await client.timeline(jobId)).find((entry) => entry.eventType === 'job.started')?.workerId;
    const zombie = await workerWithId(system, owner);
    zombie.pause();
    network.blackHole();
    const other = await system.add('worker', { WORKER_QUEUES: 'far' });
    await other.ready();

    const jobs = await Promise.all([client.until(jobId, 'COMPLETED', 60_000), client.until(farJob, 'COMPLETED', 60_000)]);
    zombie.resume();
    network.heal();
    for (const job of jobs) expect(job).toMatchObject({ attempt: 2, losses: 1 });
    const next = await Promise.all([client.submit({ type: 'simulate.work' }), client.submit({ type: 'simulate.work', queue: 'far' })]);
    for (const one of next) await client.until(one.jobId, 'COMPLETED');
    await Promise.all([zombie.ready(), cutOff.ready()]);
    for (const id of [jobId, farJob]) {
      expect((await client.timeline(id)).filter((entry) => entry.eventType === 'job.completed')).toHaveLength(1);
      expect((await attemptsOf(system, id)).map((attempt) => attempt.state)).toEqual(['LOST', 'SUCCEEDED']);
    }
  }, 120_000);
});
