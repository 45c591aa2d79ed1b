import type { AttemptListResponse, Envelope, SubmitJobResponse, WorkerListResponse } from '#contracts';
import { eventually } from '#testing';
import { fetch } from '../deploy/native/keyed-fetch';
import type { AppProcess } from './system/app-process';
import { freshStores } from './system/stores';
import { System } from './system/system';

const SIMULATED = 'simulate.work';

describe('what operators set, with real workers and two gateways', () => {
  let system: System;
  const gone = new Set<AppProcess>();

  beforeAll(async () => {
    system = await System.start({ stores: await freshStores(), count: { gateway: 2, worker: 2, aggregator: 0, observatory: 0 } });
  }, 120_000);

  afterAll(async () => {
    await system?.stop();
  }, 60_000);

  it('knows its workers, and says when none of them runs a type', async () => {
    await eventually(async () => expect((await call<WorkerListResponse>('GET', '/v1/workers')).items).toMatchObject([{ live: true }, { live: true }]), { timeoutMs: 20_000 });
    await eventually(async () => expect((await submit({ durationMs: 0 })).warnings).toBeUndefined(), { timeoutMs: 10_000 });
    expect((await call<SubmitJobResponse>('POST', '/v1/jobs', { type: 'never.heard.of' })).warnings).toMatchObject([{ code: 'no_worker_for_type' }]);
  }, 60_000);

  it('a paused worker starts nothing, and the other does it all', async () => {
    const [first] = (await call<WorkerListResponse>('GET', '/v1/workers')).items;
    const paused = first?.workerId ?? '';
    await call('POST', `/v1/workers/${encodeURIComponent(paused)}/pause`, { by: 'spec' });
    const jobs = await submitSome(20, { durationMs: 5 });
    await completed(jobs);
    expect(new Set(await Promise.all(jobs.map(ranOn)))).not.toContain(paused);
    await call('POST', `/v1/workers/${encodeURIComponent(paused)}/resume`, {}, 1);
    await eventually(async () => expect(await Promise.all((await ended(await submitSome(10, { durationMs: 20 }))).map(ranOn))).toContain(paused), { timeoutMs: 30_000 });
  }, 90_000);

  it('a limit of one lets one run at a time, and the slot of a worker that is killed is free again', async () => {
    await call('PUT', '/v1/limits/one', { type: SIMULATED, keyBy: '/steps', concurrency: 1 });
    const [stuck] = (await submitSome(1, { durationMs: 60_000, steps: 7 })) as [string];
    await eventually(async () => expect((await log()).some((event) => event.eventType === 'job.started' && event.payload.jobId === stuck)).toBe(true), { timeoutMs: 20_000 });
    const others = await submitSome(10, { durationMs: 5, steps: 7 });
    const free = await submitSome(5, { durationMs: 5, steps: 8 });
    await completed(free);
    expect((await log()).filter((event) => event.eventType === 'job.started' && others.includes(event.payload.jobId))).toEqual([]);
    await call('POST', `/v1/jobs/${stuck}/cancel`, { by: 'spec' });
    await completed(others);
    const [next] = (await submitSome(1, { durationMs: 60_000, steps: 7 })) as [string];
    const holder = await eventually(async () => {
      const workerId = await ranOn(next);
      if (workerId === '') throw new Error('it has not started');
      return workerId;
    }, { timeoutMs: 20_000 });
    const after = await submitSome(5, { durationMs: 5, steps: 7 });
    const killed = await processOf(holder);
    gone.add(killed);
    await killed.end('SIGKILL');
    // The lost job asks for its slot again like the others: it is cancelled, so that it does not keep it for a minute.
    await call('POST', `/v1/jobs/${next}/cancel`, { by: 'spec' });
    await completed(after);
    await call('DELETE', '/v1/limits/one');
    gone.delete(killed);
    await killed.start().ready();
  }, 120_000);

  it('a pause outlives the gateway that leads, and so does its end', async () => {
    await call('POST', `/v1/job-types/${SIMULATED}/pause`, { by: 'spec', reason: 'a test' }, 1);
    const jobs = await submitSome(40, { durationMs: 1 });
    const leader = await leading();
    gone.add(leader);
    await leader.end('SIGKILL');
    await call('POST', `/v1/job-types/${SIMULATED}/resume`, {});
    const events = await log();
    const resumedAt = events.findIndex(({ eventType }) => eventType === 'jobtype.resumed');
    expect(resumedAt).toBeGreaterThan(0);
    expect(events.slice(0, resumedAt).filter((event) => event.eventType === 'job.started' && jobs.includes(event.payload.jobId))).toEqual([]);
    await completed(jobs);
    gone.delete(leader);
    await leader.start().ready();
  }, 120_000);

  function gateway(index = 0): AppProcess {
    const left = system.of('gateway').filter((one) => !gone.has(one));
    return left[index % left.length] as AppProcess;
  }

  async function call<T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object, index = 0): Promise<T> {
    return eventually(
      async () => {
        const response = await fetch(`${gateway(index).url}${path}`, { method, headers: body && { 'content-type': 'application/json' }, body: body && JSON.stringify(body) });
        const text = await response.text();
        if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
        return (text === '' ? undefined : JSON.parse(text)) as T;
      },
      { timeoutMs: 15_000, message: `${method} ${path} is answered` },
    );
  }
  const submit = (payload: object, index = 0) => call<SubmitJobResponse>('POST', '/v1/jobs', { type: SIMULATED, payload }, index);
  const submitSome = (count: number, payload: object) => Promise.all(Array.from({ length: count }, async (_, i) => (await submit(payload, i)).jobId));
  async function log(): Promise<Envelope[]> {
    const events: Envelope[] = [];
    for (let after = 0; ; ) {
      const page = (await (await fetch(`${gateway().url}/v1/events?after=${after}&limit=10000`)).text()).split('\n').filter(Boolean).map((line) => JSON.parse(line) as Envelope);
      events.push(...page);
      const last = page.at(-1)?.stream?.position;
      if (last === undefined) return events;
      after = last;
    }
  }
  const completed = (jobs: readonly string[]) =>
    eventually(
      async () => {
        const done = new Set((await log()).flatMap((event) => (event.eventType === 'job.completed' ? event.payload.jobId : [])));
        expect(jobs.filter((id) => !done.has(id))).toEqual([]);
      },
      { timeoutMs: 45_000, intervalMs: 100, message: 'all have completed' },
    );
  const statusOf = async (app: AppProcess) => (await (await fetch(`${app.url}/status`)).json()) as { instanceId: string; details: { relay?: { leads: boolean } } };
  async function found(app: 'gateway' | 'worker', wanted: (status: Awaited<ReturnType<typeof statusOf>>) => boolean): Promise<AppProcess> {
    return eventually(
      async () => {
        for (const one of system.of(app)) if (!gone.has(one) && wanted(await statusOf(one))) return one;
        throw new Error('none of them');
      },
      { timeoutMs: 15_000, message: `the ${app} is found` },
    );
  }
  const processOf = (workerId: string) => found('worker', ({ instanceId }) => instanceId === workerId);
  const leading = () => found('gateway', ({ details }) => details.relay?.leads === true);
  const ended = async (jobs: string[]): Promise<string[]> => (await completed(jobs), jobs);
  const ranOn = async (jobId: string): Promise<string> => (await call<AttemptListResponse>('GET', `/v1/jobs/${jobId}/attempts`)).items[0]?.workerId ?? '';
});
