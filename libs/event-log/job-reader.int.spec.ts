import { validator } from '#contracts';
import { eventually } from '#testing';
import { JobReader } from './job-reader';
import { failed, openStore, patient, submission, succeeded, type TestStore } from './store.builder';
import { uuidV7 } from './uuid-v7';

jest.setTimeout(60_000);

let store: TestStore;
let jobs: JobReader;
beforeAll(async () => {
  store = await openStore();
  jobs = new JobReader(store.url, 'spec');
});
afterAll(async () => {
  await jobs.close();
  await store.close();
});

describe('reading a job', () => {
  it('gives what the contract says, at each stage of its life', async () => {
    const { executor } = store.executor({ random: () => 0 });
    const { jobId } = await executor.submit(submission({ idempotencyKey: 'k', requestHash: 'h' }), 10);
    expect(validator('Job')(await jobs.job(jobId))).toMatchObject({ ok: true, value: { status: 'QUEUED', version: 2, idempotencyKey: 'k' } });
    const [first, second] = [uuidV7(), uuidV7()];
    await executor.run(jobId, { kind: 'ask', deliveryId: first, workerId: 'w' }, patient);
    await executor.run(jobId, failed(first), patient);
    expect(validator('Job')(await jobs.job(jobId))).toMatchObject({ ok: true, value: { status: 'RETRYING', attempt: 1, error: { code: 'boom' } } });
    // The clocks of two machines differ by a few milliseconds; the timers of the engine come back as well.
    await eventually(async () => (await executor.run(jobId, { kind: 'due' }, patient)).outcome.kind === 'queued', { message: 'the retry is due' });
    await executor.run(jobId, { kind: 'ask', deliveryId: second, workerId: 'w' }, patient);
    await executor.run(jobId, { kind: 'cancel', by: 'ada' }, patient);
    await executor.run(jobId, succeeded(second, null), patient);
    const done = await jobs.job(jobId);
    expect(validator('Job')(done)).toMatchObject({ ok: true, value: { status: 'COMPLETED', attempt: 2, cancelRequested: { by: 'ada' } } });
    expect(done).not.toHaveProperty('error');
    const attempts = await jobs.attempts(jobId);
    expect(attempts.map(({ number, state }) => [number, state])).toEqual([
      [1, 'FAILED'],
      [2, 'SUCCEEDED'],
    ]);
    for (const attempt of attempts) expect(validator('JobAttempt')(attempt)).toMatchObject({ ok: true });
  });

  it('knows what is not there', async () => {
    expect(await jobs.job(uuidV7())).toBeUndefined();
    expect(await jobs.attempts(uuidV7())).toEqual([]);
  });

  it('says that the store is away, and asks it again the next time', async () => {
    const away = new JobReader('postgres://nobody@127.0.0.1:1/nothing', 'spec');
    for (let i = 0; i < 2; i++) await expect(away.job(uuidV7())).rejects.toMatchObject({ code: 'store_unavailable' });
    await away.close();
  });
});
