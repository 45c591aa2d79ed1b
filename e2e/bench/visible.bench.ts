import { BenchClient } from './client';
import { atRate } from '../system/at-rate';
import { percentile, round, type Bench } from './bench';

const JOBS_PER_SECOND = 200;

/** At a fixed arrival rate of 200 jobs a second: from the POST until the observatory answers with a state that has it (`?atLeast=`). */
export const visible: Bench = {
  name: 'visible',
  about: 'POST → in the answer of the observatory, at 200 jobs/s',
  async run({ system, progress, n }) {
    const jobs = n ?? 3_000;
    const running = await system();
    const client = new BenchClient(running.one('gateway').url, running.one('observatory').url, 64);
    const samples: number[] = [];
    const follow = async (keep: boolean): Promise<void> => {
      const postedAt = performance.now();
      const { jobId, position } = await client.submit();
      await client.read(`/v1/jobs/${jobId}?atLeast=${position}`);
      if (keep) samples.push(performance.now() - postedAt);
    };
    await atRate(JOBS_PER_SECOND, 400, () => follow(false));
    await atRate(JOBS_PER_SECOND, jobs, (i) => {
      progress(i / jobs, `${i} jobs`);
      return follow(true);
    });
    await client.close();
    return { n: jobs, p50Ms: round(percentile(samples, 0.5)), p99Ms: round(percentile(samples, 0.99)) };
  },
};
