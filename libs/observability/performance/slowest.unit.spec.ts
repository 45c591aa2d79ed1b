import { Slowest } from './slowest';

const MINUTE = 60_000;

function watched(): { readonly slowest: Slowest; at: (ms: number) => void } {
  let nowMs = Date.UTC(2026, 2, 1);
  const slowest = new Slowest(() => nowMs);
  slowest.watch();
  return { slowest, at: (minutes) => (nowMs = Date.UTC(2026, 2, 1) + minutes * MINUTE) };
}

describe('the slowest work', () => {
  it('is remembered by kind: how often, how long, and when it was slowest', () => {
    const { slowest, at } = watched();
    for (const ms of [2, 4]) slowest.note('a', ms);
    at(1);
    slowest.note('b', 10);
    slowest.note('a', 3);
    expect(slowest.read(5)).toEqual([
      { name: 'b', count: 1, meanMs: 10, maxMs: 10, maxAt: '2026-03-01T00:01:00.000Z' },
      { name: 'a', count: 3, meanMs: 3, maxMs: 4, maxAt: '2026-03-01T00:00:00.000Z' },
    ]);
    expect(slowest.read(1)).toHaveLength(1);
  });

  it('is forgotten after some minutes, not at once', () => {
    const { slowest, at } = watched();
    slowest.note('old', 100);
    at(6);
    slowest.note('new', 1);
    expect(slowest.read(5).map(({ name }) => name)).toEqual(['old', 'new']);
    at(12);
    expect(slowest.read(5).map(({ name }) => name)).toEqual(['new']);
    at(60);
    expect(slowest.read(5)).toEqual([]);
  });

  it('has a bound, beyond which kinds are one', () => {
    const { slowest } = watched();
    for (let i = 0; i < 5_000; i += 1) slowest.note(`kind-${i}`, i);
    const all = slowest.read(10_000);
    expect([all.length, all[0]?.name, all[0]?.count]).toEqual([501, 'other', 4_500]);
  });

  it('is nobody’s business until somebody watches', () => {
    const slowest = new Slowest();
    slowest.note('a', 1);
    expect([slowest.isWatching, slowest.read(5)]).toEqual([false, []]);
  });
});
