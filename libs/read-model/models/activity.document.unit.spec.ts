import fc from 'fast-check';
import { BUCKETS_MS, type Histogram, mergeHistograms, minuteOf, NO_OBSERVATIONS, observed, quantileMs } from './activity.document';

const histogramOf = (values: readonly number[]): Histogram => values.reduce<Histogram>((histogram, ms) => observed(histogram, ms), NO_OBSERVATIONS);

describe('the histograms of a minute', () => {
  it('know no quantile of nothing', () => expect(quantileMs(NO_OBSERVATIONS, 0.5)).toBeNull());

  it('estimate within a bucket', () => {
    expect(quantileMs(histogramOf([150, 150]), 0.5)).toBe(150);
    expect(quantileMs(histogramOf([1, 1, 1, 900]), 0.5)).toBeLessThanOrEqual(1);
    expect(quantileMs(histogramOf([10_000_000]), 0.99)).toBe(3_600_000);
  });

  it('put each quantile into the bucket of the value that has this rank, also of several merged', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3_600_000 }), { minLength: 1, maxLength: 50 }), fc.nat(50), fc.double({ min: 0.01, max: 1, noNaN: true }), (values, cut, share) => {
        const merged = mergeHistograms([histogramOf(values.slice(0, cut)), histogramOf(values.slice(cut))]);
        const wanted = [...values].sort((a, b) => a - b)[Math.max(0, Math.ceil(share * values.length - 1e-9) - 1)] ?? 0;
        const index = BUCKETS_MS.findIndex((bound) => wanted <= bound);
        const estimate = quantileMs(merged, share) ?? -1;
        expect(estimate).toBeGreaterThanOrEqual(index === 0 ? 0 : (BUCKETS_MS[index - 1] ?? 0));
        expect(estimate).toBeLessThanOrEqual(BUCKETS_MS[index] ?? 0);
      }),
    );
  });

  it('belong to the minute of an instant', () => expect(minuteOf('2026-01-01T10:59:59.999Z')).toBe('2026-01-01T10:59:00.000Z'));
});
