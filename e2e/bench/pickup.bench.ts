import type { AttemptListResponse } from '#contracts';
import { BenchClient } from './client';
import { percentile, round, type Bench } from './bench';

/** `job.started` and `job.completed`. */
const EVENTS_OF_THE_RUN = 2;

/**
 * One job at a time on an idle system: from just before the POST to the start of the handler, both by this machine's clock in whole ms. The next
 * one is submitted when the read model shows the end of the last, so that nothing of it is still under way.
 */
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
      const { jobId, position } = await client.submit();
      await client.read(`/v1/jobs/${jobId}?atLeast=${position + EVENTS_OF_THE_RUN}`);
      const { items } = await client.fromGateway<AttemptListResponse>(`/v1/jobs/${jobId}/attempts`);
      const startedAt = Date.parse(items[0]?.startedAt ?? '');
      if (i >= warmUp) samples.push(startedAt - postedAt);
      progress(i / (jobs + warmUp), `${i} jobs`);
    }
    await client.close();
    return { n: jobs, p50Ms: percentile(samples, 0.5), p99Ms: percentile(samples, 0.99), maxMs: round(Math.max(...samples)) };
  },
};
