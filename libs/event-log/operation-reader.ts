import type { JobStatus, OperationFilter } from '#contracts';
import type { Resource } from './resource-store';
import type { Queryable } from './tenant-pool';

/** What a job must be to be taken; what is absent does not matter. */
export interface JobMatch extends Readonly<Pick<OperationFilter, 'type' | 'queue' | 'tag' | 'externalRef' | 'errorCode' | 'ids'>> {
  readonly tenantId: string;
  readonly statuses: readonly JobStatus[];
  readonly submittedFrom?: string;
  readonly submittedBefore: string;
}

export interface MatchPage {
  /** Those that match, by id. */
  readonly ids: readonly string[];
  /** The last job that was looked at; undefined when there is none after the given one. */
  readonly last: string | undefined;
}

/**
 * Reads for bulk operations. A page looks at a bounded stretch of the primary key, whatever matches in it: its statement is short however large the
 * table is and however few match, and holds no snapshot from one page to the next. What matches is decided on what the page sees.
 */
export class OperationReader {
  constructor(private readonly pool: Queryable) {}

  /** Of the `scan` jobs after `after`, those that match. A job that was asked to stop, or redriven, is none; one that failed at its deadline was asked to stop as well, and is one. */
  async page(match: JobMatch, after: string, scan: number): Promise<MatchPage> {
    const { statuses, tenantId, type, queue, tag, externalRef, errorCode, submittedFrom, submittedBefore, ids } = match;
    const conditions = [tenantId, statuses, type ?? null, queue ?? null, tag ?? null, externalRef ?? null, errorCode ?? null, submittedFrom ?? null, submittedBefore];
    const { rows } = await this.pool.query<{ ids: string[]; last: string | null }>(ids === undefined ? SCAN : NAMED, [after, scan, ...conditions, ...(ids === undefined ? [] : [ids])]);
    return { ids: rows[0]?.ids ?? [], last: rows[0]?.last ?? undefined };
  }

  /** The oldest job there is. */
  async firstJob(): Promise<string | undefined> {
    return (await this.pool.query<{ id: string }>(FIRST)).rows[0]?.id;
  }

  /** Those that are at work, the oldest first. */
  async running<S>(limit: number): Promise<Resource<S>[]> {
    return (await this.pool.query<Resource<S> & Record<string, unknown>>(RUNNING, [limit])).rows;
  }

  /** Those of a tenant, the newest first, those before `before`. */
  async newest<S>(tenantId: string, before: string | undefined, limit: number): Promise<Resource<S>[]> {
    return (await this.pool.query<Resource<S> & Record<string, unknown>>(NEWEST, [tenantId, before ?? null, limit])).rows;
  }
}

const matching = (from: string): string => `
  WITH looked_at AS MATERIALIZED (
    SELECT id, tenant_id, status, type, queue, submitted_at, spec, error, (cancel_requested IS NOT NULL AND status <> 'FAILED') OR redriven_to IS NOT NULL AS dealt_with FROM jobs WHERE ${from} ORDER BY id LIMIT $2)
  SELECT (SELECT id FROM looked_at ORDER BY id DESC LIMIT 1) AS last,
    coalesce((SELECT json_agg(id ORDER BY id) FROM looked_at j
      WHERE j.tenant_id = $3 AND j.status = ANY ($4::text[]) AND NOT j.dealt_with
        AND ($5::text IS NULL OR j.type = $5) AND ($6::text IS NULL OR j.queue = $6)
        AND ($7::text IS NULL OR (j.spec -> 'tags')::jsonb ? $7) AND ($8::text IS NULL OR j.spec ->> 'externalRef' = $8)
        AND ($9::text IS NULL OR j.error ->> 'code' = $9)
        AND ($10::timestamptz IS NULL OR j.submitted_at >= $10) AND j.submitted_at < $11::timestamptz), '[]') AS ids`;
const SCAN = { name: 'match_jobs', text: matching('id > $1') };
const NAMED = { name: 'match_named_jobs', text: matching('id > $1 AND id = ANY ($12::uuid[])') };
const FIRST = { name: 'first_job', text: 'SELECT id FROM jobs ORDER BY id LIMIT 1' };

const COLUMNS = 'kind, name, stream_id AS "streamId", rev, version, tenant_id AS "tenantId", state';
const RUNNING = { name: 'running_operations', text: `SELECT ${COLUMNS} FROM resources WHERE kind = 'operation' AND state ->> 'status' = 'running' ORDER BY name LIMIT $1` };
const NEWEST = { name: 'newest_operations', text: `SELECT ${COLUMNS} FROM resources WHERE kind = 'operation' AND tenant_id = $1 AND ($2::text IS NULL OR name < $2) ORDER BY name DESC LIMIT $3` };
