import type { Service } from '#http';
import { findKeys, ReadModelStore, type ScheduleDocument, SCHEDULES, toScheduleDocument } from '#read-model';
import { freshMongo } from '#testing';
import { envelopeText, jobDocument, jobId, Shelf, startObservatory } from '../observatory.harness';

jest.setTimeout(30_000);

const SECRET = 's3cret-4111';
const SCHEDULE = jobId(0x900);
const DELIVERY = '0193de10-0000-7000-8000-000000000001';

/* Every answer that could tell what a rule hides. */
describe('what a rule hides', () => {
  let store: ReadModelStore;
  let service: Service;

  beforeAll(async () => {
    const mongo = await freshMongo();
    store = new ReadModelStore({ ...mongo, name: 'spec' }).open();
    const shelf = new Shelf(store);
    await shelf.build();
    const error = { code: 'boom', message: 'it broke', details: JSON.stringify({ body: SECRET, n: 1 }) };
    await shelf.put(jobDocument(1, { status: 'FAILED', payload: JSON.stringify({ card: SECRET, n: 1 }), result: JSON.stringify([{ token: SECRET }]), error, scheduleId: SCHEDULE, foundBy: findKeys({ scheduleId: SCHEDULE }) }));
    const failed = { deliveryId: DELIVERY, startedAt: '2026-01-01T00:00:01.000Z', finishedAt: '2026-01-01T00:00:02.000Z', cause: 'failed', error: { code: 'boom', message: 'it broke', details: { body: SECRET } } };
    await shelf.tell({ _id: jobId(1), version: 2, position: 2, status: 'FAILED', envelopes: [envelopeText(jobId(1), 1, 'job.submitted', { priority: 'normal', payload: { card: SECRET }, maxAttempts: 1, submittedAt: '2026-01-01T00:00:00.000Z', status: 'QUEUED' }), envelopeText(jobId(1), 2, 'job.failed', { ...failed, status: 'FAILED', attempt: 1, workerId: 'worker-a' }, '2026-01-01T00:00:02.000Z')] });
    const schedule = { id: SCHEDULE, name: 'nightly', tenantId: 'default', cron: '0 6 * * *', timeZone: 'UTC', job: { type: 'report.daily', payload: { card: SECRET } }, catchUp: 'once', catchUpLimit: 10, overlap: 'allow', status: 'active', createdAt: '2026-01-01T00:00:00.000Z', updatedAt: '2026-01-01T00:00:00.000Z', fired: 1, skipped: 0 } as const;
    await store.documents<ScheduleDocument>(shelf.collection(SCHEDULES)).insertOne(toScheduleDocument(schedule, { version: 1, position: 1 }));
    await shelf.reach(2);
    service = await startObservatory(mongo, { OBSERVATORY_REDACT: '/payload/card, /result/*/token, /error/details/body' });
  });
  afterAll(async () => {
    await service.stop();
    await store.close();
  });

  it.each([`/v1/jobs/${jobId(1)}`, '/v1/jobs', `/v1/jobs/${jobId(1)}/timeline`, `/v1/jobs/${jobId(1)}/attempts`, `/v1/jobs/${jobId(1)}/lineage`, `/v1/jobs/${jobId(1)}/events`, `/v1/jobs/${jobId(1)}/why`, `/v1/jobs/${jobId(1)}?asOf=9`, '/v1/attempts', '/v1/schedules', '/v1/schedules/nightly'])('is not in %s', async (url) => {
    const answer = await service.app.inject({ method: 'GET', url });
    expect(answer.statusCode).toBe(200);
    expect(answer.body).not.toContain(SECRET);
    expect(answer.body).toContain('[redacted]');
  });
});
