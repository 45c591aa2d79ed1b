import type { Envelope } from '#contracts';
import { eventually } from '#testing';
import { checkHistory, violations } from './history/check-history';
import { atRate } from './system/at-rate';
import { Client } from './system/client';
import { elapse } from './system/elapse';
import { LoadClient } from './system/load-client';
import { freshStores } from './system/stores';
import { System } from './system/system';
import { workerWithId } from './system/whose-attempt';

const SECONDS = 6;
const JOBS_PER_SECOND = 100;
const JOBS = SECONDS * JOBS_PER_SECOND;
const GRACE_MS = 2_000;
/** After the grace: the signal, the reports of what was aborted, the connections. */
const MARGIN_MS = 2_500;

/** Jobs keep coming while a worker is told to stop: it must end in time, and nobody may pay for it but who could not be finished. */
describe('a worker that is stopped under sustained load', () => {
  let system: System;
  let client: Client;

  beforeAll(async () => {
    system = await System.start({ stores: await freshStores(), count: { worker: 2 }, env: { worker: { WORKER_GRACE_MS: String(GRACE_MS) } } });
    client = Client.of(system);
  }, 90_000);

  afterAll(async () => {
    await system?.stop();
  }, 60_000);

  it('finishes what it has started, hands back the rest, and is gone within its grace; what outlasts that runs elsewhere', async () => {
    const load = new LoadClient([system.one('gateway').url]);
    await load.submit({ type: 'simulate.work', payload: { durationMs: 8_000 }, idempotencyKey: 'long' });
    const long = load.accepted[0]?.jobId as string;
    await client.until(long, 'RUNNING');
    const owner = (await client.timeline(long)).find((entry) => entry.eventType === 'job.started')?.workerId;
    const drained = await workerWithId(system, owner);

    const stop = async (): Promise<{ exitCode: number | null; tookMs: number; at: number }> => {
      await elapse((SECONDS / 3) * 1_000);
      const at = Date.now();
      const exitCode = await drained.end('SIGTERM');
      return { exitCode, tookMs: Date.now() - at, at };
    };
    const submitting = atRate(JOBS_PER_SECOND, JOBS, (index) => load.submit({ type: 'simulate.work', payload: { durationMs: 50 + (index % 6) * 50 }, idempotencyKey: `drain-${index}` }));
    const [stopped] = await Promise.all([stop(), submitting]);
    await load.close();
    expect(stopped.exitCode).toBe(0);
    expect(stopped.tookMs).toBeLessThan(GRACE_MS + MARGIN_MS);

    await eventually(async () => expect((await client.overview()).completed).toBe(JOBS + 1), { timeoutMs: 60_000, message: 'every job completes' });
    const log = await client.log();
    const startsHere = log.filter((event) => event.eventType === 'job.started' && event.payload.workerId === owner);
    expect(startsHere.length).toBeGreaterThan(50);
    expect(startsHere.filter((event) => event.eventType === 'job.started' && Date.parse(event.payload.startedAt) > stopped.at + 100)).toEqual([]);

    // The only attempt that came to nothing is the one that could not end in time, and it said so itself.
    const failed = log.flatMap((event) => (event.eventType === 'job.retry_scheduled' ? [event.payload] : []));
    expect(failed).toMatchObject([{ jobId: long, cause: 'lost', error: { code: 'worker_stopped' } }]);
    expect(historyOf(log, long)).toEqual(['job.submitted', 'job.queued', 'job.started', 'job.retry_scheduled', 'job.queued', 'job.started', 'job.completed']);
    expect(violations(checkHistory({ accepted: load.accepted, attemptedKeys: load.attemptedKeys, log }))).toEqual([]);
  }, 120_000);
});

const historyOf = (log: readonly Envelope[], jobId: string): string[] => log.filter((event) => event.stream?.id === jobId).map(({ eventType }) => eventType);
