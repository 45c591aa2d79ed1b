import { setTimeout as sleep } from 'node:timers/promises';
import type { BulkSubmitResponse } from '#contracts';
import { eventually } from '#testing';
import { Pool } from 'undici';
import { percentile, round, type Bench } from './bench';
import { NO_OP } from './client';

/** Jobs that become due in each second. */
const DUE_PER_SECOND = 1_000;
const PER_CALL = 1_000;
/** Schedules that tick each second, all at the same instant, and for how many seconds. */
const SCHEDULES = 50;
const TICKING_SECONDS = 10;

interface Logged {
  readonly eventType: string;
  readonly occurredAt: string;
  readonly payload: { readonly jobId?: string; readonly idempotencyKey?: string };
  readonly stream: { readonly position: number };
}

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
    const gateway = new Pool(running.one('gateway').url, { connections: 8 });
    const feed = new Feed(gateway);
    await submitDue(gateway, 500, 1_500);
    await sleep(2_500);
    await feed.skip();

    // Far enough ahead that the last of them is committed before the first is due.
    const due = await submitDue(gateway, jobs, 3_000 + jobs / 2, (done) => progress((done / jobs) * 0.2, `${done} submitted`));
    const late: number[] = [];
    await feed.until((event) => {
      const runAt = event.eventType === 'job.queued' && event.payload.jobId !== undefined ? due.get(event.payload.jobId) : undefined;
      if (runAt !== undefined) late.push(Date.parse(event.occurredAt) - runAt);
      progress(0.2 + (late.length / jobs) * 0.5, `${late.length} queued`);
      return late.length >= jobs;
    });

    const ticks = await tick(gateway, feed, (done) => progress(0.7 + (done / (SCHEDULES * TICKING_SECONDS)) * 0.3, `${done} ticks`));
    await gateway.close();
    return { n: jobs, ...figures(late), earliestMs: round(Math.min(...late)), ticks: { n: ticks.length, ...figures(ticks) } };
  },
};

const figures = (late: readonly number[]) => ({ p50Ms: percentile(late, 0.5), p99Ms: percentile(late, 0.99), maxMs: round(Math.max(...late)) });

/** Submits jobs of which one becomes due each millisecond, from `aheadMs` from now on. Answers when each of them is due. */
async function submitDue(gateway: Pool, count: number, aheadMs: number, onProgress?: (done: number) => void): Promise<Map<string, number>> {
  const due = new Map<string, number>();
  const firstMs = Date.now() + aheadMs;
  for (let from = 0; from < count; from += PER_CALL) {
    const runAt = Array.from({ length: Math.min(PER_CALL, count - from) }, (_, i) => firstMs + Math.floor(((from + i) * 1_000) / DUE_PER_SECOND));
    const { items } = await call<BulkSubmitResponse>(gateway, 202, 'POST', '/v1/jobs/bulk', { jobs: runAt.map((ms) => ({ ...NO_OP, runAt: new Date(ms).toISOString() })) });
    for (const { index, jobId } of items) if (jobId !== undefined) due.set(jobId, runAt[index] as number);
    onProgress?.(from + items.length);
  }
  if (Date.now() > firstMs) throw new Error('submitting took longer than thought: the first jobs were due before the last was submitted');
  return due;
}

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

/** Reads the log from where it has stopped reading. */
class Feed {
  private after = 0;

  constructor(private readonly gateway: Pool) {}

  async skip(): Promise<void> {
    while ((await this.page(0)).length > 0);
  }

  /** Until `see` has seen enough; looked at four times a second, so that the reader takes little from what it measures. */
  async until(see: (event: Logged) => boolean): Promise<void> {
    await eventually(async () => (await this.page(0)).map(see).includes(true), { timeoutMs: 180_000, intervalMs: 250, message: 'all of them have happened' });
  }

  private async page(waitMs: number): Promise<Logged[]> {
    const answer = await this.gateway.request({ method: 'GET', path: `/v1/events?after=${this.after}&limit=10000&waitMs=${waitMs}` });
    const events = (await answer.body.text())
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Logged);
    this.after = events.at(-1)?.stream.position ?? this.after;
    return events;
  }
}

async function call<T>(gateway: Pool, status: number, method: 'POST' | 'DELETE', path: string, body?: object): Promise<T> {
  const answer = await gateway.request({ method, path, headers: body && { 'content-type': 'application/json' }, body: body && JSON.stringify(body) });
  const text = await answer.body.text();
  if (answer.statusCode !== status) throw new Error(`${method} ${path} answered ${answer.statusCode}: ${text.slice(0, 500)}`);
  return JSON.parse(text) as T;
}
