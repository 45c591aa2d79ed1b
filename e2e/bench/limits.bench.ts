import type { Envelope } from '#contracts';
import { eventually } from '#testing';
import { fetch } from '../../deploy/native/keyed-fetch';
import { BenchClient } from './client';
import { round, type Bench } from './bench';

/** Jobs of one key that may run at once, and how long each runs. */
const CONCURRENCY = 10;
const RUNS_MS = 5;
const RATE = { perSecond: 200, burst: 50 };

/**
 * What a limit costs and whether it holds, with two gateways and two workers. First jobs of one key, of which ten may run at once: how many get through
 * in a second, and how many ran at once by the workers' clocks. Then jobs under a rate: how many started in a second, and whether ever more than the
 * bucket had given by then. The keyed ones wait in their queue before the first worker starts.
 */
export const limits: Bench = {
  name: 'limits',
  about: 'jobs under a key limit, and under a rate, two gateways and two workers',
  async run({ system, progress, n }) {
    const jobs = n ?? 2_000;
    const running = await system({ count: { gateway: 2, worker: 0 }, env: { worker: { WORKER_QUEUES: 'keyed,rated' } } });
    const gatewayUrl = running.one('gateway').url;
    const client = new BenchClient(gatewayUrl);
    await put(`${gatewayUrl}/v1/limits/bench-key`, { type: 'simulate.work', queue: 'keyed', keyBy: '/durationMs', concurrency: CONCURRENCY });
    await put(`${gatewayUrl}/v1/limits/bench-rate`, { type: 'simulate.work', queue: 'rated', rate: RATE });

    await client.submitBulk(jobs, { type: 'simulate.work', queue: 'keyed', payload: { durationMs: RUNS_MS } });
    for (const worker of [await running.add('worker'), await running.add('worker')]) await worker.ready();
    const keyed = await runsOf(gatewayUrl, 'keyed', jobs, (done) => progress((done / jobs) * 0.5, `${done} of ${jobs} under the key`));

    const openedAtMs = Date.now();
    await client.submitBulk(jobs, { type: 'simulate.work', queue: 'rated', payload: { durationMs: 0 } });
    const rated = await runsOf(gatewayUrl, 'rated', jobs, (done) => progress(0.5 + (done / jobs) * 0.5, `${done} of ${jobs} under the rate`));
    await client.close();

    const atOnce = concurrencyOf(keyed);
    const starts = rated.map(({ startMs }) => startMs).sort((a, b) => a - b);
    const firstMs = starts[0] ?? Number.NaN;
    const seconds = ((starts.at(-1) ?? Number.NaN) - firstMs) / 1_000;
    const measured = (jobs - RATE.burst) / seconds;
    return {
      n: jobs,
      jobsPerSecond: round(jobs / (spanMs(keyed) / 1_000), 0),
      limit: CONCURRENCY,
      maxConcurrency: Math.max(...atOnce),
      violations: atOnce.filter((running) => running > CONCURRENCY).length,
      rate: {
        perSecond: RATE.perSecond,
        measuredPerSecond: round(measured, 1),
        accuracy: round(measured / RATE.perSecond, 3),
        // A job starts after its grant, so starts are never ahead of the bucket that was full before the first was submitted.
        violations: starts.filter((ms, i) => i + 1 > RATE.burst + ((ms - openedAtMs) / 1_000) * RATE.perSecond).length,
      },
    };
  },
};

interface Run {
  readonly startMs: number;
  readonly endMs: number;
}

/** When each job of the queue started and ended, from the log, once all have completed. */
async function runsOf(gatewayUrl: string, queue: string, jobs: number, onProgress: (done: number) => void): Promise<Run[]> {
  const runs: Run[] = [];
  let after = 0;
  await eventually(
    async () => {
      for (;;) {
        const lines = (await (await fetch(`${gatewayUrl}/v1/events?after=${after}&limit=10000`)).text()).split('\n').filter(Boolean);
        for (const line of lines) {
          const event = JSON.parse(line) as Envelope;
          after = event.stream?.position ?? after;
          if (event.eventType === 'job.completed' && event.payload.queue === queue) runs.push({ startMs: Date.parse(event.payload.startedAt), endMs: Date.parse(event.payload.finishedAt) });
        }
        if (lines.length === 0) break;
      }
      onProgress(runs.length);
      if (runs.length < jobs) throw new Error(`${runs.length} of ${jobs} have completed`);
    },
    { timeoutMs: 300_000, intervalMs: 200, message: `all jobs of ${queue} have completed` },
  );
  return runs;
}

/** How many ran at once, at each start. Of what ends and what starts in the same millisecond, the end is taken first. */
function concurrencyOf(runs: readonly Run[]): number[] {
  const steps = runs.flatMap(({ startMs, endMs }) => [[startMs, 1], [Math.max(endMs, startMs), -1]] as const);
  steps.sort(([a, up], [b, down]) => a - b || up - down);
  let running = 0;
  return steps.flatMap(([, step]) => {
    running += step;
    return step === 1 ? running : [];
  });
}

function spanMs(runs: readonly Run[]): number {
  return Math.max(...runs.map(({ endMs }) => endMs)) - Math.min(...runs.map(({ startMs }) => startMs));
}

async function put(url: string, body: object): Promise<void> {
  const answer = await fetch(url, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`PUT ${url} answered ${answer.status}: ${await answer.text()}`);
}
