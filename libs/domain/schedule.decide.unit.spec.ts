import { CATCH_UP_POLICIES } from '#contracts';
import { clock, every, MINUTE_MS, minutely, never, SCHEDULE_ID, spec, tickAt } from './schedule.builder';
import { decideCreateSchedule, decideDeleteSchedule, decidePauseSchedule, decideResumeSchedule, decideUpdateSchedule } from './schedule.decide';
import type { ScheduleState } from './schedule';
import { decideFired, decideSkipped, nextStep, overlapVerdict } from './schedule.tick';

const command = { id: SCHEDULE_ID, tenantId: 'default', name: 'minutely', spec: spec() };
const fired = (tick: string, trigger: 'cron' | 'manual' = 'cron') => ({ tick, trigger, jobId: '01a1fddf-0000-7000-8000-000000000001' });
const afterFiring = (state: ScheduleState, tick: string, offsetMs: number): ScheduleState => decideFired(state, SCHEDULE_ID, fired(tick), every(), clock(offsetMs)).state as ScheduleState;
const paused = (offsetMs = 0): ScheduleState => decidePauseSchedule(minutely(), { by: 'ada', reason: 'quiet' }, clock(offsetMs)).state as ScheduleState;

describe('making a schedule', () => {
  it('sets its next tick', () => {
    expect(decideCreateSchedule(undefined, command, every(), clock(5))).toMatchObject({ outcome: 'created', state: { status: 'active', nextAt: tickAt(1), fired: 0 }, events: [{ type: 'schedule.created' }] });
  });

  it('under a name that is taken changes nothing', () => {
    expect(decideCreateSchedule(minutely(), command, every(), clock())).toEqual({ outcome: 'exists', state: minutely(), events: [] });
  });

  it('that never ticks is refused: no such day, or all of them before the start or after the end', () => {
    expect(decideCreateSchedule(undefined, command, never, clock()).outcome).toBe('never_ticks');
    expect(decideCreateSchedule(undefined, { ...command, spec: spec({ endAt: clock(1).now }) }, every(), clock()).outcome).toBe('never_ticks');
  });

  it('with a start first ticks at the start, if that is a tick, or after it', () => {
    const nextAt = (startAt: string) => decideCreateSchedule(undefined, { ...command, spec: spec({ startAt }) }, every(), clock()).state?.nextAt;
    expect(nextAt(tickAt(30))).toBe(tickAt(30));
    expect(nextAt(clock(30 * MINUTE_MS + 1).now)).toBe(tickAt(31));
    expect(nextAt(tickAt(-30))).toBe(tickAt(1));
  });
});

describe('changing a schedule', () => {
  it('that does not exist, or to what it is, changes nothing', () => {
    expect(decideUpdateSchedule(undefined, spec(), undefined, every(), clock()).outcome).toBe('unknown');
    expect(decideUpdateSchedule(minutely(), spec(), undefined, every(), clock())).toMatchObject({ outcome: 'unchanged', events: [] });
  });

  it('in its times starts from now; in its job alone leaves the clock, and with it what is due', () => {
    const late = clock(3 * MINUTE_MS + 5);
    expect(decideUpdateSchedule(minutely(), spec({ cron: '*/2 * * * *' }), 'ada', every(2 * MINUTE_MS), late).state).toMatchObject({ cron: '*/2 * * * *', nextAt: tickAt(4), updatedAt: late.now });
    expect(decideUpdateSchedule(minutely(), spec({ job: { type: 'other' } }), 'ada', every(), late).state).toMatchObject({ job: { type: 'other' }, nextAt: tickAt(1) });
  });

  it('to times that never come is refused', () => {
    expect(decideUpdateSchedule(minutely(), spec({ cron: '0 0 30 2 *' }), undefined, never, clock())).toMatchObject({ outcome: 'never_ticks', events: [] });
  });

  it('takes a bound away, and brings one that has ended back', () => {
    const bounded = minutely({ endAt: tickAt(1) });
    const ended = afterFiring(bounded, tickAt(1), MINUTE_MS);
    expect(ended).toMatchObject({ status: 'ended', nextAt: undefined });
    expect(decideUpdateSchedule(ended, spec(), undefined, every(), clock(2 * MINUTE_MS)).state).toMatchObject({ status: 'active', nextAt: tickAt(3), endAt: undefined });
  });

  it('while it is paused leaves it paused', () => {
    expect(decideUpdateSchedule(paused(), spec({ cron: '*/2 * * * *' }), undefined, every(2 * MINUTE_MS), clock()).state).toMatchObject({ status: 'paused', nextAt: undefined });
  });

  it('after the clock was set back does not bring back a tick', () => {
    const state = afterFiring(minutely(), tickAt(1), MINUTE_MS);
    expect(decideUpdateSchedule(state, spec({ cron: '*/1 * * * *' }), undefined, every(), clock(-10 * MINUTE_MS)).state?.nextAt).toBe(tickAt(2));
  });
});

describe('pause and resume', () => {
  it('pause takes the next tick away and says who and why, once', () => {
    expect(paused(7)).toMatchObject({ status: 'paused', nextAt: undefined, pausedAt: clock(7).now, pausedBy: 'ada', pauseReason: 'quiet' });
    expect(decidePauseSchedule(paused(), { by: 'bob' }, clock()).outcome).toBe('unchanged');
    expect(decidePauseSchedule(undefined, { by: 'bob' }, clock()).outcome).toBe('unknown');
  });

  it('resume goes on from now, whatever was due in between', () => {
    const resumed = decideResumeSchedule(paused(), 'ada', every(), clock(90 * MINUTE_MS + 1));
    expect(resumed.state).toMatchObject({ status: 'active', nextAt: tickAt(91), pausedAt: undefined });
    expect(nextStep(resumed.state as ScheduleState, every(), clock(90 * MINUTE_MS + 2).nowMs)).toMatchObject({ kind: 'wait' });
    expect(decideResumeSchedule(minutely(), 'ada', every(), clock()).outcome).toBe('unchanged');
    expect(decideResumeSchedule(undefined, 'ada', every(), clock()).outcome).toBe('unknown');
  });

  it('resume of one whose last tick passed meanwhile ends it', () => {
    const state = decidePauseSchedule(minutely({ endAt: tickAt(5) }), { by: 'ada' }, clock()).state;
    expect(decideResumeSchedule(state, 'ada', every(), clock(6 * MINUTE_MS)).state).toMatchObject({ status: 'ended', nextAt: undefined });
  });

  it('delete leaves nothing', () => {
    expect(decideDeleteSchedule(minutely(), 'ada', clock())).toMatchObject({ outcome: 'done', state: undefined });
    expect(decideDeleteSchedule(undefined, 'ada', clock()).outcome).toBe('unknown');
  });
});

describe('the next step', () => {
  const step = (state: ScheduleState, offsetMs: number) => nextStep(state, every(), clock(offsetMs).nowMs);

  it('waits for the tick, and fires it when it is due', () => {
    expect(step(minutely(), MINUTE_MS - 1)).toEqual({ kind: 'wait', untilMs: clock(MINUTE_MS).nowMs });
    expect(step(minutely(), MINUTE_MS)).toEqual({ kind: 'fire', tick: tickAt(1) });
    expect(step(paused(), MINUTE_MS)).toEqual({ kind: 'wait', untilMs: undefined });
  });

  it.each(CATCH_UP_POLICIES)('fires a tick that is some seconds late, whatever the policy: %s', (catchUp) => {
    expect(step(minutely({ catchUp }), MINUTE_MS + 10_000)).toEqual({ kind: 'fire', tick: tickAt(1) });
  });

  it('after a downtime, under skip, leaves out all that was missed', () => {
    expect(step(minutely({ catchUp: 'skip' }), 5 * MINUTE_MS + 30_000)).toEqual({ kind: 'skip', ticks: { from: tickAt(1), tick: tickAt(5), count: 5 } });
    expect(step(minutely({ catchUp: 'skip' }), 5 * MINUTE_MS + 5_000)).toEqual({ kind: 'skip', ticks: { from: tickAt(1), tick: tickAt(4), count: 4 } });
  });

  it('after a downtime, under once, leaves out all but the last', () => {
    expect(step(minutely(), 5 * MINUTE_MS + 30_000)).toEqual({ kind: 'skip', ticks: { from: tickAt(1), tick: tickAt(4), count: 4 } });
    expect(step(minutely(), MINUTE_MS + 30_000)).toEqual({ kind: 'fire', tick: tickAt(1) });
  });

  it('after a downtime, under all, leaves out what is beyond the bound, the oldest first', () => {
    expect(step(minutely({ catchUp: 'all', catchUpLimit: 3 }), 5 * MINUTE_MS + 30_000)).toEqual({ kind: 'skip', ticks: { from: tickAt(1), tick: tickAt(2), count: 2 } });
    expect(step(minutely({ catchUp: 'all', catchUpLimit: 5 }), 5 * MINUTE_MS + 30_000)).toEqual({ kind: 'fire', tick: tickAt(1) });
  });

  it('counts what was skipped up to a bound, and still knows the last of it', () => {
    const year = 365 * 24 * 60 * MINUTE_MS;
    expect(step(minutely(), year + 30_000)).toEqual({ kind: 'skip', ticks: { from: tickAt(1), tick: clock(year - MINUTE_MS).now, count: 1_000 } });
  });

  it('catches up with nothing beyond the end', () => {
    expect(step(minutely({ endAt: tickAt(3) }), 9 * MINUTE_MS)).toEqual({ kind: 'skip', ticks: { from: tickAt(1), tick: tickAt(2), count: 2 } });
    expect(step(minutely({ endAt: tickAt(3), catchUp: 'skip' }), 9 * MINUTE_MS)).toEqual({ kind: 'skip', ticks: { from: tickAt(1), tick: tickAt(3), count: 3 } });
  });
});

describe('overlap', () => {
  const previous = (status: 'RUNNING' | 'QUEUED' | 'COMPLETED') => ({ jobId: 'j', status });
  it('looks at the job before only where the policy asks for it', () => {
    expect(overlapVerdict(minutely(), previous('RUNNING'))).toEqual({ kind: 'fire' });
    expect(overlapVerdict(minutely({ overlap: 'skip' }), undefined)).toEqual({ kind: 'fire' });
    expect(overlapVerdict(minutely({ overlap: 'skip' }), previous('COMPLETED'))).toEqual({ kind: 'fire' });
    expect(overlapVerdict(minutely({ overlap: 'skip' }), previous('QUEUED'))).toMatchObject({ kind: 'skip' });
    expect(overlapVerdict(minutely({ overlap: 'cancel_previous' }), previous('RUNNING'))).toMatchObject({ kind: 'cancel_first' });
  });
});

describe('the record of a tick', () => {
  it('moves the clock on', () => {
    expect(afterFiring(minutely(), tickAt(1), MINUTE_MS)).toMatchObject({ nextAt: tickAt(2), lastTick: tickAt(1), lastFiring: fired(tickAt(1)), fired: 1 });
  });

  it('is made once', () => {
    const state = afterFiring(minutely(), tickAt(1), MINUTE_MS);
    expect(decideFired(state, SCHEDULE_ID, fired(tickAt(1)), every(), clock(MINUTE_MS))).toMatchObject({ outcome: 'stale', events: [] });
    expect(decideFired(afterFiring(state, tickAt(2), 2 * MINUTE_MS), SCHEDULE_ID, fired(tickAt(1)), every(), clock(MINUTE_MS)).outcome).toBe('stale');
  });

  it('is made even where somebody paused or changed the schedule after the tick was due, and leaves their clock', () => {
    expect(decideFired(paused(MINUTE_MS + 1), SCHEDULE_ID, fired(tickAt(1)), every(), clock(MINUTE_MS + 2)).state).toMatchObject({ status: 'paused', nextAt: undefined, lastTick: tickAt(1), fired: 1 });
    const changed = decideUpdateSchedule(minutely(), spec({ cron: '0 * * * *' }), undefined, every(60 * MINUTE_MS), clock(MINUTE_MS + 1)).state;
    expect(decideFired(changed, SCHEDULE_ID, fired(tickAt(1)), every(60 * MINUTE_MS), clock(MINUTE_MS + 2)).state).toMatchObject({ nextAt: tickAt(60), lastTick: tickAt(1) });
  });

  it('is made even where another gateway took the tick for missed, once', () => {
    const missed = decideSkipped(minutely(), SCHEDULE_ID, { from: tickAt(1), tick: tickAt(1), count: 1, trigger: 'cron', reason: 'missed' }, every(), clock(90_000)).state;
    const recorded = decideFired(missed, SCHEDULE_ID, fired(tickAt(1)), every(), clock(90_001));
    expect(recorded.state).toMatchObject({ nextAt: tickAt(2), fired: 1, skipped: 1 });
    expect(decideFired(recorded.state, SCHEDULE_ID, fired(tickAt(1)), every(), clock(90_002)).outcome).toBe('stale');
  });

  it('is not made on another schedule of the same name', () => {
    expect(decideFired(undefined, SCHEDULE_ID, fired(tickAt(1)), every(), clock()).outcome).toBe('unknown');
    expect(decideFired({ ...minutely(), id: '01a1fddf-0000-7000-8000-00000000beef' }, SCHEDULE_ID, fired(tickAt(1)), every(), clock()).outcome).toBe('unknown');
    expect(decideSkipped(undefined, SCHEDULE_ID, { from: tickAt(1), tick: tickAt(1), count: 1, trigger: 'cron', reason: 'missed' }, every(), clock()).outcome).toBe('unknown');
  });

  it('of a tick that somebody asked for leaves the clock alone', () => {
    const asked = decideFired(minutely(), SCHEDULE_ID, fired(clock(17).now, 'manual'), every(), clock(18));
    expect(asked.state).toMatchObject({ nextAt: tickAt(1), fired: 1, lastFiring: { trigger: 'manual' } });
    expect(asked.state?.lastTick).toBeUndefined();
    expect(decideFired(asked.state, SCHEDULE_ID, fired(clock(19).now, 'manual'), every(), clock(19)).outcome).toBe('stale');
    const left = decideSkipped(minutely(), SCHEDULE_ID, { from: clock(17).now, tick: clock(17).now, count: 1, trigger: 'manual', reason: 'overlap' }, every(), clock(18));
    expect(left.state).toMatchObject({ nextAt: tickAt(1), skipped: 1 });
  });

  it('of skipped ticks holds only for a schedule that still stands before them', () => {
    const skip = { from: tickAt(1), tick: tickAt(3), count: 3, trigger: 'cron', reason: 'missed' } as const;
    expect(decideSkipped(minutely(), SCHEDULE_ID, skip, every(), clock(4 * MINUTE_MS)).state).toMatchObject({ nextAt: tickAt(4), lastTick: tickAt(3), skipped: 3 });
    expect(decideSkipped(afterFiring(minutely(), tickAt(1), 0), SCHEDULE_ID, skip, every(), clock(4 * MINUTE_MS)).outcome).toBe('stale');
    expect(decideSkipped(paused(), SCHEDULE_ID, skip, every(), clock(4 * MINUTE_MS)).outcome).toBe('stale');
  });

  it('of the last tick within the bounds ends the schedule', () => {
    expect(afterFiring(minutely({ endAt: tickAt(1) }), tickAt(1), MINUTE_MS)).toMatchObject({ status: 'ended', nextAt: undefined });
  });
});
