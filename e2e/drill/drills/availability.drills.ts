import { fetch } from '../../../deploy/native/keyed-fetch';
import { eventually } from '#testing';
import { elapse } from '../../system/elapse';
import type { Drill } from '../drill';
import { WORKER_SLOTS } from '../drill-system';
import { looksAt } from '../sightings';

/** A crashed service that was started anew is seen before it crashes again. */
const ONE_SCRAPE_MS = 5_500;

export const AVAILABILITY_DRILLS: readonly Drill[] = [
  {
    name: 'worker-hangs',
    alerts: ['ServiceDown', 'WorkerFleetEmpty'],
    fault: 'the only worker is stopped (SIGSTOP)',
    repair: 'it runs on (SIGCONT)',
    async cause(system) {
      system.app('worker').pause();
      return async () => system.app('worker').resume();
    },
  },
  {
    name: 'alert-left-alone',
    alerts: ['AlertUnacknowledged'],
    fault: 'the only worker is stopped (SIGSTOP), and nobody acknowledges the critical alert that comes of it; counted from that alert',
    repair: 'the worker runs on (SIGCONT)',
    async cause(system, began) {
      system.app('worker').pause();
      const { prometheus } = looksAt({ prometheus: system.urls.prometheus, alertmanager: system.urls.alertmanager, observatory: system.app('observatory').url });
      await eventually(async () => (await prometheus()).some(({ name, firing }) => firing && name === 'ServiceDown'), { timeoutMs: 90_000, message: 'the stopped worker is reported' });
      began();
      return async () => system.app('worker').resume();
    },
  },
  {
    name: 'worker-crashes-again',
    alerts: ['ServiceRestarting'],
    fault: 'a worker is killed (SIGKILL) and started again, and killed again once it was scraped, and so on; counted from the third time',
    repair: 'it is left alone',
    async cause(system, began) {
      const worker = system.app('worker');
      let times = 0;
      const crashes = system.keep(0, async () => {
        if (++times === 3) began();
        await system.restart('worker', 'SIGKILL');
        await eventually(() => fetch(`${worker.url}/metrics`), { timeoutMs: 60_000, message: 'the worker can be scraped' });
        await elapse(ONE_SCRAPE_MS);
      });
      return async () => {
        await crashes();
        await worker.ready();
      };
    },
  },
  {
    name: 'worker-killed-at-work',
    alerts: ['AttemptsLostHigh'],
    fault: `a worker that runs ${WORKER_SLOTS} attempts is killed (SIGKILL) and started again`,
    repair: 'the jobs are cancelled',
    async cause(system, began) {
      const [queue, since] = ['default', Date.now() - 1_000];
      for (let n = 0; n < WORKER_SLOTS; n++) await system.submit({ type: 'simulate.work', queue, payload: { durationMs: 120_000 } });
      await system.untilRunning(WORKER_SLOTS);
      began();
      await system.restart('worker', 'SIGKILL');
      return () => system.cancelAll(queue, new Date(since));
    },
  },
  {
    name: 'exporter-stopped',
    alerts: ['MetricsMissing'],
    fault: "the machine's exporter is stopped (SIGSTOP)",
    repair: 'it runs on (SIGCONT)',
    async cause(system) {
      await system.signalServer('node-exporter', 'SIGSTOP');
      return () => system.signalServer('node-exporter', 'SIGCONT');
    },
  },
];
