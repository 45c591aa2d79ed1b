import fc from 'fast-check';
import { CATCH_UP_POLICIES, SCHEMA_OF, validator, type CatchUpPolicy } from '#contracts';
import { evolveSchedule } from './schedule';
import type { Cadence, ScheduleEvent, ScheduleState } from './schedule';
import { clock, every, MINUTE_MS, minutely, NOON_MS, SCHEDULE_ID, spec } from './schedule.builder';
import { decidePauseSchedule, decideResumeSchedule, decideUpdateSchedule } from './schedule.decide';
import type { ScheduleDecision } from './schedule.decide';
import { decideFired, decideSkipped, MISSED_AFTER_MS, nextStep, tickKey } from './schedule.tick';
import type { TickStep } from './schedule.tick';

/**
 * A schedule between several gateways, each of which may believe to be the one that runs it: they read, submit and record in any interleaving, and crash in
 * between. The store is exact, as the real one is: one job per key, one change at a time.
 */
class World {
  nowMs = 0;
  state: ScheduleState;
  cadence: Cadence = every();
  readonly jobs = new Map<string, string>();
  readonly log: ScheduleEvent[] = [];
  private readonly doing = new Map<number, { readonly step: TickStep; jobId?: string }>();

  constructor(state: ScheduleState) {
    this.state = state;
  }

  /** One move of one gateway: look; then submit, or record that the tick is skipped; then record that it has fired. */
  move(gateway: number): void {
    const now = this.doing.get(gateway);
    if (now === undefined) {
      const step = nextStep(this.state, this.cadence, clock(this.nowMs).nowMs);
      if (step.kind !== 'wait') this.doing.set(gateway, { step });
    } else if (now.step.kind === 'skip') {
      this.doing.delete(gateway);
      this.write(decideSkipped(this.state, SCHEDULE_ID, { ...now.step.ticks, trigger: 'cron', reason: 'missed' }, this.cadence, clock(this.nowMs)));
    } else if (now.step.kind === 'fire' && now.jobId === undefined) {
      now.jobId = this.submit(tickKey(SCHEDULE_ID, now.step.tick));
    } else if (now.step.kind === 'fire' && now.jobId !== undefined) {
      this.doing.delete(gateway);
      this.write(decideFired(this.state, SCHEDULE_ID, { tick: now.step.tick, trigger: 'cron', jobId: now.jobId }, this.cadence, clock(this.nowMs)));
    }
  }

  crash(gateway: number): void {
    this.doing.delete(gateway);
  }

  /** One gateway alone runs until nothing is due. */
  settle(): void {
    this.doing.clear();
    for (let i = 0; i < 1_000; i++) {
      this.move(0);
      if (this.doing.size === 0 && nextStep(this.state, this.cadence, clock(this.nowMs).nowMs).kind === 'wait') return;
    }
    throw new Error('the schedule does not come to rest');
  }

  write({ events, state }: ScheduleDecision<unknown>): void {
    this.log.push(...events);
    if (state) this.state = state;
  }

  private submit(key: string): string {
    const jobId = this.jobs.get(key) ?? `01a1fddf-0000-7000-8000-${String(this.jobs.size).padStart(12, '0')}`;
    this.jobs.set(key, jobId);
    return jobId;
  }

  get fired(): Extract<ScheduleEvent, { type: 'schedule.fired' }>[] {
    return this.log.filter((event) => event.type === 'schedule.fired');
  }
}

const gateway = fc.integer({ min: 0, max: 2 });
const command = fc.oneof(
  { weight: 12, arbitrary: gateway.map((id) => (world: World) => world.move(id)) },
  { weight: 2, arbitrary: gateway.map((id) => (world: World) => world.crash(id)) },
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 90_000 }).map((ms) => (world: World) => void (world.nowMs += ms)) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 3 * 60 * MINUTE_MS }).map((ms) => (world: World) => void (world.nowMs += ms)) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 10 * MINUTE_MS }).map((ms) => (world: World) => void (world.nowMs -= ms)) },
  { weight: 1, arbitrary: fc.constant((world: World) => world.write(decidePauseSchedule(world.state, { by: 'ada' }, clock(world.nowMs)))) },
  { weight: 1, arbitrary: fc.constant((world: World) => world.write(decideResumeSchedule(world.state, 'ada', world.cadence, clock(world.nowMs)))) },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: 3 }).map((minutes) => (world: World) => {
      world.cadence = every(minutes * MINUTE_MS);
      world.write(decideUpdateSchedule(world.state, { ...specOf(world.state), cron: `*/${minutes} * * * *` }, undefined, world.cadence, clock(world.nowMs)));
    }),
  },
);
const policy = fc.record({ catchUp: fc.constantFrom(...CATCH_UP_POLICIES), catchUpLimit: fc.integer({ min: 1, max: 20 }) });
const specOf = (state: ScheduleState) => spec({ catchUp: state.catchUp, catchUpLimit: state.catchUpLimit });

function lives(changes: { catchUp: CatchUpPolicy; catchUpLimit: number }, moves: readonly ((world: World) => void)[]): World {
  const world = new World(minutely(changes));
  for (const move of moves) {
    const before = world.state;
    move(world);
    if (before.lastTick !== undefined) expect((world.state.lastTick ?? '') >= before.lastTick).toBe(true);
    if (world.state.nextAt !== undefined && world.state.lastTick !== undefined) expect(world.state.nextAt > world.state.lastTick).toBe(true);
    expect(world.state.status === 'active').toBe(world.state.nextAt !== undefined);
  }
  return world;
}

describe('whatever happens to a schedule, its gateways and their clocks', () => {
  const life = fc.tuple(policy, fc.array(command, { minLength: 1, maxLength: 80 }));

  it('a tick is one job and on record once, and its clock never goes back', () => {
    fc.assert(
      fc.property(life, ([changes, moves]) => {
        const world = lives(changes, moves);
        world.settle();
        const ticks = world.fired.map(({ payload }) => payload.tick);
        expect(new Set(ticks).size).toBe(ticks.length);
        for (const { payload } of world.fired) expect(world.jobs.get(tickKey(SCHEDULE_ID, payload.tick))).toBe(payload.jobId);
        expect(new Set(world.jobs.values()).size).toBe(world.jobs.size);
      }),
      { numRuns: 1_000 },
    );
  });

  it('with one gateway at a time the ticks on record strictly increase, crashes or not', () => {
    fc.assert(
      fc.property(policy, fc.array(fc.tuple(fc.integer({ min: -5 * MINUTE_MS, max: 20 * MINUTE_MS }), fc.integer({ min: 0, max: 6 })), { maxLength: 30 }), (changes, rounds) => {
        const world = new World(minutely(changes));
        let latestMs = world.nowMs;
        for (const [ms, moves] of rounds) {
          world.nowMs += ms;
          latestMs = Math.max(latestMs, world.nowMs);
          for (let i = 0; i < moves; i++) world.move(0);
          world.crash(0);
        }
        // A clock that went back gets to where it was: until then a tick that was submitted there is not due again.
        world.nowMs = latestMs;
        world.settle();
        const decided = world.log.flatMap((event) => (event.type === 'schedule.fired' || event.type === 'schedule.skipped' ? [event.payload.tick] : []));
        expect(decided).toEqual([...new Set(decided)].sort());
        // Each job is on record: a crash between the submission and the record loses nothing that the next look does not find.
        if (changes.catchUp === 'all' && changes.catchUpLimit === 20 && world.nowMs < 15 * MINUTE_MS) expect(world.fired).toHaveLength(world.jobs.size);
      }),
      { numRuns: 500 },
    );
  });

  it('a downtime of any length is caught up with within the bound', () => {
    fc.assert(
      fc.property(policy, fc.integer({ min: 0, max: 400 * 24 * 60 * MINUTE_MS }), (changes, downMs) => {
        const world = new World(minutely(changes));
        world.nowMs = downMs;
        world.settle();
        const due = Math.floor(downMs / MINUTE_MS);
        const onTime = Math.floor(downMs / MINUTE_MS) - Math.ceil((downMs - MISSED_AFTER_MS) / MINUTE_MS) + 1;
        const expected = { skip: Math.min(due, onTime), once: Math.min(due, 1), all: due === 1 ? 1 : Math.min(due, changes.catchUpLimit) }[changes.catchUp];
        expect(world.fired).toHaveLength(expected);
        expect(world.state.nextAt).toBe(new Date(NOON_MS + (due + 1) * MINUTE_MS).toISOString());
      }),
      { numRuns: 500 },
    );
  });

  it('is told in events that keep their contract and fold to the schedule', () => {
    fc.assert(
      fc.property(life, ([changes, moves]) => {
        const world = lives(changes, moves);
        for (const { type, payload } of world.log) expect(validator(SCHEMA_OF[type])(JSON.parse(JSON.stringify(payload)))).toMatchObject({ ok: true });
        expect(world.log.reduce(evolveSchedule, minutely(changes) as ScheduleState | undefined)).toEqual(world.state);
        expect(validator('Schedule')(JSON.parse(JSON.stringify(world.state)))).toMatchObject({ ok: true });
      }),
      { numRuns: 200 },
    );
  });
});
