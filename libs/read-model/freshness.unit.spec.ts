import { freshnessOf } from '.';

const [epoch, other] = ['0193aaaa-0000-7000-8000-000000000001', '0193aaaa-0000-7000-8000-000000000002'];

describe('freshness', () => {
  const checkpoint = { _id: 'jobs_v1_1', projection: 'jobs@1', position: 10, epoch, eventAt: '2026-01-01T00:00:10.000Z', completeAt: new Date('2026-01-01T00:00:20Z') };
  const head = (position: number, seenAt: string, of = epoch) => ({ _id: 'log' as const, position, epoch: of, seenAt: new Date(seenAt) });
  const now = Date.parse('2026-01-01T00:01:00.000Z');

  it('is without lag when the end of the log was seen just now and reached', () => {
    expect(freshnessOf(checkpoint, head(10, '2026-01-01T00:00:59.500Z'), now)).toEqual({ position: 10, headPosition: 10, lagEvents: 0, lagMs: 0, epoch, projection: 'jobs@1' });
  });

  it('counts what is missing, from the last moment at which nothing was', () => {
    expect(freshnessOf(checkpoint, head(12, '2026-01-01T00:00:59.500Z'), now)).toMatchObject({ headPosition: 12, lagEvents: 2, lagMs: 40_000 });
  });

  it('grows while nobody looks at the log', () => {
    expect(freshnessOf(checkpoint, head(10, '2026-01-01T00:00:30.000Z'), now)).toMatchObject({ lagEvents: 0, lagMs: 30_000 });
  });

  it('is ahead of an older look', () => {
    expect(freshnessOf(checkpoint, head(8, '2026-01-01T00:00:59.500Z'), now)).toMatchObject({ position: 10, headPosition: 10, lagEvents: 0, lagMs: 0 });
  });

  it('misses everything of another log', () => {
    expect(freshnessOf(checkpoint, head(4, '2026-01-01T00:00:59.500Z', other), now)).toMatchObject({ lagEvents: 4 });
  });

  it('knows of no lag before anything was seen', () => {
    expect(freshnessOf({ ...checkpoint, position: 0, eventAt: undefined, completeAt: undefined }, undefined, now)).toMatchObject({ position: 0, lagEvents: 0, lagMs: 0 });
  });
});
