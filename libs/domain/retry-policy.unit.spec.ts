import fc from 'fast-check';
import { RETRY_POLICY, retryDelayMs } from './retry-policy';

describe('the retry delay', () => {
  it('doubles from one second to a minute, and jitter draws from all of it', () => {
    const longest = (failures: number): number => retryDelayMs(RETRY_POLICY, failures, 0.999_999);
    expect([1, 2, 3, 4, 6, 7, 50].map(longest)).toEqual([999, 1_999, 3_999, 7_999, 31_999, 59_999, 59_999]);
    expect(retryDelayMs(RETRY_POLICY, 3, 0)).toBe(0);
    expect(retryDelayMs(RETRY_POLICY, 3, 0.5)).toBe(2_000);
  });

  it('is never shorter than the handler asks, up to an hour', () => {
    expect(retryDelayMs(RETRY_POLICY, 1, 0, 5_000)).toBe(5_000);
    expect(retryDelayMs(RETRY_POLICY, 7, 0.5, 5_000)).toBe(30_000);
    expect(retryDelayMs(RETRY_POLICY, 1, 0, 1e12)).toBe(3_600_000);
    expect(retryDelayMs(RETRY_POLICY, 1, 0, -5)).toBe(0);
  });

  it('is a whole number within its bounds for whatever it is given', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (failures, random) => {
        const delay = retryDelayMs(RETRY_POLICY, failures, random);
        return Number.isInteger(delay) && delay >= 0 && delay <= RETRY_POLICY.capMs;
      }),
    );
  });
});
