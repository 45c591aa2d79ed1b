import type { Tables } from './store-types';

/** What the gauges of a gateway read: nothing is decided on it, but a gateway asks, so it takes its time on the simulated wire as well. */
export const BACKLOG_STATEMENTS: Readonly<Record<'queue_backlogs' | 'live_jobs' | 'relay_lag', (store: Tables) => object[]>> = {
  queue_backlogs: (store) =>
    [...store.queues.keys()].sort().map((queue) => {
      const waiting = [...store.jobs.values()].filter((job) => job.queue === queue && job.status === 'QUEUED' && job.owner_worker_id === null);
      const oldestAtMs = Math.min(...waiting.map((job) => Date.parse(String(job['queued_at']))));
      return { queue, jobs: waiting.length, oldestMs: waiting.length === 0 ? 0 : Math.max(0, store.wallMs - oldestAtMs) };
    }),
  live_jobs: (store) => {
    const inStatus = (status: string): number => [...store.jobs.values()].filter((job) => job.status === status).length;
    return [{ waiting: inStatus('WAITING'), scheduled: inStatus('SCHEDULED'), queued: inStatus('QUEUED'), running: inStatus('RUNNING'), retrying: inStatus('RETRYING') }];
  },
  relay_lag: (store) => {
    const oldest = store.events[store.lease.cursor];
    return [{ events: Math.max(0, store.head - store.lease.cursor), oldestMs: oldest === undefined ? 0 : Math.max(0, store.scheduler.nowMs - oldest.atMs) }];
  },
};
