import { parseTrusted, type Job } from '#contracts';
import { foldHistory, jobOf, type JobEvent, type JobState } from '#domain';
import type { Queryable } from './tenant-pool';

/** Up to where a job's history is folded: a version, or a moment. */
export type AsOf = { readonly version: number } | { readonly time: string };

export type JobAsOf =
  | { readonly kind: 'job'; readonly job: Job }
  | { readonly kind: 'unknown_job' }
  /** There was no job yet. */
  | { readonly kind: 'before_submission'; readonly submittedAt: string }
  /** There are not so many events. */
  | { readonly kind: 'no_such_version'; readonly versions: number }
  /** The oldest events have been dropped with their part of the log. */
  | { readonly kind: 'history_gone'; readonly firstVersion: number };

/** Events in memory at once: each may carry the job's payload. */
const PAGE = 100;

/** Jobs as they were, folded from the log. */
export class JobHistory {
  constructor(private readonly pool: Queryable) {}

  /** @throws StoreUnavailable */
  async asOf(id: string, point: AsOf): Promise<JobAsOf> {
    const { rows } = await this.pool.query<Extent>(EXTENT, [id, 'time' in point ? point.time : null]);
    const extent = rows[0];
    if (extent === undefined || extent.first === null) return { kind: 'unknown_job' };
    if (extent.first !== 1) return { kind: 'history_gone', firstVersion: extent.first };
    const upTo = 'version' in point ? point.version : extent.last_then;
    if (upTo === null) return { kind: 'before_submission', submittedAt: extent.began_at };
    if (upTo > extent.last) return { kind: 'no_such_version', versions: extent.last };
    const job = await this.fold(id, upTo);
    return job === undefined ? { kind: 'history_gone', firstVersion: 1 } : { kind: 'job', job: jobOf(job) };
  }

  private async fold(id: string, upTo: number): Promise<JobState | undefined> {
    let state: JobState | undefined;
    for (let after = 0; after < upTo; after += PAGE) {
      const { rows } = await this.pool.query<{ envelope: string }>(STRETCH, [id, after, Math.min(upTo, after + PAGE)]);
      for (const { envelope: text } of rows) {
        const parsed = parseTrusted(text);
        if (!parsed.ok) throw new Error(`an event of the job ${id} cannot be read: ${parsed.detail}`);
        const { eventType, occurredAt, payload, tenantId = 'default', correlationId } = parsed.envelope;
        // The stream of a job holds nothing but its events.
        state = foldHistory(state, { type: eventType, at: occurredAt, payload } as JobEvent, { tenantId, correlationId });
        if (state === undefined) return undefined;
      }
    }
    return state;
  }
}

interface Extent extends Record<string, unknown> {
  readonly first: number | null;
  readonly last: number;
  readonly began_at: string;
  /** The last version at the moment asked for. */
  readonly last_then: number | null;
}

const EXTENT = {
  name: 'history_extent',
  text: `SELECT min(version) AS first, max(version) AS last, min(occurred_at) AS began_at, max(version) FILTER (WHERE occurred_at <= $2::timestamptz) AS last_then
         FROM events WHERE stream_id = $1 AND type LIKE 'job.%'`,
};
const STRETCH = { name: 'history_stretch', text: 'SELECT envelope FROM events WHERE stream_id = $1 AND version > $2 AND version <= $3 ORDER BY version' };
