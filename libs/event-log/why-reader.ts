import type { Job, JobPriority, WhyEvidence } from '#contracts';
import { type JobState, type LeftTokens, MOST_AHEAD, type TakenSlots } from '#domain';
import { loadJobs } from './job-row';
import type { Queryable } from './tenant-pool';

const HIGHER: Readonly<Record<JobPriority, readonly JobPriority[]>> = { high: [], normal: ['high'], low: ['high', 'normal'] };
const HOLDERS_NAMED = 20;

/** Few and indexed reads, of one job and what stands before it. Each is a statement of its own: the answer is true for a moment, as every answer is. */
export class WhyReader {
  constructor(private readonly pool: Queryable) {}

  /** With everything the decisions know, ownership included. */
  async job(id: string): Promise<JobState | undefined> {
    return (await loadJobs(this.pool, [id])).rows.get(id)?.state;
  }

  /** How many parents stand where, and the first that have not completed. */
  async parents(childId: string, limit: number): Promise<{ readonly jobId: string; readonly status: Job['status'] }[]> {
    return (await this.pool.query<{ jobId: string; status: Job['status'] }>(PARENTS, [childId, limit])).rows;
  }

  /** How many are taken, whoever's; by name those that a tenant's own jobs hold. */
  async slots(keys: readonly string[], tenantId: Job['tenantId']): Promise<TakenSlots[]> {
    if (keys.length === 0) return [];
    return (await this.pool.query<TakenSlots & Record<string, unknown>>(SLOTS, [keys, HOLDERS_NAMED, tenantId])).rows;
  }

  async tokens(keys: readonly string[]): Promise<LeftTokens[]> {
    if (keys.length === 0) return [];
    return (await this.pool.query<LeftTokens & Record<string, unknown>>(TOKENS, [keys])).rows;
  }

  /** Jobs that a worker of the queue would rather take: of a higher priority, or sent before. At most {@link MOST_AHEAD}. */
  async ahead({ id, queue, priority, sentAt, queuedAt, submittedAt }: Pick<JobState, 'id' | 'queue' | 'priority' | 'sentAt' | 'queuedAt' | 'submittedAt'>): Promise<number> {
    const { rows } = await this.pool.query<{ ahead: number }>(AHEAD, [queue, HIGHER[priority], priority, sentAt ?? queuedAt ?? submittedAt, id, MOST_AHEAD]);
    return rows[0]?.ahead ?? 0;
  }

  /** How many jobs each of the workers owns. */
  async ownedBy(workerIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    if (workerIds.length === 0) return new Map();
    const { rows } = await this.pool.query<{ workerId: string; jobs: number }>(OWNED, [workerIds]);
    return new Map(rows.map(({ workerId, jobs }) => [workerId, jobs]));
  }

  /** The last event of each type in each stream, in log order. */
  async lastEvents(wanted: readonly { readonly streamId: string; readonly type: string }[]): Promise<WhyEvidence[]> {
    return (await this.pool.query<WhyEvidence & Record<string, unknown>>(LAST_EVENTS, [wanted.map(({ streamId }) => streamId), wanted.map(({ type }) => type)])).rows;
  }
}

const PARENTS = {
  name: 'why_parents',
  text: `SELECT j.id AS "jobId", j.status FROM job_parents p JOIN jobs j ON j.id = p.parent_id WHERE p.child_id = $1 ORDER BY j.status = 'COMPLETED', j.id LIMIT $2`,
};
const SLOTS = {
  name: 'why_slots',
  text: `SELECT s.key, s.in_use AS "inUse", coalesce((SELECT json_agg(h.id) FROM (
           SELECT j.id FROM jobs j WHERE j.owner_worker_id IS NOT NULL AND s.key = ANY (j.owner_slots) AND j.tenant_id = $3 ORDER BY j.owner_granted_at LIMIT $2) h), '[]') AS holders
         FROM limit_slots s WHERE s.key = ANY ($1::text[])`,
};
const TOKENS = {
  name: 'why_tokens',
  text: `SELECT key, tokens, extract(epoch FROM clock_timestamp() - counted_at)::double precision AS "ageSeconds" FROM limit_tokens WHERE key = ANY ($1::text[])`,
};
const WAITS = `SELECT 1 FROM jobs WHERE status = 'QUEUED' AND owner_worker_id IS NULL AND withheld_on IS NULL AND queue = $1`;
const AHEAD = {
  name: 'why_ahead',
  text: `SELECT count(*)::int AS ahead FROM (
           (${WAITS} AND priority = ANY ($2::text[]) LIMIT $6) UNION ALL (${WAITS} AND priority = $3 AND (sent_at, id) < ($4::timestamptz, $5::uuid) LIMIT $6) LIMIT $6) line`,
};
const OWNED = { name: 'why_owned', text: `SELECT owner_worker_id AS "workerId", count(*)::int AS jobs FROM jobs WHERE owner_worker_id = ANY ($1::text[]) GROUP BY owner_worker_id` };
const LAST_EVENTS = {
  name: 'why_events',
  text: `SELECT e.position, e.stream_id AS "streamId", e.version, e.type AS "eventType", e.occurred_at AS "occurredAt"
         FROM unnest($1::uuid[], $2::text[]) AS w (stream_id, type)
         CROSS JOIN LATERAL (SELECT * FROM events x WHERE x.stream_id = w.stream_id AND x.type = w.type ORDER BY x.version DESC LIMIT 1) e
         ORDER BY e.position`,
};
