import { eventually, privateStack, type PrivateStack } from '#testing';
import { fetch } from '../deploy/native/keyed-fetch';
import { checkHistory, violations, type Accepted } from './history/check-history';
import { Client } from './system/client';
import { elapse } from './system/elapse';
import { System } from './system/system';

const OUTAGE_MS = 20_000;
/** The gateways go in the middle of MongoDB's outage, which is none of theirs: two outages in little more than the time of one. */
const GATEWAYS_GO_AFTER_MS = 12_000;

/**
 * One store after the other is stopped for 20 s and started again while jobs flow and long ones run, on servers of this spec's own.
 * At last every gateway is killed
 * and away as long. No other process may exit, nothing may be lost, and no running job may be declared lost or run twice.
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

  /** Long jobs run and short ones are submitted while `outage` lasts; it calls `endFlow` when nobody could take any more. */
  const survives = async (name: string, outageMs: number, outage: (endFlow: () => Promise<void>) => Promise<void>): Promise<void> => {
    const long = await Promise.all(Array.from({ length: 5 }, (_, i) => submit(`${name}-long-${i}`, outageMs + 8_000)));
    for (const jobId of long) await client.until(jobId, 'RUNNING');
    const flow: Promise<string>[] = [];
    let flowing = true;
    const trickle = (async () => {
      for (let i = 0; flowing; i++) {
        flow.push(submit(`${name}-flow-${i}`, 5));
        await elapse(100);
      }
    })();
    const endFlow = async (): Promise<void> => {
      flowing = false;
      await trickle;
      await Promise.all(flow);
    };

    await outage(endFlow);
    await endFlow();
    for (const jobId of [...long, ...(await Promise.all(flow))]) {
      const job = await client.until(jobId, 'COMPLETED', 60_000);
      expect({ jobId, attempt: job.attempt, losses: job.losses }).toEqual({ jobId, attempt: 1, losses: 0 });
    }
    for (const app of (['gateway', 'worker', 'aggregator', 'observatory'] as const).flatMap((one) => system.of(one))) {
      expect(app.unexpectedExits).toEqual([]);
      await app.ready(20_000);
    }
  };

  it.each(['postgres', 'rabbitmq'] as const)('%s: every process stays, nothing is lost, running jobs go on', (server) =>
    survives(server, OUTAGE_MS, async () => {
      await stack.stopServer(server);
      if (server === 'postgres') await eventually(() => expectUnavailable(system), { timeoutMs: 10_000, message: 'a submit without PostgreSQL is answered 503 with Retry-After' });
      await elapse(OUTAGE_MS);
      await stack.startServer(server);
    }),
  180_000);

  it('mongo, and then every gateway: nothing is lost, running jobs go on', () =>
    survives('mongo', GATEWAYS_GO_AFTER_MS + OUTAGE_MS, async (endFlow) => {
      await stack.stopServer('mongo');
      await elapse(GATEWAYS_GO_AFTER_MS);
      await endFlow();
      await Promise.all(system.of('gateway').map((gateway) => gateway.end('SIGKILL')));
      await elapse(OUTAGE_MS - GATEWAYS_GO_AFTER_MS);
      await stack.startServer('mongo');
      await elapse(GATEWAYS_GO_AFTER_MS);
      for (const gateway of system.of('gateway')) await gateway.start().ready();
    }),
  180_000);

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
