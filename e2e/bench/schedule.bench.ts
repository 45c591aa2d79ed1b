import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'undici';
import { KeyedPool } from '../system/keyed-pool';
import { round, type Bench } from './bench';
import { NO_OP } from './client';
import { call, Feed, lateness, submitDue } from './due-jobs';

/** Schedules that tick each second, all at the same instant, and for how many seconds. */
const SCHEDULES = 50;
const TICKING_SECONDS = 10;
/** Jobs, one each ms, before those that are measured. */
const WARM_UP = 3_000;
/** After the last due time: most of them are queued by then. */
const SETTLED_MS = 500;

/**
 * How late things happen that are to happen at a time. Jobs with `runAt`, one each millisecond: from `runAt` to the job's `job.queued`, by the clock of
 * the store. Then schedules that tick each second, all at once: from the tick to the `job.submitted` of its job. Workers run all of them meanwhile.
 */
export const schedule: Bench = {
  name: 'schedule',
  about: 'jobs due at a time (1,000 a second) and ticks of schedules: how late',
  async run({ system, progress, n }) {
    const jobs = n ?? 10_000;
    const running = await system();
    const gateway = new KeyedPool(running.one('gateway').url, { connections: 8 });
    const feed = new Feed(gateway);
    // What a young process takes longer for is no part of what is measured, as in the other benches.
    await submitDue(gateway, eachMs(WARM_UP), 2_500);
    await sleep(2_500 + WARM_UP + SETTLED_MS);
    await feed.skip();

    // Far enough ahead that the last of them is committed before the first is due.
    const due = await submitDue(gateway, eachMs(jobs), 3_000 + jobs / 2, (done) => progress((done / jobs) * 0.2, `${done} submitted`));
    // Nobody reads the log while they become due: a page of a thousand events is some megabytes that the gateway would put together in between.
    const lastMs = Math.max(...due.values());
    while (Date.now() < lastMs + SETTLED_MS) {
      await sleep(250);
      progress(0.7 - 0.5 * Math.min(1, Math.max(0, (lastMs - Date.now()) / jobs)), 'they become due');
    }
    const late: number[] = [];
    await feed.until((event) => {
      const runAt = event.eventType === 'job.queued' && event.payload.jobId !== undefined ? due.get(event.payload.jobId) : undefined;
      if (runAt !== undefined) late.push(Date.parse(event.occurredAt) - runAt);
      return late.length >= jobs;
    });

    const ticks = await tick(gateway, feed, (done) => progress(0.7 + (done / (SCHEDULES * TICKING_SECONDS)) * 0.3, `${done} ticks`));
    await gateway.close();
    return { n: jobs, ...lateness(late), earliestMs: round(Math.min(...late)), ticks: { n: ticks.length, ...lateness(ticks) } };
  },
};

/** One job becomes due each millisecond: 1,000 a second. */
const eachMs = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

async function tick(gateway: Pool, feed: Feed, onProgress: (done: number) => void): Promise<number[]> {
  const names = Array.from({ length: SCHEDULES }, (_, i) => `bench-${i}`);
  const startMs = Math.ceil(Date.now() / 1_000) * 1_000 + 5_000;
  const startAt = new Date(startMs).toISOString();
  const endAt = new Date(startMs + (TICKING_SECONDS - 1) * 1_000).toISOString();
  // A tick that is late is still to be measured, however late.
  await Promise.all(names.map((name) => call(gateway, 201, 'POST', '/v1/schedules', { name, cron: '* * * * * *', job: NO_OP, catchUp: 'all', catchUpLimit: 100, startAt, endAt })));
  if (Date.now() > startMs) throw new Error('making the schedules took longer than thought: they were to tick before the last was made');
  const late: number[] = [];
  await feed.until((event) => {
    const instant = /^schedule:[0-9a-f-]{36}:(.*)$/.exec(event.payload.idempotencyKey ?? '')?.[1];
    if (event.eventType === 'job.submitted' && instant !== undefined) late.push(Date.parse(event.occurredAt) - Date.parse(instant));
    onProgress(late.length);
    return late.length >= SCHEDULES * TICKING_SECONDS;
  });
  for (const name of names) await call(gateway, 200, 'DELETE', `/v1/schedules/${name}`);
  return late;
}
