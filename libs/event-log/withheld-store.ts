import type { Job } from '#contracts';
import { plainArray, textArray } from './array-literal';
import type { StorePool } from './store-pool';

/** What is taken of a key now. */
export interface KeyUsage {
  /** Slots in use; 0 for keys that nobody holds. */
  readonly inUse: number;
  /** The bucket as it was counted last, and how long ago that was; undefined when it was never touched (it is full). */
  readonly bucket?: { readonly tokens: number; readonly ageMs: number };
}

export interface WithheldJob {
  readonly jobId: string;
  readonly queue: Job['queue'];
  readonly type: Job['type'];
  readonly priority: Job['priority'];
  readonly on: string;
}

/** Jobs that wait under a key for something to be free, and what is taken of the keys. */
export class WithheldStore {
  constructor(private readonly pool: StorePool) {}

  /** Keys that jobs wait under, in order, those after `after`. */
  async keys(after: string, limit: number): Promise<string[]> {
    return (await this.pool.query<{ key: string }>(KEYS, [after, limit])).rows.map(({ key }) => key);
  }

  async usage(keys: readonly string[]): Promise<Map<string, KeyUsage>> {
    const { rows } = await this.pool.query<{ key: string; in_use: number; tokens: number | null; age_ms: number | null }>(USAGE, [textArray(keys)]);
    return new Map(rows.map(({ key, in_use: inUse, tokens, age_ms: ageMs }) => [key, { inUse, bucket: tokens === null || ageMs === null ? undefined : { tokens, ageMs } }]));
  }

  /** The first jobs of each key, so many of each: by priority, then by how long they have been queued. */
  async first(wanted: readonly { readonly key: string; readonly jobs: number }[]): Promise<WithheldJob[]> {
    const { rows } = await this.pool.query<WithheldJob & Record<string, unknown>>(FIRST, [textArray(wanted.map(({ key }) => key)), plainArray(wanted.map(({ jobs }) => jobs))]);
    return rows;
  }

  /** Which of these jobs wait for a worker still, neither owned nor withheld. */
  async stillOut(jobIds: readonly string[]): Promise<Set<string>> {
    if (jobIds.length === 0) return new Set();
    return new Set((await this.pool.query<{ id: string }>(STILL_OUT, [plainArray(jobIds)])).rows.map(({ id }) => id));
  }
}

/** Each step finds the next key by the index, however many jobs wait under one. */
const KEYS = {
  name: 'withheld_keys',
  text: `WITH RECURSIVE k AS (
           (SELECT withheld_on AS key FROM jobs WHERE withheld_on > $1 ORDER BY withheld_on LIMIT 1)
           UNION ALL
           SELECT (SELECT j.withheld_on FROM jobs j WHERE j.withheld_on > k.key ORDER BY j.withheld_on LIMIT 1) FROM k WHERE k.key IS NOT NULL
         ) SELECT key FROM k WHERE key IS NOT NULL LIMIT $2`,
};
const USAGE = {
  name: 'key_usage',
  text: `SELECT w.key, coalesce(s.in_use, 0) AS in_use, t.tokens, extract(epoch FROM clock_timestamp() - t.counted_at)::double precision * 1000 AS age_ms
         FROM unnest($1::text[]) AS w (key) LEFT JOIN limit_slots s ON s.key = w.key LEFT JOIN limit_tokens t ON t.key = w.key`,
};
const FIRST = {
  name: 'first_withheld',
  text: `SELECT f.id AS "jobId", f.queue, f.type, f.priority, w.key AS "on"
         FROM unnest($1::text[], $2::int[]) AS w (key, jobs) CROSS JOIN LATERAL (
           SELECT j.* FROM (VALUES ('high', 1), ('normal', 2), ('low', 3)) AS p (priority, rank) CROSS JOIN LATERAL (
             SELECT x.id, x.queue, x.type, x.priority, x.queued_at, p.rank FROM jobs x
             WHERE x.withheld_on = w.key AND x.priority = p.priority ORDER BY x.queued_at LIMIT w.jobs) j
           ORDER BY j.rank, j.queued_at LIMIT w.jobs) f`,
};
const STILL_OUT = {
  name: 'released_still_out',
  text: `SELECT id FROM jobs WHERE id = ANY ($1::uuid[]) AND status = 'QUEUED' AND owner_delivery_id IS NULL AND withheld_on IS NULL`,
};
