import { StorePool } from '#event-log';
import { METRICS, type MetricKey } from '#observability';
import { eventually } from '#testing';
import { fetch } from '../deploy/native/keyed-fetch';
import { Client, type NewJob } from './system/client';
import { freshStores } from './system/stores';
import { System } from './system/system';
import type { AppName, AppProcess } from './system/app-process';

const QUIET = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

type Labels = Readonly<Record<string, string>>;

/** The sum of a metric's series with these labels on one service; of a histogram, its observations. */
async function value(app: AppProcess, key: MetricKey, labels: Labels = {}): Promise<number> {
  const { name, type } = METRICS[key];
  const series = type === 'histogram' ? `${name}_count` : name;
  const wanted = Object.entries({ ...labels, service: app.app }).map(([label, is]) => `${label}="${is}"`);
  const text = await (await fetch(`${app.url}/metrics`)).text();
  return text
    .split('\n')
    .filter((line) => line.startsWith(`${series}{`) && wanted.every((pair) => line.includes(pair)))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}

describe('the metrics of a running system', () => {
  let system: System;
  let client: Client;
  const app = (name: AppName): AppProcess => system.one(name);

  beforeAll(async () => {
    const stores = await freshStores();
    system = await System.start({ stores, count: { worker: 2 } });
    client = Client.of(system);
  }, 90_000);
  afterAll(async () => {
    await system?.stop();
  }, 60_000);

  /** Notes what stands there, lets the cause happen, and waits until each has moved by what it must. */
  async function moves(expected: readonly (readonly [AppName, MetricKey, Labels, number])[], cause: () => Promise<unknown>, timeoutMs = 15_000): Promise<void> {
    const before = await Promise.all(expected.map(([name, key, labels]) => value(app(name), key, labels)));
    await cause();
    await eventually(
      async () => {
        const moved = await Promise.all(expected.map(async ([name, key, labels], i) => (await value(app(name), key, labels)) - (before[i] ?? 0)));
        const short = expected.filter(([, , , by], i) => (moved[i] ?? 0) < by).map(([name, key, labels, by]) => `${key} of the ${name} ${JSON.stringify(labels)} by ${by}`);
        expect(short).toEqual([]);
      },
      { timeoutMs, intervalMs: 100, message: 'every metric has moved' },
    );
  }

  const run = async (job: NewJob, status: string): Promise<string> => {
    const { jobId } = await client.submit(job);
    await client.until(jobId, status);
    return jobId;
  };
  const call = (method: string, url: string, body?: object, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(url, { method, body: body && JSON.stringify(body), headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers } });

  it('a job that is done is counted by type, queue and tenant, with its wait, its life and when it could be seen', async () => {
    const of = { job_type: 'simulate.work', queue: 'default' };
    await moves(
      [
        ['gateway', 'jobsSubmitted', { route: 'single', outcome: 'accepted' }, 1],
        ['gateway', 'jobEvents', { event: 'submitted', ...of }, 1],
        ['gateway', 'jobEvents', { event: 'started', ...of }, 1],
        ['gateway', 'jobEvents', { event: 'completed', ...of }, 1],
        ['gateway', 'tenantJobs', { tenant: 'default', event: 'completed' }, 1],
        ['gateway', 'jobsFinished', { status: 'COMPLETED' }, 1],
        ['gateway', 'jobDuration', { job_type: 'simulate.work', status: 'COMPLETED' }, 1],
        ['gateway', 'jobPickupDuration', { queue: 'default' }, 1],
        ['gateway', 'reportBatch', {}, 1],
        ['gateway', 'appendDuration', {}, 1],
        ['gateway', 'eventsAppended', { event_type: 'job.queued' }, 1],
        ['gateway', 'relayEvents', {}, 4],
        ['aggregator', 'visibleDelay', {}, 4],
        ['aggregator', 'eventsProjected', {}, 4],
      ],
      () => run({ type: 'simulate.work' }, 'COMPLETED'),
    );
  });

  it('a job that fails, one that tries again and one that is cancelled are counted as what became of them', async () => {
    await moves(
      [
        ['gateway', 'jobEvents', { event: 'failed', job_type: 'simulate.work' }, 1],
        ['gateway', 'jobEvents', { event: 'retried', job_type: 'simulate.work' }, 1],
        ['gateway', 'jobEvents', { event: 'cancelled', job_type: 'simulate.work' }, 1],
        ['gateway', 'tenantJobs', { event: 'failed' }, 1],
        ['gateway', 'jobDuration', { status: 'FAILED' }, 1],
        ['gateway', 'jobDuration', { status: 'CANCELLED' }, 1],
        ['gateway', 'timerDelay', { timer: 'due' }, 1],
      ],
      async () => {
        await run({ type: 'simulate.work', payload: { failWith: { code: 'spec', retryAfterMs: 50 } }, maxAttempts: 2 }, 'FAILED');
        const later = await run({ type: 'simulate.work', delayMs: 3_600_000 }, 'SCHEDULED');
        await call('POST', `${app('gateway').url}/v1/jobs/${later}/cancel`, {});
      },
    );
  });

  it('what waits is shown: how much, for how long, and in which state', async () => {
    await moves(
      [
        ['gateway', 'queueDepth', { queue: 'nobody' }, 2],
        ['gateway', 'queueOldestAge', { queue: 'nobody' }, 0.001],
        ['gateway', 'jobsLive', { status: 'QUEUED' }, 2],
        ['gateway', 'jobsLive', { status: 'SCHEDULED' }, 1],
      ],
      async () => {
        for (let i = 0; i < 2; i += 1) await client.submit({ type: 'simulate.work', queue: 'nobody' });
        await client.submit({ type: 'simulate.work', delayMs: 3_600_000 });
      },
      // A look at the store that took long is followed by fifty times as long a rest; on a busy machine the first takes half a second.
      60_000,
    );
  }, 90_000);

  it('an answer is counted by its error code, and by whose client got it', async () => {
    await moves(
      [
        ['gateway', 'errors', { code: 'validation_failed' }, 1],
        ['observatory', 'errors', { code: 'not_found' }, 1],
        ['gateway', 'httpRequestDuration', { status: '4xx', client: 'own' }, 1],
        ['observatory', 'httpRequestDuration', { status: '4xx', client: 'other' }, 1],
        ['gateway', 'httpRequestDuration', { status: '2xx', client: 'own' }, 1],
      ],
      async () => {
        await call('POST', `${app('gateway').url}/v1/jobs`, { type: 'Not a name' }, { 'user-agent': 'job-observatory-spec' });
        await call('GET', `${app('observatory').url}/v1/nothing`);
      },
    );
  });

  it('a paused worker is paused, or draining while it runs something; a killed one is lost, and so is what it ran', async () => {
    const [victim, other] = system.of('worker') as [AppProcess, AppProcess];
    const workers = async (): Promise<Record<string, number>> =>
      Object.fromEntries(await Promise.all(['alive', 'draining', 'paused', 'lost'].map(async (state) => [state, await value(app('gateway'), 'workers', { state })] as const)));
    await eventually(async () => expect(await workers()).toEqual({ alive: 2, draining: 0, paused: 0, lost: 0 }), { message: 'both workers are there' });
    const running = await run({ type: 'simulate.work', payload: { durationMs: 60_000 } }, 'RUNNING');
    const owner = (await client.timeline(running)).map(({ workerId }) => workerId).find((id) => id !== undefined) ?? '';
    expect((await call('POST', `${app('gateway').url}/v1/workers/${owner}/pause`, {})).status).toBe(200);
    await eventually(async () => expect(await workers()).toMatchObject({ alive: 1, draining: 1 }), { timeoutMs: 10_000, message: 'it finishes what it runs' });
    await moves(
      [
        ['gateway', 'attemptsLost', {}, 1],
        ['gateway', 'jobEvents', { event: 'lost', job_type: 'simulate.work' }, 1],
      ],
      () => Promise.all([victim, other].map((worker) => worker.end('SIGKILL'))),
      30_000,
    );
    await eventually(async () => expect(await workers()).toEqual({ alive: 0, draining: 0, paused: 0, lost: 2 }), { timeoutMs: 25_000, message: 'both are lost' });
  }, 90_000);

  it('a second end in the log, put there by hand, is an invariant that was violated; the read models go on', async () => {
    const pool = new StorePool({ url: system.stores.databaseUrl, applicationName: 'spec', max: 1, logger: QUIET });
    const { jobId } = await client.submit({ type: 'simulate.work', delayMs: 3_600_000 });
    await call('POST', `${app('gateway').url}/v1/jobs/${jobId}/cancel`, {});
    await client.until(jobId, 'CANCELLED');
    await moves([['aggregator', 'invariantViolations', { invariant: 'second_terminal' }, 1]], async () => {
      await pool.query({ name: 'second_end', text: SECOND_END }, [jobId]);
    });
    await pool.end();
    const after = await client.submit({ type: 'simulate.work', delayMs: 3_600_000 });
    await client.until(after.jobId, 'SCHEDULED');
  });
});

/** A copy of a job's last event, one version and one position further. */
const SECOND_END = `
  WITH last AS (SELECT * FROM events WHERE stream_id = $1::uuid ORDER BY version DESC LIMIT 1),
       head AS (UPDATE log_head SET position = position + 1 RETURNING position)
  INSERT INTO events (position, stream_id, version, type, tenant_id, correlation_id, occurred_at, envelope)
  SELECT head.position, last.stream_id, last.version + 1, last.type, last.tenant_id, last.correlation_id, last.occurred_at,
         replace(replace(replace(last.envelope, '"version":' || last.version || ',', '"version":' || last.version + 1 || ','), '"position":' || last.position, '"position":' || head.position),
                 (last.envelope::json ->> 'eventId'), overlay((last.envelope::json ->> 'eventId') placing 'ffffffffffff' from 25))
  FROM last, head`;
