import { fetch } from '../../../deploy/native/keyed-fetch';
import type { Drill } from '../drill';
import { NOBODYS_QUEUE } from '../drill-system';

/** Promises that are broken by being slow, or by a client's own mistakes. Those that other faults break too stand with these. */
export const SLO_DRILLS: readonly Drill[] = [
  {
    name: 'log-head-held',
    alerts: ['SloResponseTimeBurn', 'SloResponseTimeTargetBurn', 'SloManagementCommandsBurn'],
    fault: "a client of PostgreSQL holds the lock of the log's head for 0.9 s at a time, while 48 clients submit jobs and four operators change the limit of a queue",
    repair: 'it lets go, and they stop',
    async cause(system) {
      // A queue exists from its first job on.
      await system.submit({ type: 'simulate.work', queue: NOBODYS_QUEUE, payload: {}, delayMs: 600_000 });
      const holder = await system.postgres();
      let limit = 1;
      const stops = [
        system.keep(0, () => holder.query('BEGIN; SELECT position FROM log_head FOR UPDATE; SELECT pg_sleep(0.9); COMMIT')),
        ...Array.from({ length: 48 }, () => system.keep(0, () => system.submit({ type: 'simulate.work', payload: {} }))),
        // Another number each time: what is set already is answered without a write.
        ...Array.from({ length: 4 }, () => system.keep(0, () => system.put(`/v1/queues/${NOBODYS_QUEUE}/concurrency`, { concurrency: ++limit, by: 'drill' }))),
      ];
      return async () => {
        await Promise.all(stops.map((stop) => stop()));
        await holder.end();
        await system.put(`/v1/queues/${NOBODYS_QUEUE}/concurrency`, { concurrency: null, by: 'drill' });
        await system.cancelAll(NOBODYS_QUEUE, new Date(Date.now() - 600_000));
      };
    },
  },
  {
    name: 'own-client-mistaken',
    alerts: ['SloOwnClientErrorsBurn'],
    fault: "a client that calls itself one of the project's own asks for jobs by ids that are none, 20 times a second",
    repair: 'it stops',
    async cause(system) {
      return system.keep(50, () => fetch(`${system.app('gateway').url}/v1/jobs/no-id`, { headers: { 'user-agent': 'job-observatory-drill' } }).then((answer) => answer.arrayBuffer()));
    },
  },
  {
    name: 'mongo-writes-late',
    alerts: ['SloVisibilityBurn'],
    fault: 'MongoDB is locked for writes (fsyncLock) for 2.5 s at a time, and unlocked for half a second, while jobs run',
    repair: 'it stays unlocked',
    async cause(system) {
      const jobs = system.keep(100, () => system.submit({ type: 'simulate.work', payload: {} }));
      const locks = system.keep(500, () => system.withMongoLocked(2_500));
      return async () => {
        await locks();
        await jobs();
      };
    },
  },
];
