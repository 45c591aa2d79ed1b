import { eventually } from '#testing';
import { checkHistory, violations } from './history/check-history';
import type { AppProcess } from './system/app-process';
import { atRate } from './system/at-rate';
import { Client } from './system/client';
import { elapse } from './system/elapse';
import { LoadClient } from './system/load-client';
import { freshStores } from './system/stores';
import { System } from './system/system';

/** A short cut; `npm run test:killed` sets the full minute at 500 jobs a second. */
const SECONDS = Number(process.env['KILLED_SECONDS'] ?? 20);
const JOBS_PER_SECOND = Number(process.env['KILLED_JOBS_PER_SECOND'] ?? 200);
const JOBS = SECONDS * JOBS_PER_SECOND;

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
      const load = new LoadClient(system.of('gateway').map((gateway) => gateway.url));
      const victims: [number, AppProcess][] = [
        [0.1, system.one('gateway', 0)],
        [0.25, system.one('worker', 0)],
        [0.4, system.one('aggregator', 0)],
        [0.55, system.one('gateway', 1)],
        [0.7, system.one('worker', 1)],
        [0.85, system.one('aggregator', 1)],
      ];
      await Promise.all([
        atRate(JOBS_PER_SECOND, JOBS, (index) => load.submit({ type: 'simulate.work', payload: { durationMs: index % 50 === 0 ? 1_500 : 0 }, idempotencyKey: `load-${index}` })),
        ...victims.map(([when, victim]) => killAndRestart(victim, when * SECONDS * 1000)),
      ]);
      await load.close();
      expect(load.accepted).toHaveLength(JOBS);

      const client = Client.of(system);
      await eventually(
        async () => {
          const overview = await client.overview();
          const ended = overview.completed + overview.failed + overview.cancelled;
          if (ended !== JOBS) throw new Error(`${ended} of ${JOBS} have ended: ${JSON.stringify(overview.counts)}`);
        },
        { timeoutMs: 120_000, message: 'every accepted job ends and the read model shows it' },
      );

      const verdict = checkHistory({ accepted: load.accepted, attemptedKeys: load.attemptedKeys, log: await client.log() });
      expect(violations(verdict)).toEqual([]);
      const proof = await system.rebuild(['--prove']);
      expect(proof).toMatchObject({ differences: 0 });
    },
    400_000,
  );
});

async function killAndRestart(victim: AppProcess, afterMs: number): Promise<void> {
  await elapse(afterMs);
  await victim.end('SIGKILL');
  await elapse(3_000);
  await victim.start().ready(60_000);
}
