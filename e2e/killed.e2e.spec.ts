import { eventually } from '#testing';
import { checkHistory, violations, type Accepted } from './history/check-history';
import { Client } from './system/client';
import { freshStores } from './system/stores';
import { elapse } from './system/elapse';
import { System } from './system/system';
import type { AppProcess } from './system/app-process';
import { atRate } from './system/at-rate';

const SECONDS = 60;
const JOBS_PER_SECOND = 500;

/**
 * Two of each process on the same stores under load; every one of them is killed once with SIGKILL and started again by
 * "supervision" three seconds later. What the clients were told is then held against the log and the read models.
 */
describe('two gateways, two workers and two aggregators, each killed once under load', () => {
  let system: System;

  beforeAll(async () => {
    system = await System.start({ stores: await freshStores(), count: { gateway: 2, worker: 2, aggregator: 2 } });
  }, 120_000);

  afterAll(async () => {
    await system?.stop();
  }, 60_000);

  it(
    'loses nothing, ends nothing twice, leaves no gap, and shows what a rebuild would show',
    async () => {
      const clients = [Client.of(system, 0), Client.of(system, 1)];
      const attemptedKeys = new Set<string>();
      const accepted: Accepted[] = [];

      const submitOne = async (index: number): Promise<void> => {
        const idempotencyKey = `load-${index}`;
        attemptedKeys.add(idempotencyKey);
        let turn = index;
        const job = { type: 'simulate.work', payload: { durationMs: index % 50 === 0 ? 1_500 : 0 }, idempotencyKey };
        const answer = await eventually(() => clients[turn++ % 2]!.submit(job), { timeoutMs: 60_000, message: `${idempotencyKey} is accepted` });
        accepted.push({ jobId: answer.jobId, position: answer.position, idempotencyKey });
      };

      const victims: [number, AppProcess][] = [
        [8, system.one('gateway', 0)],
        [16, system.one('worker', 0)],
        [24, system.one('aggregator', 0)],
        [32, system.one('gateway', 1)],
        [40, system.one('worker', 1)],
        [48, system.one('aggregator', 1)],
      ];
      const kills = victims.map(([atSecond, victim]) => killAndRestart(victim, atSecond * 1000));

      await atRate(JOBS_PER_SECOND, SECONDS * JOBS_PER_SECOND, submitOne);
      await Promise.all(kills);
      expect(accepted).toHaveLength(SECONDS * JOBS_PER_SECOND);

      const client = clients[0]!;
      await eventually(
        async () => {
          const overview = await client.overview();
          const ended = overview.completed + overview.failed + overview.cancelled;
          if (ended !== accepted.length) throw new Error(`${ended} of ${accepted.length} have ended`);
        },
        { timeoutMs: 60_000, message: 'every accepted job ends and the read model shows it' },
      );

      const verdict = checkHistory({ accepted, attemptedKeys, log: await client.log() });
      expect(violations(verdict)).toEqual([]);
      const proof = await system.rebuild(['--prove']);
      expect(proof).toMatchObject({ differences: 0 });
    },
    240_000,
  );
});

async function killAndRestart(victim: AppProcess, afterMs: number): Promise<void> {
  await elapse(afterMs);
  await victim.end('SIGKILL');
  await elapse(3_000);
  await victim.start().ready(30_000);
}
