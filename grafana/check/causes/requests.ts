import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Target } from '../target';
import type { Client } from './client';

/** Causes that any client can bring about through the public APIs, and one through the broker. Each resolves when it is done. */

const fail = (retryable: boolean) => ({ type: 'simulate.work', payload: { durationMs: 5, failWith: { code: 'broken', retryable } }, maxAttempts: retryable ? 2 : 1, retry: { strategy: 'fixed', baseMs: 200, jitter: 'none' } });

export async function makeFailures(client: Client): Promise<void> {
  const long = await Promise.all(Array.from({ length: 5 }, () => client.submit({ type: 'simulate.work', payload: { durationMs: 20_000 } })));
  await Promise.all(Array.from({ length: 60 }, (_, number) => client.submit(fail(number % 2 === 0))));
  await Promise.all(long.flatMap((job) => (job === undefined ? [] : [client.command('POST', `/v1/jobs/${job.jobId}/cancel`, {})])));
}

export async function makeRefusals(client: Client): Promise<void> {
  const idempotencyKey = `panel-check-${randomUUID()}`;
  const job = { type: 'simulate.work', idempotencyKey };
  await client.submit({ ...job, payload: { durationMs: 1 } });
  for (let number = 0; number < 15; number++) {
    await Promise.all([
      client.submit({ ...job, payload: { durationMs: 1 } }),
      client.submit({ ...job, payload: { durationMs: 2 + number } }),
      client.raw('{"type":'),
      client.submit({ nonsense: true }),
      client.read(`/v1/jobs/${randomUUID()}`),
      client.read('/v1/nothing-here'),
    ]);
  }
}

/** A schedule of every second, jobs for later, and jobs whose deadline passes while they wait behind a pause. */
export async function makeTimed(client: Client): Promise<void> {
  await client.submit({ type: 'simulate.work', payload: {}, queue: 'night' });
  await client.command('POST', '/v1/queues/night/pause', { reason: 'the panel check' });
  await client.command('POST', '/v1/schedules', { name: `panel-check-${randomUUID().slice(0, 8)}`, cron: '* * * * * *', job: { type: 'simulate.work', payload: { durationMs: 1 } } });
  const soon = (ms: number) => new Date(Date.now() + ms).toISOString();
  for (let number = 0; number < 40; number++) {
    await client.submit({ type: 'simulate.work', payload: {}, runAt: soon(500 + number * 100) });
    await client.submit({ type: 'simulate.work', payload: {}, queue: 'night', deadlineMs: 800 + number * 100 });
  }
  await delay(6_000);
}

/** More jobs of a second than the fleet has slots. */
export async function makeBacklog(client: Client): Promise<void> {
  const jobs = Array.from({ length: 320 }, () => ({ type: 'simulate.work', payload: { durationMs: 1_000 } }));
  await client.command('POST', '/v1/jobs/bulk', { jobs });
  await delay(12_000);
}

/** Pauses every worker for a while: what they hold and have not started goes back to the broker. */
export async function pauseWorkers(client: Client): Promise<void> {
  const { body } = await client.command('GET', '/v1/workers');
  const ids = ((body as { items?: { id: string }[] } | undefined)?.items ?? []).map(({ id }) => id);
  await client.command('POST', '/v1/jobs/bulk', { jobs: Array.from({ length: 100 }, () => ({ type: 'simulate.work', payload: { durationMs: 300 } })) });
  await Promise.all(ids.map((id) => client.command('POST', `/v1/workers/${id}/pause`, { reason: 'the panel check' })));
  await delay(3_000);
  await Promise.all(ids.map((id) => client.command('POST', `/v1/workers/${id}/resume`, {})));
}

export async function makePausedQueue(client: Client): Promise<void> {
  await client.submit({ type: 'simulate.work', payload: {}, queue: 'paused' });
  await client.command('POST', '/v1/queues/paused/pause', { reason: 'the panel check' });
  for (let number = 0; number < 20; number++) await client.submit({ type: 'simulate.work', payload: {}, queue: 'paused' });
  await delay(12_000);
  await client.command('POST', '/v1/queues/paused/resume', {});
}

/** A body that is no envelope, and one whose payload is not what its contract says, both to the queue of reports. */
export async function makePoison(target: Target): Promise<void> {
  const url = `${target.rabbitmqManagement}/api/exchanges/%2F/observatory.reports/publish`;
  for (const payload of ['not even JSON', '{"eventType":"attempt.asked"}']) {
    await fetch(url, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from('guest:guest').toString('base64')}`, 'content-type': 'application/json' },
      body: JSON.stringify({ properties: {}, routing_key: 'attempt.asked', payload, payload_encoding: 'string' }),
    });
  }
}
