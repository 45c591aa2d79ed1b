import type { AttemptLogsResponse } from '#contracts';
import { eventually } from '#testing';
import { fetch } from '../deploy/native/keyed-fetch';
import { Client } from './system/client';
import { freshStores } from './system/stores';
import { System } from './system/system';

describe('what workers take', () => {
  let system: System;
  let client: Client;

  beforeAll(async () => {
    system = await System.start({ stores: await freshStores() });
    client = Client.of(system);
  }, 90_000);

  afterAll(async () => {
    await system?.stop();
  }, 60_000);

  const gateway = async <T>(path: string, init?: RequestInit): Promise<T> => {
    const response = await fetch(`${system.one('gateway').url}${path}`, init);
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  };
  const post = (path: string) => gateway(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ by: 'ada', reason: 'maintenance' }) });
  const why = async (jobId: string) => (await gateway<{ code: string }>(`/v1/jobs/${jobId}/why`)).code;
  const history = async (jobId: string) => (await client.log()).filter((event) => event.stream?.id === jobId).map(({ eventType }) => eventType);

  it('a job of a type that no worker handles waits for one that does, and does not fail', async () => {
    const { jobId } = await client.submit({ type: 'command.run', payload: { command: 'greet', args: ['world'] } });
    await eventually(async () => expect(await why(jobId)).toBe('no_worker_for_type'), { timeoutMs: 15_000 });
    expect(await history(jobId)).toEqual(['job.submitted', 'job.queued']);
    const worker = system.one('worker');
    await worker.end('SIGTERM');
    const commands = { greet: { program: '/bin/sh', args: ['-c', 'echo "hello $1"', 'sh'] } };
    await worker.start({ WORKER_COMMANDS: JSON.stringify(commands) }).ready();
    const job = await client.until(jobId, 'COMPLETED', 15_000);
    expect(job.result).toMatchObject({ exitCode: 0, stdout: 'hello world\n' });
    expect(job.attempt).toBe(1);
    await eventually(async () => expect((await client.observe<AttemptLogsResponse>(`/v1/jobs/${jobId}/attempts/1/logs`)).items.map(({ text }) => text)).toEqual(['hello world']));
  }, 60_000);

  it('a worker that is paused finishes what it runs, takes nothing more, and goes on when it is resumed', async () => {
    const { instanceId } = (await (await fetch(`${system.one('worker').url}/status`)).json()) as { instanceId: string };
    const { jobId: running } = await client.submit({ type: 'simulate.work', payload: { durationMs: 1_500 } });
    await client.until(running, 'RUNNING');
    await post(`/v1/workers/${instanceId}/pause`);
    const { jobId: waiting } = await client.submit({ type: 'simulate.work' });
    await client.until(running, 'COMPLETED');
    await eventually(async () => expect(await why(waiting)).toBe('workers_paused'), { timeoutMs: 15_000 });
    expect((await client.job(waiting)).status).toBe('QUEUED');
    await post(`/v1/workers/${instanceId}/resume`);
    await client.until(waiting, 'COMPLETED', 10_000);
    expect((await history(waiting)).slice(-2)).toEqual(['job.started', 'job.completed']);
  }, 60_000);
});
