import { register } from 'prom-client';
import { METRICS } from '../metric-catalogue';

export interface BatchFigures {
  /** The histogram's name in the catalogue. */
  readonly metric: string;
  readonly count: number;
  readonly mean: number;
  /** Upper bounds of the buckets that they fall into; absent when larger than the largest. */
  readonly p50?: number;
  readonly p90?: number;
  readonly p99?: number;
}

/** Names of sizes: `observatory_<thing>_batch_<unit>`. */
const BATCH = /_batch_(?!.*seconds$)/;

/** The sizes of the batches that this process has worked in so far, from the histograms that Prometheus reads. */
export async function batchFigures(service: string): Promise<BatchFigures[]> {
  const names = Object.values(METRICS)
    .filter(({ type, name, services }) => type === 'histogram' && BATCH.test(name) && (services as readonly string[]).includes(service))
    .map(({ name }) => name);
  const figures = await Promise.all(names.map(readHistogram));
  return figures.filter((one) => one !== undefined);
}

async function readHistogram(metric: string): Promise<BatchFigures | undefined> {
  // The names of a histogram's parts are there, and in no type.
  const values = ((await register.getSingleMetric(metric)?.get())?.values ?? []) as readonly { metricName?: string; labels: { le?: number | string }; value: number }[];
  const sumOf = (suffix: string): number => values.reduce((sum, { value, metricName }) => sum + ((metricName ?? '').endsWith(suffix) ? value : 0), 0);
  const count = sumOf('_count');
  if (count === 0) return undefined;
  const buckets = new Map<number, number>();
  for (const { metricName = '', labels, value } of values) {
    if (metricName.endsWith('_bucket') && typeof labels.le === 'number') buckets.set(labels.le, (buckets.get(labels.le) ?? 0) + value);
  }
  const bound = (share: number): number | undefined => [...buckets].sort(([a], [b]) => a - b).find(([, below]) => below >= share * count)?.[0];
  return { metric, count, mean: sumOf('_sum') / count, p50: bound(0.5), p90: bound(0.9), p99: bound(0.99) };
}
