import { eventually, privateStack, type PrivateStack } from '#testing';
import { checkHistory, violations, type Accepted } from './history/check-history';
import { Client } from './system/client';
import { elapse } from './system/elapse';
import { System } from './system/system';

const OUTAGE_MS = 20_000;

/**
 * One store after the other is stopped for 20 s and started again while jobs flow and long ones run, on servers of this spec's own.
 * No process may exit, nothing may be lost, and no running job may be declared lost or run twice.
 */
describe('a store that goes away for twenty seconds', () => {
  let stack: PrivateStack;
  let system: System;
  let client: Client;
  const accepted: Accepted[] = [];
  const attemptedKeys = new Set<string>();

  beforeAll(async () => {
    stack = await privateStack('outage');
    system = await System.start({ stores: await stack.stores() });
    client = Client.of(system);
  }, 120_000);

  afterAll(async () => {
    await system?.stop();
    await stack?.stop();
  }, 60_000);

  const submit = async (name: string, durationMs: number): Promise<string> => {
    const idempotencyKey = name;
    attemptedKeys.add(idempotencyKey);
    const answer = await client.submitSurely({ type: 'simulate.work', payload: { durationMs }, idempotencyKey });
    accepted.push({ jobId: answer.jobId, position: answer.position, idempotencyKey });
    return answer.jobId;
  };

  it.each(['postgres', 'rabbitmq', 'mongo'] as const)(
    '%s: every process stays, nothing is lost, running jobs go on',
    async (server) => {
      const long = await Promise.all(Array.from({ length: 5 }, (_, i) => submit(`${server}-long-${i}`, OUTAGE_MS + 8_000)));
      for (const jobId of long) await client.until(jobId, 'RUNNING');
      const flow: Promise<string>[] = [];
      let flowing = true;
      const trickle = (async () => {
        for (let i = 0; flowing; i++) {
          flow.push(submit(`${server}-flow-${i}`, 5));
          await elapse(100);
        }
      })();

      await stack.stopServer(server);
      if (server === 'postgres') await eventually(() => expectUnavailable(system), { timeoutMs: 10_000, message: 'a submit without PostgreSQL is answered 503 with Retry-After' });
      await elapse(OUTAGE_MS);
      await stack.startServer(server);
      flowing = false;
      await trickle;
      const short = await Promise.all(flow);

      for (const jobId of [...long, ...short]) {
        const job = await client.until(jobId, 'COMPLETED', 60_000);
        expect({ jobId, attempt: job.attempt, losses: job.losses }).toEqual({ jobId, attempt: 1, losses: 0 });
      }
      for (const app of (['gateway', 'worker', 'aggregator', 'observatory'] as const).flatMap((name) => system.of(name))) {
        expect(app.unexpectedExits).toEqual([]);
        await app.ready(20_000);
      }
    },
    180_000,
  );

  it('mongo, which comes back without its data, as another replica set: everything is built again from the log', async () => {
    const { items } = await client.observe<{ items: { id: string }[] }>('/v1/jobs?limit=5');
    expect(items).toHaveLength(5);
    await stack.loseMongo();
    await stack.startServer('mongo');
    for (const { id } of items) await client.until(id, 'COMPLETED', 60_000);
    // Each read model is built again by itself; the counts may come after the jobs.
    await eventually(async () => expect((await client.overview()).counts.COMPLETED).toBe(accepted.length), { timeoutMs: 30_000, message: 'the overview counts every job again' });
    for (const app of (['aggregator', 'observatory'] as const).flatMap((name) => system.of(name))) {
      expect(app.unexpectedExits).toEqual([]);
      await app.ready(20_000);
    }
  }, 120_000);

  it('leaves a history without a broken promise, and read models that a rebuild confirms', async () => {
    expect(violations(checkHistory({ accepted, attemptedKeys, log: await client.log() }))).toEqual([]);
    expect(await system.rebuild(['--prove'])).toMatchObject({ differences: 0 });
  }, 60_000);
});

async function expectUnavailable(system: System): Promise<void> {
  const response = await fetch(`${system.one('gateway').url}/v1/jobs`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"type":"simulate.work"}' });
  expect(response.status).toBe(503);
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  expect(await response.json()).toMatchObject({ code: 'store_unavailable' });
}
