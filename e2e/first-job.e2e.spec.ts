import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import type { AttemptLogsResponse, JobAttemptsResponse, JobEventsResponse, ServicePageResponse } from '#contracts';
import { eventually } from '#testing';
import { fetch } from '../deploy/native/keyed-fetch';
import { Client } from './system/client';
import { freshStores } from './system/stores';
import { System } from './system/system';

describe('a job through the whole system', () => {
  let system: System;
  let client: Client;
  let target: Server;
  let targetUrl: string;

  beforeAll(async () => {
    target = createServer((request, response) => {
      if (request.url === '/broken') response.writeHead(404).end('nothing here');
      else response.writeHead(200, { 'content-type': 'text/plain', 'x-seen': request.headers['x-probe'] ?? '' }).end('hello from a real server');
    }).listen(0, '127.0.0.1');
    await once(target, 'listening');
    targetUrl = `http://127.0.0.1:${(target.address() as AddressInfo).port}`;
    system = await System.start({ stores: await freshStores() });
    client = Client.of(system);
  }, 90_000);

  afterAll(async () => {
    await system?.stop();
    target?.close();
  });

  it('runs an http.request job against a real server and shows its result and its timeline', async () => {
    const accepted = await client.submit({ type: 'http.request', payload: { method: 'GET', url: `${targetUrl}/`, headers: { 'x-probe': 'yes' } } });
    expect(accepted.position).toBeGreaterThan(0);
    const job = await client.until(accepted.jobId, 'COMPLETED');
    expect(job.result).toMatchObject({ status: 200, body: 'hello from a real server', headers: { 'x-seen': 'yes' } });
    const entries = await client.timeline(accepted.jobId);
    expect(entries.map((entry) => entry.eventType)).toEqual(['job.submitted', 'job.queued', 'job.started', 'job.completed']);
    expect(entries.map((entry) => entry.version)).toEqual([1, 2, 3, 4]);
  });

  it('fails a job for good on an answer that a repeat would not change', async () => {
    const { jobId } = await client.submit({ type: 'http.request', payload: { method: 'GET', url: `${targetUrl}/broken` } });
    const job = await client.until(jobId, 'FAILED');
    expect(job.error).toMatchObject({ retryable: false });
    expect(job.attempt).toBe(1);
  });

  it('tries a failing job again and keeps each attempt in its history', async () => {
    const { jobId } = await client.submit({ type: 'simulate.work', payload: { durationMs: 1, failureProbability: 1 }, maxAttempts: 2 });
    const job = await client.until(jobId, 'FAILED', 30_000);
    expect(job.attempt).toBe(2);
    const types = (await client.timeline(jobId)).map((entry) => entry.eventType);
    expect(types).toEqual(['job.submitted', 'job.queued', 'job.started', 'job.retry_scheduled', 'job.queued', 'job.started', 'job.failed']);
  });

  it('carries the correlation id of the client through every event and into the log lines', async () => {
    const correlationId = `order-${Date.now()}`;
    const { jobId } = await client.submit({ type: 'simulate.work', payload: { durationMs: 50 } }, { 'x-correlation-id': correlationId });
    const job = await client.until(jobId, 'COMPLETED');
    expect(job.correlationId).toBe(correlationId);
    const events = (await client.log()).filter((event) => event.stream?.id === jobId);
    expect(events).toHaveLength(4);
    expect(new Set(events.map((event) => event.correlationId))).toEqual(new Set([correlationId]));
    await eventually(() => expect(readFileSync(system.one('worker').logFile, 'utf8')).toContain(correlationId), { timeoutMs: 5_000, message: 'the worker logs the correlation id' });
  });

  it('shows every event of a job as it stands in the log, to the last character', async () => {
    const { jobId } = await client.submit({ type: 'simulate.work', payload: { resultBytes: 9, failWith: { code: 'no_luck', message: 'ü "quoted" \u2028', retryable: false }, durationMs: 1 }, tags: ['e2e'] });
    await client.until(jobId, 'FAILED');
    await eventually(
      async () => {
        const told = await client.observe<JobEventsResponse>(`/v1/jobs/${jobId}/events`);
        const events = (await client.log()).filter((event) => event.stream?.id === jobId);
        expect([told.omitted, events.length]).toEqual([0, 4]);
        expect(told.items.map((event) => JSON.stringify(event))).toEqual(events.map((event) => JSON.stringify(event)));
      },
      { timeoutMs: 3_000, message: 'the observatory shows the events of the log' },
    );
  });

  it('knows which services live and whether they have what they need', async () => {
    await eventually(
      async () => {
        const { items } = await client.observe<ServicePageResponse>('/v1/services');
        expect(new Set(items.map(({ service }) => service))).toEqual(new Set(['aggregator', 'gateway', 'worker']));
        expect(items.filter(({ ready }) => !ready)).toEqual([]);
      },
      { timeoutMs: 15_000, message: 'every service tells that it is ready' },
    );
  });

  it('answers the same key with the same job, and the same key with another body with 409', async () => {
    const job = { type: 'simulate.work', payload: { durationMs: 0 }, idempotencyKey: `key-${Date.now()}` };
    const first = await client.submit(job);
    const second = await client.submit(job);
    expect({ ...second, duplicate: false }).toEqual({ ...first, status: second.status });
    expect(second.duplicate).toBe(true);
    await expect(client.submit({ ...job, payload: { durationMs: 1 } })).rejects.toThrow(/409.*idempotency_conflict/s);
  });

  it('makes an answer with ?atLeast= wait for the position of the 202', async () => {
    const { jobId, position } = await client.submit({ type: 'simulate.work' });
    const detail = await client.observe<{ freshness: { position: number } }>(`/v1/jobs/${jobId}?atLeast=${position}`);
    expect(detail.freshness.position).toBeGreaterThanOrEqual(position);
  });

  it('cancels a job that runs within a second, and its history says who asked and why', async () => {
    const { jobId } = await client.submit({ type: 'simulate.work', payload: { durationMs: 30_000 } });
    await client.until(jobId, 'RUNNING');
    const askedAt = performance.now();
    const response = await fetch(`${system.one('gateway').url}/v1/jobs/${jobId}/cancel`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ by: 'ada', reason: 'not needed' }) });
    expect(response.status).toBe(202);
    const job = await client.until(jobId, 'CANCELLED', 5_000);
    expect(performance.now() - askedAt).toBeLessThan(1_000);
    expect(job.cancelRequested).toMatchObject({ by: 'ada', reason: 'not needed' });
    const history = (await client.log()).filter((event) => event.stream?.id === jobId);
    expect(history.map(({ eventType }) => eventType)).toEqual(['job.submitted', 'job.queued', 'job.started', 'job.cancel_requested', 'job.cancelled']);
    for (const { payload } of history.slice(3)) expect(payload).toMatchObject({ by: 'ada', reason: 'not needed' });
  });

  it('shows how far a handler has come, and what it logs, while it runs', async () => {
    const { jobId } = await client.submit({ type: 'simulate.work', payload: { durationMs: 4_000, steps: 8 } });
    const told = await eventually(
      async () => {
        const [attempt] = (await client.observe<JobAttemptsResponse>(`/v1/jobs/${jobId}/attempts`)).items;
        const { items } = await client.observe<AttemptLogsResponse>(`/v1/jobs/${jobId}/attempts/1/logs`);
        if (attempt?.progress === undefined || items.length === 0) throw new Error('nothing yet');
        return { state: attempt.state, value: attempt.progress.value, lines: items };
      },
      { timeoutMs: 3_500 },
    );
    expect((await client.job(jobId)).status).toBe('RUNNING');
    expect(told.state).toBe('RUNNING');
    expect(told.value).toBeLessThan(1);
    expect(told.lines[0]?.text).toBe('step 1 of 8');
    await client.until(jobId, 'COMPLETED');
    await eventually(async () => expect((await client.observe<AttemptLogsResponse>(`/v1/jobs/${jobId}/attempts/1/logs`)).items).toHaveLength(8));
    const history = (await client.log()).filter((event) => event.stream?.id === jobId);
    expect(history.map(({ eventType }) => eventType)).toEqual(['job.submitted', 'job.queued', 'job.started', 'job.completed']);
  });

  it('gives every service its documents, its health and its metrics', async () => {
    for (const app of ['gateway', 'worker', 'aggregator', 'observatory'] as const) {
      const { url } = system.one(app);
      for (const path of ['/docs', '/openapi.json', '/health', '/healthz', '/ready', '/readyz', '/metrics', '/status']) {
        const response = await fetch(`${url}${path}`, { headers: { 'x-correlation-id': 'probe-1' } });
        expect(`${app}${path} ${response.status}`).toBe(`${app}${path} 200`);
        expect(response.headers.get('x-correlation-id')).toBe('probe-1');
        await response.arrayBuffer();
      }
    }
  });
});
