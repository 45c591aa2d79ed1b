import type { TenantId } from '#contracts';
import type { ReadModelDefinition, ReadModelDocument } from '../projector';

/** Upper bounds of the buckets of a histogram in milliseconds; what is longer falls into one more. */
export const BUCKETS_MS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 300_000, 1_800_000, 3_600_000] as const;

/** How many observations fell into each bucket of {@link BUCKETS_MS}, and beyond the last. */
export type Histogram = readonly number[];

export interface ActivityCounts {
  readonly submitted: number;
  readonly started: number;
  readonly completed: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly retried: number;
  readonly lost: number;
}

export interface QueueActivity {
  readonly queue: string;
  readonly submitted: number;
  readonly completed: number;
  readonly failed: number;
}

/** What happened to a tenant's jobs within one minute. `_id` begins with the minute, so that a stretch of time is a stretch of the primary key. */
export type ActivityDocument = ReadModelDocument &
  ActivityCounts & {
    readonly tenantId: TenantId;
    /** The beginning of the minute. */
    readonly at: string;
    /** Queued → started. */
    readonly wait: Histogram;
    /** Started → completed, of attempts that completed their job. */
    readonly duration: Histogram;
    /** By name; at most {@link MAX_QUEUES} of them, what others did stands under {@link OTHER_QUEUES}. */
    readonly queues: readonly QueueActivity[];
  };

export const ACTIVITY = { name: 'activity', version: 2, indexes: [{ name: 'tenant_by_minute', key: { tenantId: 1, _id: 1 } }] } as const satisfies ReadModelDefinition;

export const MAX_QUEUES = 50;
/** No queue can have this name. */
export const OTHER_QUEUES = '*';

export const NO_ACTIVITY: Readonly<ActivityCounts> = Object.freeze({ submitted: 0, started: 0, completed: 0, failed: 0, cancelled: 0, retried: 0, lost: 0 });
export const NO_OBSERVATIONS: Histogram = Object.freeze(new Array<number>(BUCKETS_MS.length + 1).fill(0));

/** The minute that an instant lies in, as documents are named by. */
export function minuteOf(instant: string): string {
  return `${instant.slice(0, 16)}:00.000Z`;
}

export function activityId(minute: string, tenantId: TenantId): string {
  return `${minute}/${tenantId}`;
}

/** The histogram with one more observation. */
export function observed(histogram: Histogram, ms: number): Histogram {
  const at = BUCKETS_MS.findIndex((bound) => ms <= bound);
  const next = [...histogram];
  const index = at < 0 ? BUCKETS_MS.length : at;
  next[index] = (next[index] ?? 0) + 1;
  return next;
}

/** All observations of several histograms in one. */
export function mergeHistograms(histograms: readonly Histogram[]): Histogram {
  return NO_OBSERVATIONS.map((_, index) => histograms.reduce((sum, histogram) => sum + (histogram[index] ?? 0), 0));
}

/**
 * Estimates a quantile, as Prometheus' `histogram_quantile` does: linear within its bucket. Null without observations; beyond the last bound, the bound.
 *
 * @param share 0.95 for the 95th percentile
 */
export function quantileMs(histogram: Histogram, share: number): number | null {
  const total = histogram.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const rank = share * total;
  let below = 0;
  for (const [index, bound] of BUCKETS_MS.entries()) {
    const count = histogram[index] ?? 0;
    if (count > 0 && below + count >= rank) {
      const from = index === 0 ? 0 : (BUCKETS_MS[index - 1] ?? 0);
      return from + ((bound - from) * (rank - below)) / count;
    }
    below += count;
  }
  return BUCKETS_MS[BUCKETS_MS.length - 1] ?? null;
}
