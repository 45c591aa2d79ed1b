import { StoreClock } from '#event-log';
import type { Logger } from '#observability';
import { AlarmClock } from './alarm-clock';
import type { Due } from './due-heap';

/** A leader's alarm clock over a store of times, on the timers of jest. */
function alarmClock() {
  const stored = new Map<string, number>();
  const rung: { key: string; lateMs: number }[] = [];
  const clock = new StoreClock(() => performance.now());
  const world = { looks: 0, found: 0, aheadMs: 0, storeNowMs: () => performance.now() + world.aheadMs, measure: () => clock.observe(world.storeNowMs(), performance.now(), performance.now()), stored, rung, clock };
  const run = (): AlarmClock => {
    const alarms: AlarmClock = new AlarmClock({
      clock,
      logger: { error: () => undefined } as unknown as Logger,
      failure: 'no',
      within: (aheadMs, limit, seenUpToMs = 0) => {
        world.looks += 1;
        const due = [...stored].map(([key, atMs]): Due => ({ key, atMs })).filter(({ atMs }) => atMs <= world.storeNowMs() + aheadMs);
        const found = due.filter(({ atMs }) => atMs <= world.storeNowMs() || atMs > seenUpToMs).slice(0, limit);
        world.found += found.length;
        return Promise.resolve(found);
      },
      ring: (due) => {
        for (const { key, atMs } of due) {
          if (stored.delete(key)) rung.push({ key, lateMs: Math.round(world.storeNowMs() - atMs) });
          alarms.done(key);
        }
      },
    });
    return alarms;
  };
  world.measure();
  return { ...world, world, run };
}

describe('the alarm clock of a leader', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('rings in the millisecond, for what it is told and for what it finds, and has one timer beside its look', async () => {
    const { stored, rung, clock, run } = alarmClock();
    const alarms = run();
    alarms.start();
    await jest.advanceTimersByTimeAsync(10);
    const nowMs = clock.nowMs();
    stored.set('found', nowMs + 7_345).set('told', nowMs + 17).set('sooner', nowMs + 9);
    alarms.note('told', nowMs + 17);
    alarms.note('sooner', nowMs + 9);
    expect(jest.getTimerCount()).toBe(2);
    await jest.advanceTimersByTimeAsync(8_000);
    expect(rung.map(({ key }) => key)).toEqual(['sooner', 'told', 'found']);
    expect(Math.max(...rung.map(({ lateMs }) => lateMs))).toBeLessThanOrEqual(1);
    expect(Math.min(...rung.map(({ lateMs }) => lateMs))).toBeGreaterThanOrEqual(0);
    alarms.stop();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('reads what is to happen about once, however long it is known before', async () => {
    const { world, stored, rung, clock, run } = alarmClock();
    const alarms = run();
    for (let i = 0; i < 10_000; i++) stored.set(`job ${i}`, clock.nowMs() + 1_000 + i);
    alarms.start();
    await jest.advanceTimersByTimeAsync(12_000);
    expect(rung).toHaveLength(10_000);
    expect(Math.max(...rung.map(({ lateMs }) => lateMs))).toBeLessThanOrEqual(1);
    expect(world.found).toBeLessThan(13_500);
    alarms.stop();
  });

  it('finds what nobody told it of when it is overdue, and everything anew when it leads again', async () => {
    const { stored, rung, clock, run } = alarmClock();
    const alarms = run();
    alarms.start();
    await jest.advanceTimersByTimeAsync(10);
    stored.set('untold', clock.nowMs() + 500);
    await jest.advanceTimersByTimeAsync(2_000);
    expect(rung.map(({ key }) => key)).toEqual(['untold']);
    expect(rung[0]?.lateMs).toBeLessThanOrEqual(1_000);
    stored.set('known', clock.nowMs() + 2_000);
    await jest.advanceTimersByTimeAsync(1_100);
    alarms.stop();
    alarms.start();
    await jest.advanceTimersByTimeAsync(1_100);
    expect(rung[1]).toMatchObject({ key: 'known' });
    expect(rung[1]?.lateMs).toBeLessThanOrEqual(1);
    alarms.stop();
  });

  it('costs one look a second when nothing is to happen', async () => {
    const { world, stored, clock, run } = alarmClock();
    stored.set('tomorrow', clock.nowMs() + 86_400_000);
    const alarms = run();
    alarms.start();
    await jest.advanceTimersByTimeAsync(9_999);
    expect(world.looks).toBe(10);
    expect(jest.getTimerCount()).toBe(1);
    alarms.stop();
  });

  it('rings within a second when the clock of the store is set forward, and never early when it is set back', async () => {
    const { world, stored, rung, clock, run } = alarmClock();
    const alarms = run();
    alarms.start();
    stored.set('a', clock.nowMs() + 2_000);
    await jest.advanceTimersByTimeAsync(1_100);
    world.aheadMs += 60_000;
    world.measure();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(rung.map(({ key }) => key)).toEqual(['a']);
    stored.set('b', clock.nowMs() + 2_000);
    alarms.note('b', clock.nowMs() + 2_000);
    world.aheadMs -= 50;
    world.measure();
    await jest.advanceTimersByTimeAsync(3_000);
    expect(rung.map(({ key }) => key)).toEqual(['a', 'b']);
    expect(rung[1]?.lateMs).toBeGreaterThanOrEqual(0);
    alarms.stop();
  });

  it('rings once for a thing under way, however often it is told of it, and again at the time that it is done with', async () => {
    const clock = new StoreClock(() => performance.now());
    const rung: string[] = [];
    const alarms = new AlarmClock({ clock, logger: { error: () => undefined } as unknown as Logger, failure: 'no', within: () => Promise.resolve([]), ring: (due) => rung.push(...due.map(({ key }) => key)) });
    alarms.start();
    alarms.note('a', clock.nowMs() + 5);
    await jest.advanceTimersByTimeAsync(10);
    alarms.note('a', clock.nowMs() + 5);
    await jest.advanceTimersByTimeAsync(10);
    expect(rung).toEqual(['a']);
    alarms.done('a', clock.nowMs() + 20);
    await jest.advanceTimersByTimeAsync(25);
    expect(rung).toEqual(['a', 'a']);
    alarms.stop();
  });

  it('lets another leader ring for what it has not rung for', async () => {
    const { stored, rung, clock, run } = alarmClock();
    const [first, second] = [run(), run()];
    first.start();
    stored.set('a', clock.nowMs() + 1_500);
    await jest.advanceTimersByTimeAsync(1_200);
    first.stop();
    second.start();
    await jest.advanceTimersByTimeAsync(400);
    expect(rung).toHaveLength(1);
    expect(rung[0]?.lateMs).toBeLessThanOrEqual(1);
    first.start();
    stored.set('b', clock.nowMs() + 1_500);
    await jest.advanceTimersByTimeAsync(2_000);
    expect(rung.map(({ key }) => key)).toEqual(['a', 'b']);
    first.stop();
    second.stop();
  });
});
