import { BenchClient } from './client';
import { cpuMsPer, cpuTimes } from './cpu-time';
import { round, type Bench } from './bench';

/** POST /v1/jobs/bulk, 1,000 jobs a call, four calls at a time. */
export const bulk: Bench = {
  name: 'bulk',
  about: 'bulk submits, 1,000 jobs a call, 4 calls at a time',
  async run({ system, progress, n }) {
    const jobs = n ?? 40_000;
    const running = await system({ count: { worker: 0, aggregator: 0, observatory: 0 } });
    const client = new BenchClient(running.one('gateway').url);
    await client.submitBulk(Math.ceil(jobs / 8));
    const before = cpuTimes(running);
    const started = performance.now();
    await client.submitBulk(jobs, undefined, 1000, 4, (done) => progress(done / jobs, `${done} accepted`));
    const seconds = (performance.now() - started) / 1000;
    const after = cpuTimes(running);
    await client.close();
    return { n: jobs, jobsPerSecond: round(jobs / seconds, 0), cpuMsPerJob: cpuMsPer(jobs, before, after) };
  },
};
