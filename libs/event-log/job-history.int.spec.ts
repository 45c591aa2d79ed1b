import fc from 'fast-check';
import { validator, type Job } from '#contracts';
import type { JobCommand, SubmitCommand } from '#domain';
import { JobHistory } from './job-history';
import { JobReader } from './job-reader';
import { checkLog, openStore, patient, submission, type TestStore } from './store.builder';
import { uuidV7 } from './uuid-v7';

jest.setTimeout(60_000);

let store: TestStore;
let reader: JobReader;
let history: JobHistory;
beforeAll(async () => {
  store = await openStore();
  reader = new JobReader(store.url, 'spec');
  history = new JobHistory(store.pool);
});
afterAll(async () => {
  await checkLog(store);
  await reader.close();
  await store.close();
});

const DELIVERIES = Array.from({ length: 3 }, () => uuidV7());
const at = () => new Date().toISOString();
type Given = Exclude<JobCommand, { kind: 'submit' }>;
const delivery = fc.constantFrom(...DELIVERIES);
/** Made when it is given: reports say when. */
const step: fc.Arbitrary<() => Given> = fc.oneof(
  { weight: 6, arbitrary: delivery.map((deliveryId) => () => ({ kind: 'ask' as const, deliveryId: deliveryId, workerId: 'w' })) },
  { weight: 4, arbitrary: delivery.map((deliveryId) => () => ({ kind: 'started' as const, deliveryId, startedAt: at() })) },
  { weight: 2, arbitrary: fc.tuple(delivery, fc.constantFrom(null, { ok: true }, undefined)).map(([deliveryId, result]) => () => ({ kind: 'succeeded' as const, deliveryId, startedAt: at(), endedAt: at(), durationMs: 0, result })) },
  { weight: 4, arbitrary: delivery.map((deliveryId) => () => ({ kind: 'failed' as const, deliveryId, startedAt: at(), endedAt: at(), durationMs: 0, cause: 'failed' as const, error: { code: 'boom', message: 'it went wrong' } })) },
  { weight: 2, arbitrary: delivery.map((deliveryId) => () => ({ kind: 'lost' as const, deliveryId, detail: 'worker_gone' as const })) },
  { weight: 2, arbitrary: delivery.map((deliveryId) => () => ({ kind: 'returned' as const, deliveryId })) },
  { weight: 4, arbitrary: fc.constant(() => ({ kind: 'run_now' as const, by: 'ada' })) },
  { weight: 1, arbitrary: fc.constant(() => ({ kind: 'cancel' as const, by: 'ada' })) },
  { weight: 1, arbitrary: fc.constant(() => ({ kind: 'redriven' as const, redrivenTo: uuidV7(), by: 'ada' })) },
  { weight: 1, arbitrary: fc.constant(() => ({ kind: 'parked' as const, reason: 'not_an_envelope' })) },
);
const options = fc.constantFrom<Partial<SubmitCommand>>({}, { maxAttempts: 2, tags: ['a'] }, { runAt: '2100-01-01T00:00:00.000Z' }, { idempotencyKey: undefined, retry: { strategy: 'fixed' as const, baseMs: 60_000 }, timeoutMs: 5, externalRef: 'order 1' });

const then = async (id: string, version: number): Promise<Job> => {
  const found = await history.asOf(id, { version });
  if (found.kind !== 'job') throw new Error(`version ${version} is ${found.kind}`);
  return found.job;
};

describe('a job folded from its history', () => {
  it('is at its last version what the store holds, and at each version before what it was then, whatever happened to it', async () => {
    const { executor } = store.executor();
    await fc.assert(
      fc.asyncProperty(options, fc.array(step, { minLength: 1, maxLength: 14 }), async (changes, steps) => {
        const { jobId } = await executor.submit(submission(changes), 10);
        const was = new Map<number, Job>();
        const note = async () => {
          const job = await reader.job(jobId);
          was.set(job!.version, job!);
        };
        await note();
        for (const one of steps) {
          await executor.run(jobId, one(), patient);
          await note();
        }
        for (const [version, job] of was) {
          const folded = await then(jobId, version);
          expect(folded).toEqual(job);
          expect(validator('Job')(folded)).toMatchObject({ ok: true });
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is found by a moment: the last event until then decides', async () => {
    const { executor } = store.executor();
    const { jobId } = await executor.submit(submission({ runAt: '2100-01-01T00:00:00.000Z' }), 10);
    const submittedAt = (await reader.job(jobId))!.submittedAt;
    expect(await history.asOf(jobId, { time: submittedAt })).toMatchObject({ kind: 'job', job: { status: 'SCHEDULED', version: 1 } });
    await executor.run(jobId, { kind: 'run_now', by: 'ada' }, patient);
    expect(await history.asOf(jobId, { time: '2099-01-01T00:00:00.000Z' })).toMatchObject({ kind: 'job', job: { status: 'QUEUED', version: 2 } });
    expect(await history.asOf(jobId, { time: new Date(Date.parse(submittedAt) - 1).toISOString() })).toEqual({ kind: 'before_submission', submittedAt });
  });

  it('is not there for what never was', async () => {
    const { executor } = store.executor();
    const { jobId } = await executor.submit(submission(), 10);
    expect(await history.asOf(jobId, { version: 3 })).toEqual({ kind: 'no_such_version', versions: 2 });
    expect(await history.asOf(uuidV7(), { version: 1 })).toEqual({ kind: 'unknown_job' });
    expect(await history.asOf(uuidV7(), { time: '2026-01-31T12:00:00.000Z' })).toEqual({ kind: 'unknown_job' });
  });

  it('says so when its beginning has been dropped', async () => {
    const other = await openStore();
    const { executor } = other.executor();
    const { jobId } = await executor.submit(submission(), 10);
    await other.query('DELETE FROM events WHERE version = 1');
    expect(await new JobHistory(other.pool).asOf(jobId, { version: 2 })).toEqual({ kind: 'history_gone', firstVersion: 2 });
    await other.close();
  });
});
