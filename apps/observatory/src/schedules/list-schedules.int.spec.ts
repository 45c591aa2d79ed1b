import { type Problem, type Schedule, type SchedulePageResponse, validator } from '#contracts';
import type { Service } from '#http';
import { ReadModelStore, type ScheduleDocument, SCHEDULES, toScheduleDocument } from '#read-model';
import { freshMongo } from '#testing';
import { jobDocument, jobId, Shelf, startObservatory } from '../observatory.harness';

jest.setTimeout(30_000);

const schedule = (number: number, changes: Partial<Schedule> = {}): Schedule => ({
  id: jobId(number), name: `schedule-${number}`, tenantId: 'default', cron: '0 6 * * *', timeZone: 'UTC', job: { type: 'report.daily', payload: { $where: number } }, catchUp: 'once', catchUpLimit: 10, overlap: 'allow',
  status: 'active', createdAt: '2026-01-01T00:00:00.000Z', updatedAt: '2026-01-01T00:00:00.000Z', nextAt: '2026-01-02T06:00:00.000Z', fired: 0, skipped: 0, ...changes,
});

describe('the list of schedules', () => {
  let store: ReadModelStore;
  let service: Service;

  beforeAll(async () => {
    const mongo = await freshMongo();
    store = new ReadModelStore({ ...mongo, name: 'spec' }).open();
    const shelf = new Shelf(store);
    await shelf.build();
    const documents = [3, 1, 2, 5].map((number) => toScheduleDocument(schedule(number, number === 2 ? { status: 'paused', pausedAt: '2026-01-01T07:00:00.000Z', pausedBy: 'ada', nextAt: undefined } : {}), { version: 1, position: number }));
    const fired = (number: number, job: number): ScheduleDocument => toScheduleDocument(schedule(number, { fired: 1, lastFiring: { tick: '2026-01-01T06:00:00.000Z', trigger: 'cron', jobId: jobId(job), firedAt: '2026-01-01T06:00:00.004Z' } }), { version: 2, position: number });
    const deleted = toScheduleDocument(schedule(4), { version: 2, position: 6, deletedAt: '2026-01-01T08:00:00.000Z' });
    await store.documents<ScheduleDocument>(shelf.collection(SCHEDULES)).insertMany([...documents, fired(6, 61), fired(7, 71), deleted]);
    await shelf.put(jobDocument(61, { status: 'FAILED', scheduleId: jobId(6), error: { code: 'boom', message: 'it broke' } }), jobDocument(62, { scheduleId: jobId(6) }));
    await shelf.reach(6);
    service = await startObservatory(mongo);
  });
  afterAll(async () => {
    await service.stop();
    await store.close();
  });

  const list = async (query = ''): Promise<SchedulePageResponse> => {
    const answer = await service.app.inject({ method: 'GET', url: `/v1/schedules${query}` });
    const page = answer.json<SchedulePageResponse>();
    expect([answer.statusCode, validator('SchedulePageResponse')(page)]).toEqual([200, { ok: true, value: page }]);
    return page;
  };
  const names = (page: SchedulePageResponse): string[] => page.items.map(({ name }) => name);

  it('by name, without those that are deleted, with the position it is true for', async () => {
    const page = await list();
    expect(names(page)).toEqual(['schedule-1', 'schedule-2', 'schedule-3', 'schedule-5', 'schedule-6', 'schedule-7']);
    expect(page.items[0]).toEqual(schedule(1));
    expect(page.freshness).toMatchObject({ position: 6, projection: 'schedules@2' });
  });

  it('page after page', async () => {
    const first = await list('?limit=2');
    expect([names(first), first.nextAfter]).toEqual([['schedule-1', 'schedule-2'], 'schedule-2']);
    const second = await list(`?limit=2&after=${first.nextAfter}`);
    expect([names(second), second.nextAfter]).toEqual([['schedule-3', 'schedule-5'], 'schedule-5']);
  });

  it('with what became of the last job of each, as far as it is known', async () => {
    expect((await list()).lastJobs).toEqual([expect.objectContaining({ id: jobId(61), scheduleId: jobId(6), status: 'FAILED', error: { code: 'boom', message: 'it broke' } })]);
    expect((await list('?limit=2')).lastJobs).toEqual([]);
  });

  it('of one state', async () => {
    expect(names(await list('?status=paused'))).toEqual(['schedule-2']);
    expect(names(await list('?status=ended'))).toEqual([]);
  });

  it.each(['?status=RUNNING', '?after=No', '?limit=0', '?limit=101', '?x=1'])('refuses %s', async (query) => {
    const answer = await service.app.inject({ method: 'GET', url: `/v1/schedules${query}` });
    expect([answer.statusCode, answer.json<Problem>().code]).toEqual([400, 'validation_failed']);
  });
});
