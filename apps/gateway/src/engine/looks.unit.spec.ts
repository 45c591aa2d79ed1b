import { StoreUnavailable } from '#event-log';
import type { Logger } from '#observability';
import { Looks, pauseAfter } from './looks';

function looksAt(look: () => Promise<void>) {
  const errors: string[] = [];
  const logger = { error: (_: object, text: string) => errors.push(text) } as unknown as Logger;
  return { looks: new Looks(look, { everyMs: 1_000, logger, failure: 'it could not be seen' }), errors };
}

describe('looks', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('come at once, then at their pace, and not after the stop', async () => {
    let seen = 0;
    const { looks } = looksAt(async () => void (seen += 1));
    looks.start();
    looks.start();
    await jest.advanceTimersByTimeAsync(0);
    expect(seen).toBe(1);
    await jest.advanceTimersByTimeAsync(2_000);
    expect(seen).toBe(3);
    looks.stop();
    looks.soon();
    await jest.advanceTimersByTimeAsync(5_000);
    expect([seen, looks.running]).toEqual([3, false]);
  });

  it('are one at a time: what is told while one is under way is seen by the next, and by one only', async () => {
    const ends: (() => void)[] = [];
    const { looks } = looksAt(() => new Promise((end) => ends.push(end)));
    looks.start();
    const seen: string[] = [];
    for (const who of ['a', 'b']) void looks.now().then(() => seen.push(who));
    looks.soon();
    looks.soon();
    await jest.advanceTimersByTimeAsync(1);
    expect(ends).toHaveLength(1);
    ends[0]?.();
    await jest.advanceTimersByTimeAsync(1);
    expect([ends.length, seen]).toEqual([2, []]);
    ends[1]?.();
    await jest.advanceTimersByTimeAsync(1);
    expect([ends.length, seen]).toEqual([2, ['a', 'b']]);
  });

  it('go on after one that failed, and say nothing of a store that is away', async () => {
    const failures = [new StoreUnavailable(undefined, false), new Error('a bug')];
    const { looks, errors } = looksAt(() => Promise.reject(failures.shift() ?? new Error('none is left')));
    looks.start();
    await jest.advanceTimersByTimeAsync(1_999);
    expect([failures.length, errors]).toEqual([0, ['it could not be seen']]);
    looks.stop();
  });

  it('that take long are followed by a long pause', () => {
    const pace = { everyMs: 2_500, restFactor: 50 };
    expect([pauseAfter(3, pace), pauseAfter(300, pace), pauseAfter(3_000, { everyMs: 2_500 })]).toEqual([2_497, 15_000, 0]);
  });
});
