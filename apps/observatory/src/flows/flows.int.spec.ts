import { type FlowPageResponse, type JobFlowResponse, type JobLineageResponse, type Problem, type ProjectionPageResponse, validator } from '#contracts';
import type { Service } from '#http';
import { findKeys, type JobDocument, JOBS as SERVED_JOBS, ReadModelStore, type ScheduleDocument, SCHEDULES, toScheduleDocument } from '#read-model';
import { freshMongo } from '#testing';
import { jobDocument, jobId, Shelf, startObservatory } from '../observatory.harness';

jest.setTimeout(30_000);

const SCHEDULE = jobId(0x900);
const child = (number: number, parents: readonly number[], facts: Partial<JobDocument> = {}): JobDocument =>
  jobDocument(number, { status: 'WAITING', after: parents.map(jobId), foundBy: findKeys({ after: parents.map(jobId) }), ...facts });

describe('flows and lineage', () => {
  let store: ReadModelStore;
  let service: Service;

  beforeAll(async () => {
    const mongo = await freshMongo();
    store = new ReadModelStore({ ...mongo, name: 'spec' }).open();
    const shelf = new Shelf(store);
    await shelf.build();
    await shelf.put(
      // 1, 2 ─► 3 ─► 4 · a finished pair 10 ─► 11 · alone 20 · lives 30 ─► 31 ─► 32
      jobDocument(1, { status: 'COMPLETED', finishedAt: '2026-01-01T00:00:05.000Z' }), jobDocument(2, { status: 'RUNNING' }), child(3, [1, 2]), child(4, [3]),
      jobDocument(10, { status: 'COMPLETED', finishedAt: '2026-01-01T00:00:05.000Z' }), child(11, [10], { status: 'FAILED', finishedAt: '2026-01-01T00:00:09.000Z', error: { code: 'boom', message: 'it broke' } }),
      jobDocument(20, { scheduleId: SCHEDULE, foundBy: findKeys({ scheduleId: SCHEDULE }) }),
      jobDocument(30, { status: 'FAILED', redrivenTo: jobId(31), error: { code: 'boom', message: 'it broke' } }), jobDocument(31, { status: 'FAILED', redrivenFrom: jobId(30), redrivenTo: jobId(32) }), jobDocument(32, { redrivenFrom: jobId(31) }),
      // A parent of more children than are shown.
      jobDocument(0x40), ...Array.from({ length: 201 }, (_, index) => child(0x41 + index, [0x40])),
    );
    for (const number of [1, 3, 30]) await shelf.tell({ _id: jobId(number), version: 1, position: number, status: 'QUEUED', envelopes: [] });
    const schedule = { id: SCHEDULE, name: 'nightly', tenantId: 'default', cron: '0 6 * * *', timeZone: 'UTC', job: { type: 'report.daily', payload: {} }, catchUp: 'once', catchUpLimit: 10, overlap: 'allow', status: 'active', createdAt: '2026-01-01T00:00:00.000Z', updatedAt: '2026-01-01T00:00:00.000Z', fired: 1, skipped: 0 } as const;
    await store.documents<ScheduleDocument>(shelf.collection(SCHEDULES)).insertOne(toScheduleDocument(schedule, { version: 1, position: 5 }));
    await shelf.reach(400);
    service = await startObservatory(mongo);
  });
  afterAll(async () => {
    await service.stop();
    await store.close();
  });

  const get = (url: string) => service.app.inject({ method: 'GET', url });
  const flow = async (number: number): Promise<JobFlowResponse> => {
    const body = (await get(`/v1/jobs/${jobId(number)}/flow`)).json<JobFlowResponse>();
    expect(validator('JobFlowResponse')(body)).toEqual({ ok: true, value: body });
    return body;
  };
  const lineage = async (number: number): Promise<JobLineageResponse> => {
    const body = (await get(`/v1/jobs/${jobId(number)}/lineage`)).json<JobLineageResponse>();
    expect(validator('JobLineageResponse')(body)).toEqual({ ok: true, value: body });
    return body;
  };

  it.each([1, 3, 4])('a flow is the same from each of its jobs (%i)', async (number) => {
    const { jobId: asked, nodes, edges, truncated, freshness } = await flow(number);
    expect([asked, nodes.map(({ id, level, status }) => [id, level, status]), truncated, freshness.position]).toEqual([
      jobId(number), [[jobId(1), 0, 'COMPLETED'], [jobId(2), 0, 'RUNNING'], [jobId(3), 1, 'WAITING'], [jobId(4), 2, 'WAITING']], false, 400,
    ]);
    expect(edges).toEqual([{ from: jobId(1), to: jobId(3) }, { from: jobId(2), to: jobId(3) }, { from: jobId(3), to: jobId(4) }]);
  });

  it('a job that waits for nothing is a flow of its own', async () => {
    expect((await flow(20)).nodes).toEqual([{ id: jobId(20), type: 'simulate.work', queue: 'default', status: 'QUEUED', level: 0, attempt: 0, submittedAt: '2026-01-01T00:00:00.000Z' }]);
  });

  it('lists each flow once, page after page, those with the latest jobs first', async () => {
    const seen: [string, number, string | undefined][] = [];
    for (let cursor: string | undefined, pages = 0; pages < 5; pages += 1) {
      const page = (await get(`/v1/flows?limit=1${cursor === undefined ? '' : `&cursor=${cursor}`}`)).json<FlowPageResponse>();
      expect(validator('FlowPageResponse')(page)).toEqual({ ok: true, value: page });
      seen.push(...page.items.map(({ id, jobs, finishedAt }): [string, number, string | undefined] => [id, jobs, finishedAt]));
      cursor = page.nextCursor;
      if (cursor === undefined) break;
    }
    expect(seen).toEqual([[jobId(0x40), 202, undefined], [jobId(10), 2, '2026-01-01T00:00:09.000Z'], [jobId(1), 4, undefined]]);
    const { items } = (await get('/v1/flows')).json<FlowPageResponse>();
    expect(items.map(({ id }) => id)).toEqual(seen.map(([id]) => id));
    expect(items[1]).toMatchObject({ type: 'simulate.work', truncated: false, counts: { COMPLETED: 1, FAILED: 1, QUEUED: 0 } });
  });

  it.each([30, 31, 32])('lives are told from the first to the last, whichever is asked for (%i)', async (number) => {
    expect((await lineage(number)).lives.map(({ jobId: life, status, errorCode }) => [life, status, errorCode])).toEqual([[jobId(30), 'FAILED', 'boom'], [jobId(31), 'FAILED', undefined], [jobId(32), 'QUEUED', undefined]]);
  });

  it('says for whom a job waits and who waits for it', async () => {
    expect(await lineage(3)).toMatchObject({ parents: [{ jobId: jobId(1), status: 'COMPLETED' }, { jobId: jobId(2) }], children: [{ jobId: jobId(4), type: 'simulate.work', status: 'WAITING' }], moreChildren: false });
    const wide = await lineage(0x40);
    expect([wide.children.length, wide.moreChildren]).toEqual([200, true]);
  });

  it('names the schedule', async () => {
    expect((await lineage(20)).schedule).toEqual({ id: SCHEDULE, name: 'nightly' });
    const body = (await get('/v1/schedules/nightly')).json<object>();
    expect(validator('ScheduleDetailResponse')(body)).toEqual({ ok: true, value: body });
    expect(body).toMatchObject({ schedule: { id: SCHEDULE }, recentJobs: [{ id: jobId(20) }] });
    expect((await get(`/v1/schedules/${SCHEDULE}`)).json()).toMatchObject({ schedule: { name: 'nightly' } });
  });

  it('tells of each read model which generation is served and how fresh it is', async () => {
    await store.createGeneration({ name: 'jobs', version: SERVED_JOBS.version, indexes: [] }, '0193aaaa-0000-7000-8000-00000000e0c1');
    const body = (await get('/v1/projections')).json<{ items: { projection: string }[] }>();
    expect(validator('ProjectionPageResponse')(body)).toEqual({ ok: true, value: body });
    expect(body.items.find(({ projection }) => projection === `jobs@${SERVED_JOBS.version}`)).toMatchObject({ generation: 1, position: 400, headPosition: 400, lagEvents: 0, rebuild: { generation: 2, position: 0, progress: 0, active: false } });
    expect(body.items.find(({ projection }) => projection.startsWith('timeline@'))).not.toHaveProperty('rebuild');
    await store.pointers.lease(SERVED_JOBS, 'spec');
    await store.pointers.tellPace(`jobs@${SERVED_JOBS.version}`, 2, { position: 100, head: 400, eventsPerSecond: 10 });
    const { items } = (await get('/v1/projections')).json<ProjectionPageResponse>();
    const rebuild = items.find(({ projection }) => projection === `jobs@${SERVED_JOBS.version}`)?.rebuild;
    expect(rebuild).toMatchObject({ position: 100, progress: 0.25, active: true });
    expect(Math.abs(Date.parse(rebuild?.etaAt ?? '') - Date.now() - 30_000)).toBeLessThan(10_000);
  });

  it.each([
    [`/v1/jobs/${jobId(0x999)}/flow`, 404, 'not_found'],
    [`/v1/jobs/${jobId(0x999)}/lineage`, 404, 'not_found'],
    ['/v1/jobs/x/flow', 400, 'validation_failed'],
    ['/v1/flows?cursor=x', 400, 'invalid_cursor'],
    ['/v1/flows?limit=0', 400, 'validation_failed'],
    ['/v1/schedules/weekly', 404, 'not_found'],
    ['/v1/schedules/No', 400, 'validation_failed'],
    ['/v1/projections?x=1', 400, 'validation_failed'],
  ])('%s is refused', async (url, status, code) => {
    const answer = await get(url);
    expect([answer.statusCode, answer.json<Problem>().code]).toEqual([status, code]);
  });
});
