import type { LatencySummary, MetricsSeriesResponse, OverviewWindow } from '#contracts';
import { type ActivityCounts, type ActivityDocument, type Histogram, mergeHistograms, NO_ACTIVITY, quantileMs, type QueueActivity } from '#read-model';

const MINUTE_MS = 60_000;

/** What happened in a minute, of all tenants together. */
type Minute = ActivityCounts & { readonly wait: Histogram; readonly duration: Histogram; readonly queues: readonly QueueActivity[] };

const COUNTS = Object.keys(NO_ACTIVITY) as (keyof ActivityCounts)[];

/** The beginning of the minute that was so many minutes before the one that an instant lies in. */
export function minuteBefore(nowMs: number, minutes: number): string {
  return new Date(Math.floor(nowMs / MINUTE_MS) * MINUTE_MS - minutes * MINUTE_MS).toISOString();
}

/**
 * What happened in the last minutes. The minute that has just begun counts as it is, and the first one by as much of it as is needed to make whole minutes:
 * so a rate neither drops at the beginning of each minute nor lags one behind.
 */
export function windowOf(minutes: number, documents: readonly ActivityDocument[], nowMs: number): OverviewWindow {
  const first = minuteBefore(nowMs, minutes);
  const share = 1 - (nowMs % MINUTE_MS) / MINUTE_MS;
  const within = documents.filter(({ at }) => at >= first);
  const count = (name: keyof ActivityCounts): number => within.reduce((sum, document) => sum + document[name] * (document.at === first ? share : 1), 0);
  const { submitted, completed, failed, cancelled, retried, lost } = Object.fromEntries(COUNTS.map((name) => [name, Math.round(count(name))])) as Record<keyof ActivityCounts, number>;
  const ended = completed + failed;
  return {
    minutes, submitted, completed, failed, cancelled, retried, lost,
    submittedPerSecond: rounded(count('submitted') / (minutes * 60), 1_000),
    completedPerSecond: rounded(count('completed') / (minutes * 60), 1_000),
    successRate: ended === 0 ? undefined : rounded(completed / ended, 10_000),
    waitMs: latencyOf(mergeHistograms(within.map(({ wait }) => wait))),
    durationMs: latencyOf(mergeHistograms(within.map(({ duration }) => duration))),
  };
}

function latencyOf(histogram: Histogram): LatencySummary | undefined {
  const [p50, p95, p99] = [quantileMs(histogram, 0.5), quantileMs(histogram, 0.95), quantileMs(histogram, 0.99)];
  return p50 === null || p95 === null || p99 === null ? undefined : { p50: rounded(p50, 10), p95: rounded(p95, 10), p99: rounded(p99, 10) };
}

/** Columns of the same length, minute by minute, oldest first; the last minute has just begun. */
export function seriesOf(minutes: number, documents: readonly ActivityDocument[], nowMs: number): Omit<MetricsSeriesResponse, 'freshness'> {
  const byMinute = new Map<string, ActivityDocument[]>();
  for (const document of documents) byMinute.set(document.at, [...(byMinute.get(document.at) ?? []), document]);
  const starts = Array.from({ length: minutes }, (_, index) => minuteBefore(nowMs, minutes - 1 - index));
  const rows = starts.map((start) => together(byMinute.get(start) ?? []));
  const quantiles = (of: (row: Minute) => Histogram, share: number): (number | null)[] => rows.map((row) => quantileMs(of(row), share)).map((ms) => (ms === null ? null : rounded(ms, 10)));
  return {
    minutes,
    at: starts.map((start) => Date.parse(start) / 1_000),
    ...(Object.fromEntries(COUNTS.map((name) => [name, rows.map((row) => row[name])])) as Record<keyof ActivityCounts, number[]>),
    waitP50Ms: quantiles(({ wait }) => wait, 0.5),
    waitP95Ms: quantiles(({ wait }) => wait, 0.95),
    durationP50Ms: quantiles(({ duration }) => duration, 0.5),
    durationP95Ms: quantiles(({ duration }) => duration, 0.95),
  };
}

/** What happened to the jobs of each queue. */
export function queueTotals(documents: readonly Pick<ActivityDocument, 'queues'>[]): Map<string, Omit<QueueActivity, 'queue'>> {
  const totals = new Map<string, Omit<QueueActivity, 'queue'>>();
  for (const { queue, submitted, completed, failed } of documents.flatMap(({ queues }) => queues)) {
    const before = totals.get(queue) ?? { submitted: 0, completed: 0, failed: 0 };
    totals.set(queue, { submitted: before.submitted + submitted, completed: before.completed + completed, failed: before.failed + failed });
  }
  return totals;
}

function together(documents: readonly ActivityDocument[]): Minute {
  const counts = Object.fromEntries(COUNTS.map((name) => [name, documents.reduce((sum, document) => sum + document[name], 0)])) as Record<keyof ActivityCounts, number>;
  return { ...counts, wait: mergeHistograms(documents.map(({ wait }) => wait)), duration: mergeHistograms(documents.map(({ duration }) => duration)), queues: [] };
}

function rounded(value: number, to: number): number {
  return Math.round(value * to) / to;
}
