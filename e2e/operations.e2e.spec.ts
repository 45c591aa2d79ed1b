import type { Envelope, Operation, OperationResponse, SubmitJobResponse } from '#contracts';
import { eventually } from '#testing';
import { fetch } from '../deploy/native/keyed-fetch';
import type { AppProcess } from './system/app-process';
import { Client } from './system/client';
import { freshStores } from './system/stores';
import { System } from './system/system';

const JOBS = 5_000;
/** What a client waits for at most; a bulk operation is no reason to wait. */
const PATIENCE_MS = 5_000;

describe('a bulk operation over thousands of jobs', () => {
  let system: System;

  beforeAll(async () => {
    system = await System.start({ stores: await freshStores(), count: { gateway: 2, worker: 0, aggregator: 0, observatory: 0 } });
  }, 90_000);

  afterAll(async () => {
    await system?.stop();
  }, 60_000);

  it('goes on where it was when its gateway is killed, meets each job once, and a client is answered all the while', async () => {
    const leader = await leading();
    const other = system.of('gateway').find((one) => one !== leader) as AppProcess;
    const lines = Array.from({ length: JOBS }, (_, i) => JSON.stringify({ type: 'report.make', delayMs: 3_600_000, payload: { i }, tags: ['batch'] })).join('\n');
    const submitted = await call<{ accepted: number }>(other, 'POST', '/v1/jobs/bulk', lines, 'application/x-ndjson');
    expect(submitted.accepted).toBe(JOBS);

    const { operation } = await call<OperationResponse>(other, 'POST', '/v1/operations', { action: 'cancel', filter: { tag: 'batch' }, by: 'ada', reason: 'not wanted' });
    const state = async (): Promise<Operation> => (await call<OperationResponse>(other, 'GET', `/v1/operations/${operation.id}`)).operation;
    let pressing = true;
    const later: string[] = [];
    const client = (async () => {
      while (pressing) later.push((await call<SubmitJobResponse>(other, 'POST', '/v1/jobs', { type: 'report.make', delayMs: 3_600_000, tags: ['batch'] })).jobId);
    })();
    await eventually(async () => expect((await state()).done).toBeGreaterThan(JOBS / 10), { timeoutMs: 30_000, intervalMs: 20, message: 'a part of it is done' });
    await leader.end('SIGKILL');
    const atDeath = await state();
    expect([atDeath.status, atDeath.done < JOBS]).toEqual(['running', true]);
    await eventually(async () => expect((await state()).status).toBe('finished'), { timeoutMs: 60_000, message: 'it is finished by the gateway that is left' });
    pressing = false;
    await client;

    expect(await state()).toMatchObject({ matched: JOBS, done: JOBS, skipped: 0, failed: 0 });
    const log = await new Client(other.url, '').log();
    expect(jobsOf(log, 'job.cancelled').size).toBe(JOBS);
    expect(log.filter(({ eventType }) => eventType === 'job.cancelled')).toHaveLength(JOBS);
    expect(later.filter((id) => jobsOf(log, 'job.cancelled').has(id))).toEqual([]);
    expect(log.filter(({ eventType }) => eventType === 'operation.finished')).toHaveLength(1);
    const told = log.flatMap((event) => (event.eventType === 'operation.progressed' ? [event.payload.progress] : []));
    expect(told.length).toBeGreaterThan(0);
    expect(told.length).toBeLessThanOrEqual(100);
    expect(told).toEqual([...told].sort((a, b) => a - b));
  }, 120_000);

  function jobsOf(log: readonly Envelope[], eventType: Envelope['eventType']): Set<string> {
    return new Set(log.filter((event) => event.eventType === eventType).map(({ payload }) => (payload as { jobId: string }).jobId));
  }

  async function call<T>({ url }: AppProcess, method: 'GET' | 'POST', path: string, body?: object | string, type = 'application/json'): Promise<T> {
    const text = typeof body === 'object' ? JSON.stringify(body) : body;
    const response = await fetch(`${url}${path}`, { method, body: text, headers: text === undefined ? {} : { 'content-type': type }, signal: AbortSignal.timeout(path === '/v1/jobs/bulk' ? 30_000 : PATIENCE_MS) });
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  }

  /** The gateway that relays, and so runs the operations. */
  async function leading(): Promise<AppProcess> {
    return eventually(
      async () => {
        for (const one of system.of('gateway')) {
          const status = await call<{ details?: { relay?: { leads: boolean } } }>(one, 'GET', '/status');
          if (status.details?.relay?.leads) return one;
        }
        throw new Error('nobody leads');
      },
      { timeoutMs: 20_000, message: 'a gateway leads' },
    );
  }
});
