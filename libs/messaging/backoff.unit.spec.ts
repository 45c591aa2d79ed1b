import { backoffMs } from './backoff';

describe('backoffMs', () => {
  const options = { initialMs: 50, maxMs: 1_000 };

  it('doubles up to the cap', () => {
    expect([1, 2, 3, 4, 5, 6, 60].map((attempt) => backoffMs(attempt, options, 0.5))).toEqual([50, 100, 200, 400, 800, 1_000, 1_000]);
  });

  it('spreads by a fifth to both sides', () => {
    expect(backoffMs(2, options, 0)).toBe(80);
    expect(backoffMs(2, options, 0.9999999)).toBe(120);
  });
});
