import autocannon from 'autocannon';
import { NO_OP } from './client';
import { appendFigures, appendsBetween } from './append-figures';
import { cpuMsPer, cpuTimes } from './cpu-time';
import { round, type Bench } from './bench';

/** POST /v1/jobs over 32 connections, closed loop; an answer counts only when it is a 202, which means committed. */
export const submit: Bench = {
  name: 'submit',
  about: 'HTTP submits at 32 connections, accepted = committed',
  async run({ system, progress, n }) {
    const jobs = n ?? 60_000;
    const running = await system({ count: { worker: 0, aggregator: 0, observatory: 0 } });
    const gateway = running.one('gateway').url;
    const target = { url: `${gateway}/v1/jobs`, method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(NO_OP), connections: 32 } as const;
    progress(0, 'warming up');
    await autocannon({ ...target, amount: Math.ceil(jobs / 6) });
    progress(0.2, `submitting ${jobs} jobs`);
    const appendsBefore = await appendFigures(gateway);
    const before = cpuTimes(running);
    const { result, seconds } = await timed({ ...target, amount: jobs });
    const after = cpuTimes(running);
    if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} answers were not 202, ${result.errors} requests failed`);
    return {
      n: jobs,
      jobsPerSecond: round(jobs / seconds, 0),
      p50Ms: result.latency.p50,
      p99Ms: result.latency.p99,
      cpuMsPerJob: cpuMsPer(jobs, before, after),
      appends: appendsBetween(appendsBefore, await appendFigures(gateway), seconds),
    };
  },
};

/** autocannon ends on whole seconds only, so the clock here runs from its start to its last answer. */
function timed(options: autocannon.Options): Promise<{ result: autocannon.Result; seconds: number }> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    let lastAnswerAt = startedAt;
    const run = autocannon(options, (error, result) => (error instanceof Error ? reject(error) : resolve({ result, seconds: (lastAnswerAt - startedAt) / 1000 })));
    run.on('response', () => (lastAnswerAt = performance.now()));
  });
}
