import { type ActivityDocument, NO_ACTIVITY, NO_OBSERVATIONS, observed } from '#read-model';
import { minuteBefore, queueTotals, seriesOf, windowOf } from './recent-activity';

/** 20 s into a minute. */
const NOW = Date.parse('2026-01-01T00:10:20.000Z');
const minute = (at: string, facts: Partial<ActivityDocument> = {}, tenantId = 'default'): ActivityDocument => ({
  _id: `${at}/${tenantId}`, tenantId, at, ...NO_ACTIVITY, wait: NO_OBSERVATIONS, duration: NO_OBSERVATIONS, queues: [], version: 1, position: 1, ...facts,
});
const at = (minutes: number): string => minuteBefore(NOW, minutes);

describe('recent activity', () => {
  it('names the minute before', () => {
    expect([at(0), at(5), at(60)]).toEqual(['2026-01-01T00:10:00.000Z', '2026-01-01T00:05:00.000Z', '2025-12-31T23:10:00.000Z']);
  });

  it('counts whole minutes: the one that has begun, and as much of the first as is missing', () => {
    const documents = [minute(at(0), { submitted: 20, completed: 18, failed: 2 }), minute(at(1), { submitted: 60 }), minute(at(2), { submitted: 6_000 })];
    // 20 s of this minute, 40 s of the one before.
    expect(windowOf(1, documents, NOW)).toMatchObject({ minutes: 1, submitted: 60, completed: 18, failed: 2, submittedPerSecond: 1, completedPerSecond: 0.3, successRate: 0.9 });
  });

  it('says nothing of what there was none of', () => {
    expect(windowOf(5, [], NOW)).toEqual({ minutes: 5, ...NO_ACTIVITY, started: undefined, submittedPerSecond: 0, completedPerSecond: 0, successRate: undefined, waitMs: undefined, durationMs: undefined });
  });

  it('tells latencies of all minutes together', () => {
    let wait = NO_OBSERVATIONS;
    for (let i = 0; i < 100; i += 1) wait = observed(wait, i < 90 ? 8 : 900);
    const { waitMs } = windowOf(5, [minute(at(0), { wait })], NOW);
    expect(waitMs!.p50).toBeLessThanOrEqual(10);
    expect([waitMs!.p95 > 500, waitMs!.p99 > 500]).toEqual([true, true]);
  });

  it('gives columns of the same length, tenants together, nothing where nothing was', () => {
    const series = seriesOf(3, [minute(at(1), { submitted: 2, wait: observed(NO_OBSERVATIONS, 8) }), minute(at(1), { submitted: 3 }, 'other'), minute(at(9), { submitted: 9 })], NOW);
    expect(series.at).toEqual([2, 1, 0].map((ago) => Date.parse(at(ago)) / 1_000));
    expect([series.submitted, series.completed, series.durationP95Ms]).toEqual([[0, 5, 0], [0, 0, 0], [null, null, null]]);
    expect(series.waitP50Ms).toEqual([null, expect.any(Number), null]);
  });

  it('adds up what each queue did', () => {
    const queues = [{ queue: 'mail', submitted: 1, completed: 2, failed: 3 }];
    expect(queueTotals([{ queues }, { queues }, { queues: [] }]).get('mail')).toEqual({ submitted: 2, completed: 4, failed: 6 });
  });
});
