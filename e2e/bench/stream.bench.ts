import { readFileSync } from 'node:fs';
import { eventually } from '#testing';
import { atRate } from '../system/at-rate';
import type { System } from '../system/system';
import { BenchClient } from './client';
import { cpuMsPer, cpuTimes } from './cpu-time';
import { Follower } from './follower';
import { percentile, round, type Bench } from './bench';

const IDLE = 1_000;
const BUSY = 200;
/** Of the busy ones, those that tell when they heard of an event. */
const TIMED = 20;
/** Three events each: with 200 followers, 30,000 frames a second. */
const JOBS_PER_SECOND = 50;
const MEMORY_EVERY_MS = 250;

/** Hears of a job that does not exist, and of freshness, as a page does that is left open. */
const NOTHING = '/v1/stream?jobId=0193010b-0000-7000-8000-000000000000';

/**
 * 1,200 streams at one observatory: 200 that hear every event, 1,000 that wait for something that does not happen. 50 jobs a second run meanwhile. Delay from the event's
 * own time (just before it is appended) to the frame in the client, both by this machine's clock in whole ms.
 */
export const stream: Bench = {
  name: 'stream',
  about: '1,000 idle and 200 busy streams: memory, delay, completeness',
  async run({ system, progress, n }) {
    const jobs = n ?? 1_000;
    const running = await system({ env: { observatory: { OBSERVATORY_MAX_STREAMS_PER_ADDRESS: '2000' } } });
    const observatory = running.one('observatory').url;
    const client = new BenchClient(running.one('gateway').url, observatory, 32);
    const rssBefore = memoryOf(running).now;
    const delays: number[] = [];
    const time = (_position: number, occurredAt: number, at: number): void => void delays.push(at - occurredAt);
    const busy = Array.from({ length: BUSY }, (_, index) => new Follower(`${observatory}/v1/stream`, index < TIMED ? time : undefined));
    const idle = Array.from({ length: IDLE }, () => new Follower(`${observatory}${NOTHING}`));
    const all = [...busy, ...idle];
    let rss = 0;
    const watch = setInterval(() => (rss = Math.max(rss, memoryOf(running).now)), MEMORY_EVERY_MS);
    try {
      await Promise.all(all.map((follower) => follower.opened));
      const rssIdle = memoryOf(running).now;
      await atRate(JOBS_PER_SECOND, 100, async () => void (await client.submit()));
      delays.length = 0;
      const before = cpuTimes(running);
      await atRate(JOBS_PER_SECOND, jobs, async (index) => {
        await client.submit();
        progress(index / jobs, `${index} jobs`);
      });
      await client.until((overview) => overview.completed === jobs + 100, 60_000, 'all jobs are completed and visible');
      const end = (await client.overview()).freshness.position;
      await eventually(() => slowest(busy) >= end, { timeoutMs: 10_000, message: 'every stream reaches the end of the log' }).catch(() => undefined);
      const cpu = cpuMsPer(jobs, before, cpuTimes(running));
      const missing = busy.reduce((sum, { first, last, holes }) => sum + holes + Math.max(0, end - last) + ((first ?? end) - firstOf(busy)), 0);
      return {
        n: jobs, streams: all.length, frames: busy.reduce((sum, { events }) => sum + events, 0), missing, doubles: sum(busy, 'doubles'), resyncs: sum(all, 'resyncs'), ended: sum(all, 'ended'),
        delayP50Ms: percentile(delays, 0.5), delayP99Ms: percentile(delays, 0.99), rssMiB: { before: rssBefore, idle: rssIdle, highest: Math.max(rss, memoryOf(running).peak) }, cpuMsPerJob: { observatory: cpu['observatory'] ?? 0, total: round(cpu['total'] ?? 0) },
      };
    } finally {
      clearInterval(watch);
      for (const follower of all) follower.close();
      await client.close();
    }
  },
};

const slowest = (followers: readonly Follower[]): number => Math.min(...followers.map(({ last }) => last));
const firstOf = (followers: readonly Follower[]): number => Math.min(...followers.map(({ first }) => first ?? Infinity));
const sum = (followers: readonly Follower[], what: 'doubles' | 'resyncs' | 'ended'): number => followers.reduce((total, follower) => total + follower[what], 0);

/** Resident memory of the observatory in MiB, as the operating system counts it. */
function memoryOf(system: System): { now: number; peak: number } {
  const { pid } = system.processes().find(({ app }) => app === 'observatory') ?? {};
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const mib = (name: string): number => round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? NaN) / 1024);
  return { now: mib('VmRSS'), peak: mib('VmHWM') };
}
