import { appendFigures, appendsBetween } from './append-figures';
import { round, type Bench } from './bench';
import { NO_OP } from './client';
import { cpuMsPer, cpuTimes } from './cpu-time';
import { load, type LoadOptions } from './http-load';

/** What is sent to a gateway, over how many connections, and what counts. */
export const submitsTo = (url: string): Omit<LoadOptions, 'amount'> => ({ url, path: '/v1/jobs', body: JSON.stringify(NO_OP), connections: 32, expect: 202 });

/** POST /v1/jobs over 32 connections, closed loop; an answer counts only when it is a 202, which means committed. */
export const submit: Bench = {
  name: 'submit',
  about: 'HTTP submits at 32 connections, accepted = committed',
  async run({ system, progress, n }) {
    const jobs = n ?? 60_000;
    const running = await system({ count: { worker: 0, aggregator: 0, observatory: 0 } });
    const { url } = running.one('gateway');
    const target = submitsTo(url);
    progress(0, 'warming up');
    await load({ ...target, amount: Math.ceil(jobs / 6) });
    progress(0.2, `submitting ${jobs} jobs`);
    const appendsBefore = await appendFigures(url);
    const before = cpuTimes(running);
    const { seconds, p50Ms, p99Ms } = await load({ ...target, amount: jobs });
    const after = cpuTimes(running);
    const appends = appendsBetween(appendsBefore, await appendFigures(url), seconds);
    return { n: jobs, jobsPerSecond: round(jobs / seconds, 0), p50Ms, p99Ms, cpuMsPerJob: cpuMsPer(jobs, before, after), appends };
  },
};
