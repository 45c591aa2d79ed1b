import { elapse } from '../system/elapse';
import { KeyedPool } from '../system/keyed-pool';
import { round, type Bench } from './bench';
import { Feed, lateness, submitDue } from './due-jobs';

const JOBS_PER_SECOND = 20;

/**
 * Jobs with `runAt` at times of all kinds on an idle system: from `runAt` to the start of the handler, by the one clock that this machine has. `queued`
 * is the part of it that is the alarm clock's and the store's.
 */
export const runAt: Bench = {
  name: 'run-at',
  about: 'jobs due at scattered times on an idle system: how late the handler starts',
  async run({ system, progress, n }) {
    const jobs = n ?? 600;
    const running = await system();
    const gateway = new KeyedPool(running.one('gateway').url, { connections: 2 });
    const feed = new Feed(gateway);
    await submitDue(gateway, scattered(100, 2_000), 1_500);
    await elapse(4_500);
    await feed.skip();

    // Beyond what the alarm clock looks ahead, so that most are found by a look and not by the event that tells of them.
    const due = await submitDue(gateway, scattered(jobs, (jobs * 1_000) / JOBS_PER_SECOND), 2_000);
    const queued: number[] = [];
    const started: number[] = [];
    await feed.until(({ eventType, occurredAt, payload }) => {
      const dueMs = payload.jobId === undefined ? undefined : due.get(payload.jobId);
      if (dueMs !== undefined && eventType === 'job.queued') queued.push(Date.parse(occurredAt) - dueMs);
      if (dueMs !== undefined && eventType === 'job.started') started.push(Date.parse(payload.startedAt ?? '') - dueMs);
      progress(started.length / jobs, `${started.length} started`);
      return started.length >= jobs;
    });
    await gateway.close();
    return { n: jobs, ...lateness(started), earliestMs: round(Math.min(...started)), queued: lateness(queued) };
  },
};

/** Times without a pattern, the same ones at each call: multiples of the golden ratio lie evenly, and never on a beat. */
const scattered = (count: number, spanMs: number): number[] => Array.from({ length: count }, (_, i) => Math.floor(((i * 0.618_033_988_749_895) % 1) * spanMs));
