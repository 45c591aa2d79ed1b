import type { Job, JobAttempt, SubmitJobRequest, SubmitJobResponse } from '#contracts';
import { eventually } from '#testing';
import { fetch } from '../deploy/native/keyed-fetch';
import { Client } from './system/client';
import { freshStores } from './system/stores';
import { System } from './system/system';

/*
 * What jobs may ask for, on the whole system: two gateways take the commands in turn, two workers with few slots run what is granted. Each test has queues
 * of its own, so that none waits for another.
 */
const SLOTS = 4;
const QUEUES = ['timeouts', 'flows', 'limits', 'rates', 'pauses', 'priorities', 'redrives', 'schedules', 'deadlines', 'cancels'];

describe('what a job may ask for, with two gateways and two workers', () => {
  let system: System;
  let client: Client;
  let turn = 0;
  const gateway = (): string => system.one('gateway', turn++ % 2).url;

  beforeAll(async () => {
    system = await System.start({
      stores: await freshStores(),
      count: { gateway: 2, worker: 2 },
      env: { worker: { WORKER_QUEUES: QUEUES.join(','), WORKER_SLOTS: String(SLOTS), WORKER_CANCEL_GRACE_MS: '1000' } },
    });
    client = Client.of(system);
  }, 90_000);

  afterAll(async () => {
    await system?.stop();
  }, 60_000);

  async function call<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(`${gateway()}${path}`, { method, headers: body && { 'content-type': 'application/json' }, body: body && JSON.stringify(body) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
  const submit = (job: Partial<SubmitJobRequest>) => call<SubmitJobResponse>('POST', '/v1/jobs', { type: 'simulate.work', payload: { durationMs: 0 }, ...job });
  const jobOf = (id: string) => call<Job>('GET', `/v1/jobs/${id}`);
  const attemptsOf = async (id: string) => (await call<{ items: JobAttempt[] }>('GET', `/v1/jobs/${id}/attempts`)).items;
  const until = (id: string, status: Job['status'], timeoutMs = 15_000) =>
    eventually(
      async () => {
        const job = await jobOf(id);
        if (job.status !== status) throw new Error(`it is ${job.status}`);
        return job;
      },
      { timeoutMs, intervalMs: 50, message: `${id} becomes ${status}` },
    );

  it('closes an attempt that takes too long, and tries again until there are no more attempts', async () => {
    const { jobId } = await submit({ queue: 'timeouts', payload: { durationMs: 10_000 }, timeoutMs: 200, maxAttempts: 2, retry: { strategy: 'fixed', baseMs: 50, jitter: 'none' } });
    const job = await until(jobId, 'FAILED');
    const attempts = await attemptsOf(jobId);
    expect(attempts.map(({ state }) => state)).toEqual(['TIMED_OUT', 'TIMED_OUT']);
    for (const { durationMs = 0 } of attempts) expect(durationMs).toBeLessThan(1_500);
    expect(job).toMatchObject({ attempt: 2, losses: 0 });
  });

  it('stops a running job within a second of its cancel, and shows who asked and why', async () => {
    const { jobId } = await submit({ queue: 'cancels', payload: { durationMs: 20_000 } });
    await until(jobId, 'RUNNING');
    const askedAt = Date.now();
    await call('POST', `/v1/jobs/${jobId}/cancel`, { by: 'ada', reason: 'not needed' });
    const job = await until(jobId, 'CANCELLED');
    expect(Date.parse(job.finishedAt ?? '') - askedAt).toBeLessThan(1_000);
    expect(job.cancelRequested).toMatchObject({ by: 'ada', reason: 'not needed' });
  });

  it('fails a running job at its deadline', async () => {
    const { jobId } = await submit({ queue: 'deadlines', payload: { durationMs: 20_000 }, deadlineMs: 3_000 });
    const job = await until(jobId, 'FAILED');
    expect(job.error).toMatchObject({ code: 'deadline_exceeded' });
    expect(job.startedAt).toBeDefined();
  });

  it('runs a job after its parents, in a fan-out that joins again', async () => {
    const root = await submit({ queue: 'flows' });
    const children = await Promise.all(Array.from({ length: 20 }, () => submit({ queue: 'flows', after: [root.jobId] })));
    const join = await submit({ queue: 'flows', after: children.map(({ jobId }) => jobId) });
    await until(join.jobId, 'COMPLETED');
    const ends = await Promise.all(children.map(async ({ jobId }) => (await jobOf(jobId)).finishedAt ?? ''));
    expect((await jobOf(join.jobId)).startedAt! >= [...ends].sort().at(-1)!).toBe(true);
  });

  it('never lets more run than a limit on a key allows, and runs all of them', async () => {
    await call('PUT', '/v1/limits/one-per-duration', { queue: 'limits', keyBy: '/durationMs', concurrency: 1 });
    const jobs = await Promise.all(Array.from({ length: 24 }, (_, i) => submit({ queue: 'limits', payload: { durationMs: 40 + (i % 3) } })));
    for (const { jobId } of jobs) await until(jobId, 'COMPLETED', 40_000);
    for (const key of [0, 1, 2]) {
      const spans = (await Promise.all(jobs.filter((_, i) => i % 3 === key).map(({ jobId }) => attemptsOf(jobId)))).flat();
      const ordered = spans.map(({ startedAt, endedAt }) => ({ from: Date.parse(startedAt), to: Date.parse(endedAt ?? '') })).sort((a, b) => a.from - b.from);
      // The next may start only when the end of the one before was committed, which is after its handler ended.
      ordered.slice(1).forEach((span, i) => expect(span.from).toBeGreaterThanOrEqual(ordered[i]!.to));
    }
  }, 60_000);

  it('starts nothing of a paused queue, says why, and runs it when the queue is resumed', async () => {
    await until((await submit({ queue: 'pauses' })).jobId, 'COMPLETED');
    await call('POST', '/v1/queues/pauses/pause', { by: 'ada', reason: 'maintenance' });
    const jobs = await Promise.all([1, 2, 3].map(() => submit({ queue: 'pauses' })));
    const why = await eventually(
      async () => {
        const answer = await call<{ code: string; sentence: string }>('GET', `/v1/jobs/${jobs[0]!.jobId}/why`);
        if (!/paused/.test(answer.code)) throw new Error(JSON.stringify(answer));
        return answer;
      },
      { message: 'the pause is the reason' },
    );
    expect(why.sentence).toContain('ada');
    expect(await Promise.all(jobs.map(async ({ jobId }) => (await jobOf(jobId)).status))).toEqual(['QUEUED', 'QUEUED', 'QUEUED']);
    await call('POST', '/v1/queues/pauses/resume', { by: 'ada' });
    for (const { jobId } of jobs) await until(jobId, 'COMPLETED');
  });

  it('starves no priority while another presses', async () => {
    await until((await submit({ queue: 'priorities' })).jobId, 'COMPLETED');
    await call('POST', '/v1/queues/priorities/pause', { by: 'spec' });
    const jobs = (count: number, priority: 'high' | 'low') => Promise.all(Array.from({ length: count }, () => submit({ queue: 'priorities', priority, payload: { durationMs: 10 } })));
    const [high, low] = [await jobs(160, 'high'), await jobs(6, 'low')];
    await call('POST', '/v1/queues/priorities/resume', { by: 'spec' });
    const endOf = async ({ jobId }: SubmitJobResponse): Promise<string> => (await until(jobId, 'COMPLETED', 30_000)).finishedAt ?? '';
    const lastHigh = (await Promise.all(high.map(endOf))).sort().at(-1)!;
    const firstLow = (await Promise.all(low.map(endOf))).sort()[0]!;
    expect(firstLow < lastHigh).toBe(true);
  }, 60_000);

  it('gives a failed job another life once, with its lineage', async () => {
    const { jobId } = await submit({ queue: 'redrives', payload: { durationMs: 0, failureProbability: 1 }, maxAttempts: 1 });
    await until(jobId, 'FAILED');
    const redrive = () => call<SubmitJobResponse>('POST', `/v1/jobs/${jobId}/redrive`, { by: 'ada', payload: { durationMs: 0 } });
    const [first, second] = await Promise.all([redrive(), redrive()]);
    expect(first.jobId).toBe(second.jobId);
    expect(await until(first.jobId, 'COMPLETED')).toMatchObject({ redrivenFrom: jobId });
    expect(await jobOf(jobId)).toMatchObject({ status: 'FAILED', redrivenTo: first.jobId });
  });

  it('submits a job of a schedule once per tick, with two gateways', async () => {
    const schedule = await call<{ id?: string; schedule?: { id: string } }>('POST', '/v1/schedules', { name: 'every-second', cron: '* * * * * *', timeZone: 'UTC', job: { type: 'simulate.work', queue: 'schedules', payload: { durationMs: 0 } } });
    const id = schedule.id ?? schedule.schedule?.id ?? '';
    const fired = async () => (await client.log()).filter(({ eventType, payload }) => eventType === 'job.submitted' && (payload as { scheduleId?: string }).scheduleId === id);
    await eventually(async () => (await fired()).length >= 3, { timeoutMs: 10_000, message: 'three ticks have fired' });
    await call('DELETE', `/v1/schedules/${id}`);
    const keys = (await fired()).map(({ payload }) => (payload as { idempotencyKey?: string }).idempotencyKey);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('shows the same in the read model as in the rebuilt one', async () => {
    expect(await system.rebuild(['--prove'])).toMatchObject({ differences: 0 });
  }, 60_000);
});
