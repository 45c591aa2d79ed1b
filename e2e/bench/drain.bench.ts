import type { Envelope } from '#contracts';
import { fetch } from '../../deploy/native/keyed-fetch';
import { BenchClient } from './client';
import { cpuMsPer, cpuTimes } from './cpu-time';
import { round, type Bench } from './bench';

/**
 * 20,000 no-op jobs wait in their queue, relayed and projected, before the worker starts. The clock runs from the first
 * handler's start to the moment at which the observatory counts the last job as completed (so PostgreSQL has it too).
 */
export const drain: Bench = {
  name: 'drain',
  about: 'preloaded no-op jobs → terminal in PostgreSQL and visible in MongoDB',
  async run({ system, progress, n }) {
    const jobs = n ?? 20_000;
    const running = await system({ count: { worker: 0 } });
    const client = new BenchClient(running.one('gateway').url, running.one('observatory').url);
    await client.submitBulk(jobs, undefined, 1000, 2, (done) => progress((done / jobs) * 0.3, 'loading'));
    await client.until((overview) => (overview.counts['QUEUED'] ?? 0) === jobs, 120_000, 'all jobs are queued and visible');
    const before = await client.overview();
    const worker = await running.add('worker');
    await worker.ready();
    const cpuBefore = cpuTimes(running);
    await client.until(
      (overview) => overview.completed === jobs,
      180_000,
      'all jobs are completed and visible',
      (overview) => progress(0.3 + (overview.completed / jobs) * 0.7, `${overview.completed} of ${jobs} completed`),
    );
    const visibleAt = Date.now();
    const cpuAfter = cpuTimes(running);
    const firstStart = await firstStartedAt(running.one('gateway').url, before.freshness.position);
    await client.close();
    const seconds = (visibleAt - firstStart) / 1000;
    return { n: jobs, jobsPerSecond: round(jobs / seconds, 0), seconds: round(seconds, 2), cpuMsPerJob: cpuMsPer(jobs, cpuBefore, cpuAfter) };
  },
};

async function firstStartedAt(gatewayUrl: string, after: number): Promise<number> {
  const page = await (await fetch(`${gatewayUrl}/v1/events?after=${after}&limit=200`)).text();
  const starts = page
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Envelope)
    .filter((event) => event.eventType === 'job.started')
    .map((event) => Date.parse((event.payload as { startedAt: string }).startedAt));
  if (starts.length === 0) throw new Error('the feed shows no start after the preload');
  return Math.min(...starts);
}
