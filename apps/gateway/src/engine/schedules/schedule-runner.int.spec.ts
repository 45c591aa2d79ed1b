import { decidePauseSchedule, decideUpdateSchedule, tickKey, type ScheduleState } from '#domain';
import { ResourceContended } from '#event-log';
import { ApiError } from '#http';
import { eventually } from '#testing';
import { cadenceOf } from '../../schedules/cron-cadence';
import { ScheduleRecords, written } from '../../schedules/schedule-records';
import { ScheduleWorld } from './runner.builder';

jest.setTimeout(60_000);

const NOON = Date.parse('2026-01-31T12:00:00.000Z');
const minute = (n: number): string => new Date(NOON + n * 60_000).toISOString();

describe('the runner of schedules', () => {
  let world: ScheduleWorld;
  beforeEach(async () => {
    world = await ScheduleWorld.open(minute(0));
  });
  afterEach(() => world.close());

  /** Sets the clock and waits until nothing is due any more. */
  async function until(offsetMs: number, names: readonly string[]): Promise<void> {
    world.clock.set(NOON + offsetMs);
    for (const runner of world.runners) void runner.look();
    await eventually(
      async () => {
        for (const name of names) {
          const { nextAt, status } = await world.schedule(name);
          expect(status !== 'active' || Date.parse(nextAt ?? '') > world.clock.nowMs()).toBe(true);
        }
      },
      { timeoutMs: 30_000, message: 'nothing is due any more' },
    );
  }
  const told = async () => (await world.ticks()).map(({ eventType, payload }) => `${eventType.slice(9)} ${payload.tick.slice(11, 16)}${payload.count === undefined ? '' : ` ${payload.reason} ×${payload.count}`}`);

  it('fires each tick once, whoever else believes to lead', async () => {
    const { id } = await world.make('each-minute');
    for (let i = 0; i < 3; i++) world.run();
    for (let n = 1; n <= 5; n++) await until(n * 60_000, ['each-minute']);
    expect(await told()).toEqual([1, 2, 3, 4, 5].map((n) => `fired ${minute(n).slice(11, 16)}`));
    const jobs = await world.jobs();
    expect(jobs.map((job) => job.idempotency_key)).toEqual([1, 2, 3, 4, 5].map((n) => tickKey(id, minute(n))));
    expect((await world.ticks()).map(({ payload, correlationId }) => [payload.jobId, correlationId])).toEqual(jobs.map((job) => [job.id, job.idempotency_key]));
  });

  it('goes on after a leader that died between the submission and the record: the tick is on record, with the job it has', async () => {
    const { id } = await world.make('each-minute', { catchUp: 'skip' });
    const records = new ScheduleRecords(world.resources);
    const dies = world.run({ records: Object.assign(Object.create(records) as ScheduleRecords, { fired: () => Promise.reject(new Error('killed')) }) });
    world.clock.set(NOON + 60_000);
    void dies.look();
    await eventually(async () => expect(await world.jobs()).toHaveLength(1), { message: 'the job is submitted' });
    dies.stop();
    world.run();
    // Its successor comes when the tick has long been missed, and missed ticks are not to be made up for; but this one has its job.
    await until(10 * 60_000 + 30_000, ['each-minute']);
    const [job] = await world.jobs();
    expect(await told()).toEqual(['fired 12:01', 'skipped 12:10 missed ×9']);
    expect([job?.idempotency_key, (await world.ticks())[0]?.payload.jobId]).toEqual([tickKey(id, minute(1)), job?.id]);
  });

  it.each(['pauses', 'retimes'] as const)('records the tick of such a leader also when somebody %s the schedule before the next one comes', async (act) => {
    await world.make('each-minute');
    const records = new ScheduleRecords(world.resources);
    const dies = world.run({ records: Object.assign(Object.create(records) as ScheduleRecords, { fired: () => Promise.reject(new Error('killed')) }) });
    world.clock.set(NOON + 60_000);
    void dies.look();
    await eventually(async () => expect(await world.jobs()).toHaveLength(1), { message: 'the job is submitted' });
    dies.stop();
    const origin = { tenantId: 'default', correlationId: 'spec' };
    if (act === 'pauses') await world.people().pause('each-minute', {}, origin);
    else await world.people().change('each-minute', { cron: '0 * * * *' }, origin);
    expect(await told()).toEqual(['fired 12:01']);
    expect(await world.schedule('each-minute')).toMatchObject({ fired: 1, status: act === 'pauses' ? 'paused' : 'active' });
  });

  it('after a downtime keeps to the policy and its bound', async () => {
    await world.make('skip', { catchUp: 'skip' });
    await world.make('once', { catchUp: 'once' });
    await world.make('all', { catchUp: 'all', catchUpLimit: 3 });
    await world.make('seconds', { cron: '* * * * * *', catchUp: 'all', catchUpLimit: 60 });
    world.run();
    await until(24 * 3_600_000 + 30_000, ['skip', 'once', 'all', 'seconds']);
    const of = async (name: string) => (await world.ticks()).filter(({ payload }) => payload.name === name).map(({ eventType, payload }) => `${eventType.slice(9)} ${payload.tick.slice(8, 16)} ${payload.count ?? ''}`.trim());
    expect(await of('skip')).toEqual(['skipped 01T12:00 1000']);
    expect(await of('once')).toEqual(['skipped 01T11:59 1000', 'fired 01T12:00']);
    expect(await of('all')).toEqual(['skipped 01T11:57 1000', 'fired 01T11:58', 'fired 01T11:59', 'fired 01T12:00']);
    expect((await of('seconds')).filter((line) => line.startsWith('fired'))).toHaveLength(60);
    expect(await world.schedule('all')).toMatchObject({ fired: 3, nextAt: new Date(NOON + 24 * 3_600_000 + 60_000).toISOString() });
  });

  it('fires nothing twice when the clock is set back, and goes on when it is there again', async () => {
    await world.make('each-minute');
    const runner = world.run();
    await until(60_000, ['each-minute']);
    world.clock.set(NOON - 3_600_000);
    await runner.look();
    await until(30_000, ['each-minute']);
    await until(120_000, ['each-minute']);
    expect(await told()).toEqual(['fired 12:01', 'fired 12:02']);
  });

  it('looks at the job before where the overlap policy says so', async () => {
    const names = ['allow', 'skip', 'cancel'];
    await world.make('allow', { overlap: 'allow' });
    await world.make('skip', { overlap: 'skip' });
    const { id } = await world.make('cancel', { overlap: 'cancel_previous' });
    world.run();
    await until(60_000, names);
    await until(120_000, names);
    const of = async (name: string) => (await world.ticks()).filter(({ payload }) => payload.name === name);
    expect((await of('allow')).map(({ eventType }) => eventType)).toEqual(['schedule.fired', 'schedule.fired']);
    const [kept, left] = await of('skip');
    expect(left).toMatchObject({ eventType: 'schedule.skipped', payload: { reason: 'overlap', previousJobId: kept?.payload.jobId, tick: minute(2) } });
    const [first, second] = await of('cancel');
    expect(world.cancelled).toEqual([{ jobId: first?.payload.jobId, by: `schedule:${id}` }]);
    const status = async (jobId: unknown) => (await world.jobs()).find((job) => job.id === jobId)?.status;
    expect([await status(first?.payload.jobId), await status(second?.payload.jobId)]).toEqual(['CANCELLED', 'QUEUED']);
    // Once the job before has ended, the next tick fires.
    await world.executor.run(kept?.payload.jobId as string, { kind: 'cancel', by: 'spec' }, { patient: false });
    await until(180_000, names);
    expect((await of('skip')).at(-1)).toMatchObject({ eventType: 'schedule.fired', payload: { tick: minute(3) } });
  });

  it('records why a job was refused, and goes on with the next tick', async () => {
    await world.make('each-minute');
    let refuse = true;
    world.run({ submit: async (...asked) => (refuse ? Promise.reject(new ApiError('queue_full', { detail: 'the queue default holds its most of 1 jobs' })) : world.submit(...asked)) });
    await until(60_000, ['each-minute']);
    refuse = false;
    await until(120_000, ['each-minute']);
    expect(await told()).toEqual(['skipped 12:01 refused ×1', 'fired 12:02']);
    expect((await world.ticks())[0]?.payload).toMatchObject({ errorCode: 'queue_full', detail: 'the queue default holds its most of 1 jobs' });
  });

  it('does not take a record that could not be made for a refusal: the tick has its job, and is on record at the next look', async () => {
    await world.make('each-minute');
    const records = new ScheduleRecords(world.resources);
    let fails = 1;
    const runner = world.run({
      records: Object.assign(Object.create(records) as ScheduleRecords, {
        fired: (...asked: Parameters<ScheduleRecords['fired']>) => (fails-- > 0 ? Promise.reject(new ResourceContended('schedule', 'each-minute')) : records.fired(...asked)),
      }),
    });
    world.clock.set(NOON + 60_000);
    void runner.look();
    await eventually(() => expect(fails).toBeLessThan(1), { message: 'the record has failed' });
    await until(61_000, ['each-minute']);
    expect(await told()).toEqual(['fired 12:01']);
    expect(await world.jobs()).toHaveLength(1);
  });

  it('waits some seconds for a broker that is away, and then leaves the tick out', async () => {
    await world.make('each-minute');
    let asked = 0;
    const runner = world.run({ submit: () => ((asked += 1), Promise.reject(new ApiError('broker_unavailable'))) });
    world.clock.set(NOON + 60_000);
    void runner.look();
    await eventually(() => expect(asked).toBeGreaterThan(0), { message: 'the job was submitted' });
    expect(await told()).toEqual([]);
    await until(70_000, ['each-minute']);
    expect(await told()).toEqual(['skipped 12:01 refused ×1']);
  });

  it('does not fire what is due after a pause was answered, and drops nothing that somebody changed under it', async () => {
    await world.make('each-minute');
    const change = (decide: (state: ScheduleState | undefined, ctx: { now: string; nowMs: number }) => Parameters<typeof written>[0]) => world.resources.change<ScheduleState, unknown>('schedule', 'each-minute', { correlationId: 'spec' }, (state, ctx) => written(decide(state, ctx)));
    const runner = world.run({
      submit: async (...asked) => {
        const job = await world.submit(...asked);
        // Somebody is faster than the record of the tick: it is made all the same, and the pause stands.
        await change((state, ctx) => decidePauseSchedule(state, { by: 'ada' }, ctx));
        return job;
      },
    });
    world.clock.set(NOON + 60_000);
    void runner.look();
    await eventually(async () => expect(await told()).toEqual(['fired 12:01']), { message: 'the tick is on record' });
    expect(await world.schedule('each-minute')).toMatchObject({ status: 'paused', fired: 1 });
    world.clock.set(NOON + 120_000);
    await runner.look();
    await change((state, ctx) => decideUpdateSchedule(state, { ...(state as ScheduleState), job: { type: 'other' } }, undefined, cadenceOf(state as ScheduleState), ctx));
    expect(await told()).toEqual(['fired 12:01']);
    expect(await world.jobs()).toHaveLength(1);
  });

  it('forgets a schedule that is deleted, and starts anew under the same name', async () => {
    const { id } = await world.make('each-minute');
    world.run();
    await until(60_000, ['each-minute']);
    await world.resources.change<ScheduleState, unknown>('schedule', 'each-minute', { correlationId: 'spec' }, () => ({ state: 'deleted', outcome: undefined }));
    world.clock.set(NOON + 90_000);
    const again = await world.make('each-minute');
    expect(again.id).not.toBe(id);
    await until(120_000, ['each-minute']);
    expect((await world.jobs()).map((job) => job.idempotency_key).sort()).toEqual([tickKey(id, minute(1)), tickKey(again.id, minute(2))].sort());
  });
});
