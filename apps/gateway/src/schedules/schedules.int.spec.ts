import { validator, type BulkSubmitResponse, type Problem, type Schedule, type ScheduleListResponse, type ScheduleResponse, type SchemaName, type TriggerScheduleResponse } from '#contracts';
import { eventually } from '#testing';
import { freshStores, TestGateway, type LogLine } from '../gateway.builder';

jest.setTimeout(90_000);

const EACH_SECOND = { cron: '* * * * * *', job: { type: 'simulate.work' } };
/** Far enough away not to tick under a test. */
const YEARLY = { cron: '0 0 1 1 *', job: { type: 'simulate.work' } };

const leads = async (one: TestGateway): Promise<boolean> => ((await (await one.request('GET', '/status')).json()) as { details: { relay: { leads: boolean } } }).details.relay.leads;

async function answer<T>(gateway: TestGateway, schema: SchemaName, status: number, method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<T> {
  const response = await gateway.request(method, path, body, headers);
  const value: unknown = await response.json();
  expect([response.status, value]).toEqual([status, value]);
  expect(validator(schema)(value)).toMatchObject({ ok: true });
  return value as T;
}

async function make(gateway: TestGateway, name: string, changes: object = YEARLY): Promise<Schedule> {
  return (await answer<ScheduleResponse>(gateway, 'ScheduleResponse', 201, 'POST', '/v1/schedules', { name, ...changes })).schedule;
}

const ticksOf = async (gateway: TestGateway, scheduleId: string): Promise<LogLine[]> =>
  (await gateway.log(scheduleId)).filter(({ eventType }) => eventType === 'schedule.fired' || eventType === 'schedule.skipped');

describe('the schedules resource', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await TestGateway.start(await freshStores(), { GATEWAY_MAX_SCHEDULES: '40' });
    await eventually(() => gateway.isReady, { message: 'the gateway is ready' });
  });
  afterAll(() => gateway.stop());

  it('is made, read by name and by id, changed, and deleted; each step is an event of its stream', async () => {
    const made = await make(gateway, 'report', { cron: '0 6 * * MON-FRI', timeZone: 'Europe/Berlin', job: { type: 'report.daily', payload: { region: 'eu' }, queue: 'reports' }, by: 'ada' });
    expect(made).toMatchObject({ name: 'report', status: 'active', catchUp: 'once', catchUpLimit: 10, overlap: 'allow', fired: 0 });
    for (const ref of ['report', made.id]) expect((await answer<ScheduleResponse>(gateway, 'ScheduleResponse', 200, 'GET', `/v1/schedules/${ref}`)).schedule).toEqual(made);
    const path = `/v1/schedules/${made.id}`;
    const patched = await answer<ScheduleResponse>(gateway, 'ScheduleResponse', 200, 'PATCH', path, { overlap: 'skip', endAt: '2099-01-01T00:00:00.000Z' });
    expect(patched.schedule).toMatchObject({ overlap: 'skip', endAt: '2099-01-01T00:00:00.000Z', cron: '0 6 * * MON-FRI', timeZone: 'Europe/Berlin' });
    const unbounded = await answer<ScheduleResponse>(gateway, 'ScheduleResponse', 200, 'PATCH', path, { endAt: null });
    expect(unbounded.schedule.endAt).toBeUndefined();
    const replaced = await answer<ScheduleResponse>(gateway, 'ScheduleResponse', 200, 'PUT', path, YEARLY);
    expect(replaced.schedule).toMatchObject({ cron: '0 0 1 1 *', timeZone: 'UTC', overlap: 'allow' });
    expect((await answer<ScheduleResponse>(gateway, 'ScheduleResponse', 200, 'PUT', path, YEARLY)).schedule).toEqual(replaced.schedule);
    await answer(gateway, 'ScheduleResponse', 200, 'DELETE', `${path}?by=ada`);
    await answer(gateway, 'Problem', 404, 'GET', path);
    await answer(gateway, 'Problem', 404, 'GET', '/v1/schedules/report');
    await answer(gateway, 'Problem', 404, 'DELETE', '/v1/schedules/report');
    const stream = await gateway.log(made.id);
    expect(stream.map(({ eventType, stream: { version } }) => `${version} ${eventType}`)).toEqual(['1 schedule.created', '2 schedule.updated', '3 schedule.updated', '4 schedule.updated', '5 schedule.deleted']);
  });

  it('has one schedule per name, and a new one under a name that is free again is another', async () => {
    const first = await make(gateway, 'taken');
    expect(await answer<Problem>(gateway, 'Problem', 409, 'POST', '/v1/schedules', { name: 'taken', ...YEARLY })).toMatchObject({ code: 'schedule_exists' });
    const all = await Promise.all(Array.from({ length: 8 }, () => gateway.post('/v1/schedules', { name: 'raced', ...YEARLY })));
    expect(all.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 7 }, () => 409)]);
    await gateway.request('DELETE', '/v1/schedules/taken');
    expect((await make(gateway, 'taken')).id).not.toBe(first.id);
  });

  it('is listed by name, a page at a time', async () => {
    for (const name of ['list.a', 'list.b', 'list.c']) await make(gateway, name);
    const first = await answer<ScheduleListResponse>(gateway, 'ScheduleListResponse', 200, 'GET', '/v1/schedules?after=list&limit=2');
    expect([first.items.map(({ name }) => name), first.nextAfter]).toEqual([['list.a', 'list.b'], 'list.b']);
    const second = await answer<ScheduleListResponse>(gateway, 'ScheduleListResponse', 200, 'GET', '/v1/schedules?after=list.b&limit=100');
    expect(second.items[0]?.name).toBe('list.c');
    expect(second.nextAfter).toBeUndefined();
  });

  it('is paused and resumed, with who and why, and both are no news the second time', async () => {
    const { id } = await make(gateway, 'paused');
    const paused = await answer<ScheduleResponse>(gateway, 'ScheduleResponse', 200, 'POST', '/v1/schedules/paused/pause', { by: 'ada', reason: 'quiet' });
    expect(paused.schedule).toMatchObject({ status: 'paused', pausedBy: 'ada', pauseReason: 'quiet' });
    expect(paused.schedule.nextAt).toBeUndefined();
    await answer(gateway, 'ScheduleResponse', 200, 'POST', '/v1/schedules/paused/pause');
    const resumed = await answer<ScheduleResponse>(gateway, 'ScheduleResponse', 200, 'POST', '/v1/schedules/paused/resume');
    expect(resumed.schedule).toMatchObject({ status: 'active', nextAt: expect.any(String) as string });
    expect(resumed.schedule.pausedAt).toBeUndefined();
    expect((await gateway.log(id)).map(({ eventType }) => eventType)).toEqual(['schedule.created', 'schedule.paused', 'schedule.resumed']);
  });

  it('is triggered beside its clock, paused or not, once per idempotency key', async () => {
    const { id } = await make(gateway, 'triggered', { ...YEARLY, job: { type: 'simulate.work', payload: { durationMs: 0 }, priority: 'high' } });
    await gateway.post('/v1/schedules/triggered/pause', {});
    const run = (key?: string) => answer<TriggerScheduleResponse>(gateway, 'TriggerScheduleResponse', 202, 'POST', '/v1/schedules/triggered/trigger', {}, key === undefined ? {} : { 'idempotency-key': key });
    const [first, again, other] = [await run('k'), await run('k'), await run()];
    expect(again.jobId).toBe(first.jobId);
    expect(other.jobId).not.toBe(first.jobId);
    expect(await gateway.job(first.jobId as string)).toMatchObject({ type: 'simulate.work', priority: 'high', payload: { durationMs: 0 }, scheduleId: id });
    expect((await ticksOf(gateway, id)).map(({ payload }) => [payload.trigger, payload.jobId])).toEqual([['manual', first.jobId], ['manual', other.jobId]]);
    expect((await answer<Problem>(gateway, 'Problem', 400, 'POST', '/v1/schedules/triggered/trigger', {}, { 'idempotency-key': 'x'.repeat(151) })).code).toBe('validation_failed');
  });

  it('keeps to the overlap policy when it is triggered', async () => {
    await make(gateway, 'overlap.skip', { ...YEARLY, overlap: 'skip' });
    await make(gateway, 'overlap.cancel', { ...YEARLY, overlap: 'cancel_previous' });
    const run = (name: string) => answer<TriggerScheduleResponse>(gateway, 'TriggerScheduleResponse', 202, 'POST', `/v1/schedules/${name}/trigger`);
    const kept = await run('overlap.skip');
    expect(await run('overlap.skip')).toMatchObject({ outcome: 'skipped', previousJobId: kept.jobId });
    const before = await run('overlap.cancel');
    expect(await run('overlap.cancel')).toMatchObject({ outcome: 'fired', previousJobId: before.jobId });
    expect(await gateway.job(before.jobId as string)).toMatchObject({ status: 'CANCELLED', cancelRequested: { by: expect.stringMatching(/^schedule:/) as string } });
  });

  it("submits the way clients do: with the defaults of the job's type, and refused where its payload does not match", async () => {
    const payloadSchema = { type: 'object', required: ['region'], properties: { region: { type: 'string' } } };
    await answer(gateway, 'JobType', 200, 'PUT', '/v1/job-types/report.daily', { payloadSchema, queue: 'reports', maxAttempts: 7 });
    await make(gateway, 'typed', { ...YEARLY, job: { type: 'report.daily', payload: { region: 'eu' }, tags: ['nightly'] } });
    const { jobId } = await answer<TriggerScheduleResponse>(gateway, 'TriggerScheduleResponse', 202, 'POST', '/v1/schedules/typed/trigger');
    expect(await gateway.job(jobId as string)).toMatchObject({ queue: 'reports', maxAttempts: 7, tags: ['nightly'] });
    const { id } = await make(gateway, 'mistyped', { ...EACH_SECOND, job: { type: 'report.daily', payload: {} } });
    await eventually(async () => expect((await ticksOf(gateway, id)).length).toBeGreaterThanOrEqual(2), { message: 'it goes on after a refusal' });
    await answer(gateway, 'ScheduleResponse', 200, 'POST', '/v1/schedules/mistyped/pause');
    for (const { eventType, payload } of await ticksOf(gateway, id)) expect([eventType, payload]).toMatchObject(['schedule.skipped', { reason: 'refused', errorCode: 'validation_failed', detail: expect.stringContaining('/payload/region') as string, count: 1 }]);
    expect(await answer<Problem>(gateway, 'Problem', 400, 'POST', '/v1/schedules/mistyped/trigger')).toMatchObject({ code: 'validation_failed' });
  });

  it("keeps clients from taking a tick's place", async () => {
    const { id, nextAt } = await make(gateway, 'squatted');
    const key = `schedule:${id}:${nextAt}`;
    await answer(gateway, 'Problem', 400, 'POST', '/v1/jobs', { type: 'simulate.work' }, { 'idempotency-key': key });
    const bulk = await answer<BulkSubmitResponse>(gateway, 'BulkSubmitResponse', 202, 'POST', '/v1/jobs/bulk', { jobs: [{ type: 'simulate.work', idempotencyKey: key }] });
    expect(bulk.items[0]).toMatchObject({ status: 'rejected', problem: { code: 'validation_failed' } });
  });

  it.each([
    ['no cron expression', { cron: 'every now and then' }, '/cron'],
    ['a minute that does not exist', { cron: '60 * * * *' }, '/cron'],
    ['a step of nothing', { cron: '*/0 * * * *' }, '/cron'],
    ['four fields', { cron: '* * * *' }, '/cron'],
    ['a year', { cron: '0 0 0 1 1 * 2099' }, '/cron'],
    ['a nickname', { cron: '@daily' }, '/cron'],
    ['an instant', { cron: '2099-01-01T00:00:00' }, '/cron'],
    ['a day that never comes', { cron: '0 0 30 2 *' }, '/cron'],
    ['a very long expression', { cron: `${Array.from({ length: 60 }, (_, i) => i).join(',')},${'1,'.repeat(200)}1 * * * *` }, '/cron'],
    ['a zone that is not known', { timeZone: 'Europe/Atlantis' }, '/timeZone'],
    ['an offset for a zone', { timeZone: '+02:00' }, '/timeZone'],
    ['bounds the wrong way round', { startAt: '2099-01-02T00:00:00.000Z', endAt: '2099-01-01T00:00:00.000Z' }, '/endAt'],
    ['an end that is past', { endAt: '2020-01-01T00:00:00.000Z' }, '/cron'],
    ['more to catch up with than is allowed', { catchUpLimit: 101 }, '/catchUpLimit'],
    ['a name like an id', { name: 'a1a1fddf-0000-7000-8000-00000000c0de' }, '/name'],
    ['a name in upper case', { name: 'Report' }, '/name'],
    ['a job without a type', { job: {} }, '/job/type'],
    ['a key for the job', { job: { type: 'a', idempotencyKey: 'k' } }, '/job/idempotencyKey'],
  ])('refuses %s and says where', async (_what, changes, pointer) => {
    const problem = await answer<Problem>(gateway, 'Problem', 400, 'POST', '/v1/schedules', { name: 'hostile', ...YEARLY, ...changes });
    expect([problem.code, problem.errors?.[0]?.pointer]).toEqual(['validation_failed', pointer]);
  });

  it('refuses what is too large, and too many', async () => {
    expect(await answer<Problem>(gateway, 'Problem', 413, 'POST', '/v1/schedules', { name: 'huge', ...YEARLY, job: { type: 'a', payload: { text: 'x'.repeat(300_000) } } })).toMatchObject({ code: 'payload_too_large' });
    await Promise.all(Array.from({ length: 40 }, (_, i) => gateway.post('/v1/schedules', { name: `many-${i}`, ...YEARLY })));
    expect(await answer<Problem>(gateway, 'Problem', 409, 'POST', '/v1/schedules', { name: 'one-more', ...YEARLY })).toMatchObject({ code: 'too_many_schedules' });
  });
});

describe('a schedule of each second between two gateways', () => {
  it('fires each second once, on time, though its leader leaves in the middle', async () => {
    const stores = await freshStores();
    const gateways: TestGateway[] = [];
    for (let i = 0; i < 2; i++) {
      const started = await TestGateway.start(stores);
      gateways.push(started);
      await eventually(() => started.isReady, { message: 'the gateway is ready' });
    }
    const [one, two] = gateways as [TestGateway, TestGateway];
    await eventually(() => leads(one), { message: 'the first one leads' });
    // Made at the one that does not lead: the leader hears of it before its next look.
    const { id } = await make(two, 'each-second', EACH_SECOND);
    await eventually(async () => expect((await ticksOf(two, id)).length).toBeGreaterThanOrEqual(2), { message: 'it ticks' });
    await one.stop();
    await eventually(() => leads(two), { message: 'the second one leads' });
    const atHandover = (await ticksOf(two, id)).length;
    await eventually(async () => expect((await ticksOf(two, id)).length).toBeGreaterThanOrEqual(atHandover + 3), { message: 'it ticks on' });
    await answer(two, 'ScheduleResponse', 200, 'POST', '/v1/schedules/each-second/pause');
    const ticks = await ticksOf(two, id);
    const first = Date.parse(ticks[0]?.payload.tick as string);
    expect(ticks.map(({ eventType, payload }) => [eventType, payload.tick])).toEqual(ticks.map((_, i) => ['schedule.fired', new Date(first + i * 1_000).toISOString()]));
    const submitted = (await two.log()).filter(({ eventType, payload }) => eventType === 'job.submitted' && String(payload.idempotencyKey).startsWith(`schedule:${id}:`));
    expect(submitted.map(({ payload }) => payload.jobId)).toEqual(ticks.map(({ payload }) => payload.jobId));
    // Paused at a second means that the next one has no tick.
    const { schedule } = await answer<ScheduleResponse>(two, 'ScheduleResponse', 200, 'GET', '/v1/schedules/each-second');
    expect((schedule.lastTick as string) <= (schedule.pausedAt as string)).toBe(true);
    await two.stop();
  });
});
