import { fetch } from '../../../deploy/native/keyed-fetch';
import { elapse } from '../../system/elapse';
import { stopServer } from '../../../deploy/native';
import type { Drill } from '../drill';
import { NOBODYS_QUEUE } from '../drill-system';

const OUTAGE_MS = 15_000;

export const JOBS_DRILLS: readonly Drill[] = [
  {
    name: 'jobs-fail',
    alerts: ['JobFailureRateHigh', 'SloJobSuccessBurn'],
    fault: 'jobs are submitted that always fail (simulate.work, failureProbability 1, one attempt)',
    repair: 'no more are submitted',
    async cause(system) {
      return system.keep(100, () => system.submit({ type: 'simulate.work', payload: { failureProbability: 1 }, maxAttempts: 1 }));
    },
  },
  {
    name: 'queue-fills',
    alerts: ['QueueBacklogGrowing', 'OldestJobWaiting'],
    fault: 'jobs that take 40 s come in faster than the workers run them',
    repair: 'no more come, and what is left of the queue is cancelled',
    async cause(system) {
      const [queue, since] = ['default', new Date(Date.now() - 1_000)];
      const job = { type: 'simulate.work', queue, payload: { durationMs: 40_000 } };
      await Promise.all(Array.from({ length: 200 }, () => system.submit(job)));
      const stop = system.keep(100, () => system.submit(job));
      return async () => {
        await stop();
        await system.cancelAll(queue, since);
      };
    },
  },
  {
    name: 'store-away-across-deadlines',
    alerts: ['ScheduleTicksMissed', 'TtlViolations'],
    fault: `PostgreSQL is stopped for ${OUTAGE_MS / 1_000} s, while jobs reach their deadlines and a schedule ticks each second`,
    repair: 'PostgreSQL is there again before the alerts can be told; the schedule is deleted',
    async cause(system, began) {
      const name = `drill-${Date.now()}`;
      await system.post('/v1/schedules', { name, cron: '* * * * * *', catchUp: 'skip', job: { type: 'simulate.work', queue: NOBODYS_QUEUE } });
      for (let n = 0; n < 20; n++) await system.submit({ type: 'simulate.work', queue: NOBODYS_QUEUE, payload: {}, deadlineMs: 4_000 });
      await stopServer(system.stack, 'postgres', { say: system.say });
      await elapse(OUTAGE_MS);
      began();
      await system.repairServer('postgres');
      return async () => {
        await fetch(`${system.app('gateway').url}/v1/schedules/${name}`, { method: 'DELETE' });
        await system.cancelAll(NOBODYS_QUEUE, new Date(Date.now() - 600_000));
      };
    },
  },
];
