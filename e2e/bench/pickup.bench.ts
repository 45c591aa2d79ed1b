import type { AttemptListResponse } from '#contracts';
import { eventually } from '#testing';
import { BenchClient } from './client';
import { percentile, round, type Bench } from './bench';

/** One job at a time on an idle system: from just before the POST to the start of the handler, both by this machine's clock in whole ms. */
export const pickup: Bench = {
  name: 'pickup',
  about: 'idle system: POST → handler starts',
  async run({ system, progress, n }) {
    const jobs = n ?? 300;
    const running = await system();
    const client = new BenchClient(running.one('gateway').url, running.one('observatory').url, 2);
    const samples: number[] = [];
    const warmUp = 50;
    for (let i = 0; i < jobs + warmUp; i++) {
      const postedAt = Date.now();
      const { jobId } = await client.submit();
      const startedAt = await eventually(
        async () => {
          const { items } = await client.fromGateway<AttemptListResponse>(`/v1/jobs/${jobId}/attempts`);
          if (!items[0]?.endedAt) throw new Error('not ended yet');
          return Date.parse(items[0].startedAt);
        },
        { timeoutMs: 10_000, message: `job ${jobId} ends` },
      );
      if (i >= warmUp) samples.push(startedAt - postedAt);
      progress(i / (jobs + warmUp), `${i} jobs`);
    }
    await client.close();
    return { n: jobs, p50Ms: percentile(samples, 0.5), p99Ms: percentile(samples, 0.99), maxMs: round(Math.max(...samples)) };
  },
};
