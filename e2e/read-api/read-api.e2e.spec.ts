import type { OperationResponse, RedriveJobResponse, ScheduleResponse } from '#contracts';
import { eventually } from '#testing';
import { fetch as keyedFetch } from '../../deploy/native/keyed-fetch';
import { Client } from '../system/client';
import { freshStores } from '../system/stores';
import { System } from '../system/system';
import { NO_SETBACKS, testReadApi } from './conformance';
import type { Fetch } from './reader';

const WEBHOOK_TOKEN = 'the-token-of-this-webhook';

/* The read API with jobs of all kinds behind it, held to its own document. */
describe('the read API', () => {
  let system: System;

  beforeAll(async () => {
    system = await System.start({ stores: await freshStores(), env: { gateway: { GATEWAY_ALERT_WEBHOOK_TOKEN: WEBHOOK_TOKEN } } });
    await populate();
  }, 120_000);
  afterAll(async () => {
    await system?.stop();
  }, 60_000);

  it('keeps to its document and its contracts on every route', async () => {
    const results = await testReadApi({ url: system.one('observatory').url });
    expect(results.filter(({ faults }) => faults.length > 0)).toEqual([]);
    expect(new Set(results.map(({ operation }) => operation)).size).toBeGreaterThan(15);
  }, 60_000);

  it.each<[broken: string, check: string, change: (response: Response, url: string) => Promise<Response>]>([
    ['a field that is not documented', 'answers 200 with a body that its contract allows', withBody((body) => ({ ...body, colour: 'red' }))],
    ['a header that is missing', 'says how fresh it is in body and headers alike', withHeaders((headers) => headers.delete('x-position'))],
    ['a position that goes back', NO_SETBACKS, withBody((body, nth) => ({ ...body, freshness: { ...(body['freshness'] as object), position: 1_000_000 - nth } }))],
    ['a page that shows its first item twice', 'pages are complete and without doubles', withBody((body) => (Array.isArray(body['items']) ? { ...body, items: [...(body['items'] as unknown[]), body['items'][0]] } : body))],
    ['a refusal that is no problem document', 'refuses what it does not understand', async (response) => (response.status === 400 ? new Response('no', { status: 400 }) : response)],
    ['a filter that is not applied', 'keeps to what it is asked to filter by', async (response, url) => (url.includes('?state=') ? keyedFetch(url.split('?')[0] ?? url) : response)],
    ['an unknown job that is answered', 'knows nothing of what is not there', async (response, url) => (response.status === 404 ? keyedFetch(url.replace(/[^/]+$/, '')) : response)],
  ])('%s is found', async (_broken, check, change) => {
    let nth = 0;
    const fetch: Fetch = async (url, init) => {
      const response = await keyedFetch(url, init);
      // The document is as it is, and a wait for a position that never comes is no part of these.
      if (url.endsWith('/openapi.json') || url.includes('atLeast=9')) return response;
      nth += 1;
      return change(Object.assign(response, { nth }), url);
    };
    // What is watched over all checks is seen by any of them.
    const results = await testReadApi({ url: system.one('observatory').url, fetch, only: '/v1/jobs', check: check === NO_SETBACKS ? 'says how fresh it is in body and headers alike' : check });
    expect(results.filter(({ faults }) => faults.length > 0).map((result) => result.check)).toContain(check);
  }, 60_000);

  async function populate(): Promise<void> {
    const client = Client.of(system);
    const work = (durationMs: number, more: object = {}) => ({ type: 'simulate.work', payload: { durationMs, ...more } });
    const done = await client.submit({ ...work(1), tags: ['blue', 'size=large'], externalRef: 'order-1', priority: 'high' });
    for (let i = 0; i < 12; i += 1) await client.submit({ ...work(1), tags: ['bulk'] });
    const failed = await client.submit({ ...work(1, { failureProbability: 1 }), maxAttempts: 2 });
    const parent = await client.submit(work(1));
    const child = await client.submit({ ...work(1), after: [parent.jobId] });
    const scheduled = await client.submit({ ...work(1), delayMs: 3_600_000 });
    await client.submit({ ...work(1), after: [scheduled.jobId] });
    const gone = await client.submit({ ...work(1), delayMs: 3_600_000 });
    await post(`/v1/jobs/${gone.jobId}/cancel`, { by: 'ada' });
    // Nobody takes from it, and it is paused as well.
    await client.submit({ ...work(1), queue: 'mail' });
    await post('/v1/queues/mail/pause', { by: 'ada', reason: 'maintenance' });
    await call('PUT', '/v1/job-types/report.make', { payloadSchema: { type: 'object' }, maxAttempts: 3, by: 'ada' });
    await call('PUT', '/v1/limits/per-customer', { keyBy: '/customer', concurrency: 2, by: 'ada' });
    await post<OperationResponse>('/v1/operations', { action: 'cancel', filter: { tag: 'nobody' }, by: 'ada' });
    const { schedule } = await post<ScheduleResponse>('/v1/schedules', { name: 'nightly', cron: '0 6 * * *', timeZone: 'UTC', job: { type: 'simulate.work', payload: { durationMs: 1 } } });
    await post(`/v1/schedules/${schedule.name}/trigger`, {});
    await post('/v1/alerts/webhook', { version: '4', status: 'firing', alerts: [{ status: 'firing', labels: { alertname: 'TroubleAtHand', severity: 'warning' }, annotations: { summary: 'Trouble.' }, startsAt: '2026-01-01T00:00:00Z', endsAt: '0001-01-01T00:00:00Z', fingerprint: 'f00d' }] }, { authorization: `Bearer ${WEBHOOK_TOKEN}` });
    await Promise.all([client.until(done.jobId, 'COMPLETED'), client.until(child.jobId, 'COMPLETED'), client.until(failed.jobId, 'FAILED', 30_000)]);
    const next = await post<RedriveJobResponse>(`/v1/jobs/${failed.jobId}/redrive`, { by: 'ada' });
    await client.until(next.jobId, 'FAILED', 30_000);
    await eventually(async () => expect((await client.observe<{ items: unknown[] }>('/v1/alerts')).items).toHaveLength(1), { timeoutMs: 20_000, message: 'the alert is in the observatory' });
  }

  async function post<T = unknown>(path: string, body: object, headers: Record<string, string> = {}): Promise<T> {
    return call<T>('POST', path, body, headers);
  }

  async function call<T>(method: string, path: string, body: object, headers: Record<string, string> = {}): Promise<T> {
    const response = await keyedFetch(`${system.one('gateway').url}${path}`, { method, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  }
});

/** The answer with another body, where it has one that is JSON. */
function withBody(change: (body: Record<string, unknown>, nth: number) => object) {
  return async (response: Response): Promise<Response> => {
    if (response.status !== 200 || !(response.headers.get('content-type') ?? '').startsWith('application/json')) return response;
    const body = change((await response.json()) as Record<string, unknown>, (response as Response & { nth: number }).nth);
    return new Response(JSON.stringify(body), { status: 200, headers: response.headers });
  };
}

function withHeaders(change: (headers: Headers) => void) {
  return async (response: Response): Promise<Response> => {
    const headers = new Headers(response.headers);
    change(headers);
    return new Response(response.status === 304 ? null : await response.text(), { status: response.status, headers });
  };
}
