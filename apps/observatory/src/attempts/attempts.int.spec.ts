import { type AttemptLogsResponse, type JobAttemptsResponse, type Problem, validator } from '#contracts';
import type { Service } from '#http';
import { ATTEMPT_LOGS, ATTEMPT_PROGRESS, type AttemptLogDocument, type ProgressDocument, ReadModelStore, tellingId } from '#read-model';
import { freshMongo } from '#testing';
import { envelopeText, jobId, Shelf, startObservatory } from '../observatory.harness';

jest.setTimeout(30_000);

const [D1, D2] = ['0193de10-0000-7000-8000-000000000001', '0193de10-0000-7000-8000-000000000002'];
const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const LEVELS = ['debug', 'info', 'warn', 'error'] as const;

describe('the attempts at a job', () => {
  let store: ReadModelStore;
  let service: Service;

  beforeAll(async () => {
    const mongo = await freshMongo();
    store = new ReadModelStore({ ...mongo, name: 'spec' }).open();
    const shelf = new Shelf(store);
    await shelf.build();
    const run = { attempt: 1, deliveryId: D1, workerId: 'worker-a' };
    const submitted = { previousStatus: null, priority: 'normal', payload: {}, maxAttempts: 5, submittedAt: at(1) };
    await shelf.tell({
      _id: jobId(1), version: 5, position: 5, status: 'RUNNING',
      envelopes: [
        envelopeText(jobId(1), 1, 'job.submitted', submitted, at(1)),
        envelopeText(jobId(1), 2, 'job.queued', { priority: 'normal', attempt: 1, maxAttempts: 5, idempotencyKey: jobId(1), reason: 'submitted' }, at(2)),
        envelopeText(jobId(1), 3, 'job.started', { ...run, status: 'RUNNING', startedAt: at(2) }, at(3)),
        envelopeText(jobId(1), 4, 'job.retry_scheduled', { ...run, status: 'RETRYING', cause: 'failed', error: { code: 'boom', message: 'it broke' }, startedAt: at(2), endedAt: at(4), runAt: at(5), losses: 0 }, at(4)),
        envelopeText(jobId(1), 5, 'job.started', { status: 'RUNNING', attempt: 2, workerId: 'worker-b', deliveryId: D2, startedAt: at(5) }, at(5)),
      ],
    });
    await shelf.tell({ _id: jobId(2), version: 1, position: 6, status: 'QUEUED', envelopes: [envelopeText(jobId(2), 1, 'job.submitted', submitted, at(1))] });
    await shelf.reach(6);
    const expireAt = new Date(Date.now() + 3_600_000);
    await store.documents<ProgressDocument>(ATTEMPT_PROGRESS.collection).insertMany([
      { _id: tellingId({ jobId: jobId(1), deliveryId: D2 }), value: 0.25, message: 'page 3 of 12', at: at(6), expireAt },
      { _id: tellingId({ jobId: jobId(2), deliveryId: D2 }), value: 1, at: at(6), expireAt }, // of a delivery that never owned a job
    ]);
    await store.documents<AttemptLogDocument>(ATTEMPT_LOGS.collection).insertOne({
      _id: tellingId({ jobId: jobId(1), deliveryId: D1 }), version: 1, seen: ['a'], count: 25, bytes: 100, dropped: 7, expireAt,
      lines: Array.from({ length: 25 }, (_, index) => ({ at: at(index), level: LEVELS[index % 4] ?? 'info', text: `line ${index + 1}` })),
    });
    service = await startObservatory(mongo);
  });
  afterAll(async () => {
    await service.stop();
    await store.close();
  });

  const get = (url: string) => service.app.inject({ method: 'GET', url });
  const logs = async (query = '', number = 1): Promise<AttemptLogsResponse> => {
    const answer = await get(`/v1/jobs/${jobId(1)}/attempts/${number}/logs${query}`);
    const page = answer.json<AttemptLogsResponse>();
    expect([answer.statusCode, validator('AttemptLogsResponse')(page)]).toEqual([200, { ok: true, value: page }]);
    return page;
  };
  const linesOf = (page: AttemptLogsResponse): number[] => page.items.map(({ line }) => line);

  it('first to last, with worker, times, error and how far each has come', async () => {
    const answer = await get(`/v1/jobs/${jobId(1)}/attempts`);
    const body = answer.json<JobAttemptsResponse>();
    expect(validator('JobAttemptsResponse')(body)).toEqual({ ok: true, value: body });
    expect(body).toMatchObject({ jobId: jobId(1), freshness: { projection: 'timeline@5', position: 6 } });
    expect(body.items).toEqual([
      { jobId: jobId(1), number: 1, state: 'FAILED', deliveryId: D1, workerId: 'worker-a', startedAt: at(2), endedAt: at(4), durationMs: 2_000, error: { code: 'boom', message: 'it broke' } },
      { jobId: jobId(1), number: 2, state: 'RUNNING', deliveryId: D2, workerId: 'worker-b', startedAt: at(5), progress: { value: 0.25, message: 'page 3 of 12', at: at(6) } },
    ]);
  });

  it('none before the first has begun', async () => {
    expect((await get(`/v1/jobs/${jobId(2)}/attempts`)).json()).toMatchObject({ items: [] });
  });

  it('with the lines of each, in the order in which they arrived', async () => {
    const page = await logs();
    expect(page).toMatchObject({ jobId: jobId(1), number: 1, dropped: 7, items: expect.arrayContaining([{ line: 2, at: at(1), level: 'info', text: 'line 2' }]) as unknown[] });
    expect([linesOf(page), page.nextAfter]).toEqual([Array.from({ length: 25 }, (_, index) => index + 1), undefined]);
    expect(await logs('', 2)).toMatchObject({ items: [], dropped: 0 });
  });

  it.each([
    ['', Array.from({ length: 25 }, (_, index) => index + 1)],
    ['&level=warn', [3, 4, 7, 8, 11, 12, 15, 16, 19, 20, 23, 24]],
    ['&level=error', [4, 8, 12, 16, 20, 24]],
  ])('lines page after page%s, each once', async (filter, expected) => {
    const seen: number[] = [];
    let after = 0;
    for (let pages = 0; pages < 20; pages += 1) {
      const page = await logs(`?limit=4&after=${after}${filter}`);
      expect(page.items.length).toBeLessThanOrEqual(4);
      seen.push(...linesOf(page));
      if (page.nextAfter === undefined) break;
      after = page.nextAfter;
    }
    expect(seen).toEqual(expected);
  });

  it('a reader that has all lines gets those that come later', async () => {
    expect(linesOf(await logs('?after=25'))).toEqual([]);
    await store.documents<AttemptLogDocument>(ATTEMPT_LOGS.collection).updateOne({ _id: tellingId({ jobId: jobId(1), deliveryId: D1 }) }, { $push: { lines: { at: at(30), level: 'info', text: 'late' } } as never });
    expect((await logs('?after=25')).items).toEqual([{ line: 26, at: at(30), level: 'info', text: 'late' }]);
    await store.documents<AttemptLogDocument>(ATTEMPT_LOGS.collection).updateOne({ _id: tellingId({ jobId: jobId(1), deliveryId: D1 }) }, { $pop: { lines: 1 } as never });
  });

  it.each([
    [`/v1/jobs/${jobId(9)}/attempts`, 404, 'not_found'],
    [`/v1/jobs/${jobId(9)}/attempts/1/logs`, 404, 'not_found'],
    [`/v1/jobs/${jobId(1)}/attempts/3/logs`, 404, 'not_found'],
    ['/v1/jobs/x/attempts', 400, 'validation_failed'],
    [`/v1/jobs/${jobId(1)}/attempts/0/logs`, 400, 'validation_failed'],
    [`/v1/jobs/${jobId(1)}/attempts/one/logs`, 400, 'validation_failed'],
    [`/v1/jobs/${jobId(1)}/attempts/1/logs?level=fatal`, 400, 'validation_failed'],
    [`/v1/jobs/${jobId(1)}/attempts/1/logs?after=-1`, 400, 'validation_failed'],
    [`/v1/jobs/${jobId(1)}/attempts/1/logs?limit=1001`, 400, 'validation_failed'],
    [`/v1/jobs/${jobId(1)}/attempts?colour=red`, 400, 'validation_failed'],
  ])('%s is refused', async (url, status, code) => {
    const answer = await get(url);
    expect([answer.statusCode, answer.json<Problem>().code]).toEqual([status, code]);
  });
});
