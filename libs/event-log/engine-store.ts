import type { Job, ParentOutcome } from '#contracts';
import type { StorePool } from './store-pool';

export interface OwnedAttempt {
  readonly jobId: string;
  readonly deliveryId: string;
  readonly workerId: string;
  readonly leaseTick: number;
}

export interface DueJob {
  readonly jobId: string;
  readonly runAt: string;
}

export interface WaitingJob {
  readonly jobId: string;
  readonly queue: Job['queue'];
  readonly priority: Job['priority'];
  readonly sentAt: string;
  readonly resends: number;
}

export type QueueRegistration = 'known' | 'declared' | 'registered' | 'too_many';

/** What the engine reads and keeps besides the jobs: its clock, who owns what, what is due, what waits. */
export class EngineStore {
  constructor(private readonly pool: StorePool) {}

  /**
   * The number of the tick to send now, or undefined while one is outstanding. A tick that has not come back after `resendAfterMs` (its
   * queue was deleted, its message parked) is sent again under the same number.
   */
  async nextTick(resendAfterMs: number): Promise<number | undefined> {
    const { rows } = await this.pool.query<{ tick_sent: number }>(NEXT_TICK, [resendAfterMs]);
    return rows[0]?.tick_sent;
  }

  /** @returns false for a tick that was applied before: a redelivered or repeated message */
  async applyTick(number: number): Promise<boolean> {
    const { rowCount } = await this.pool.query(APPLY_TICK, [number]);
    return rowCount === 1;
  }

  /** Attempts whose owner has given no sign of life since `tick`, the longest silent first. */
  async silentSince(tick: number, limit: number): Promise<OwnedAttempt[]> {
    return (await this.pool.query<OwnedAttempt & Record<string, unknown>>(SILENT, [tick, limit])).rows;
  }

  /** Every worker incarnation that owns something. */
  async owners(): Promise<string[]> {
    const { rows } = await this.pool.query<{ worker_id: string }>(OWNERS);
    return rows.map((row) => row.worker_id);
  }

  async ownedBy(workerId: string): Promise<OwnedAttempt[]> {
    return (await this.pool.query<OwnedAttempt & Record<string, unknown>>(OWNED_BY, [workerId])).rows;
  }

  /** Attempts that were granted longer ago than a grant holds and have not started, as far as anybody said. */
  async unstartedAfter(ms: number, limit: number): Promise<OwnedAttempt[]> {
    return (await this.pool.query<OwnedAttempt & Record<string, unknown>>(UNSTARTED, [ms, limit])).rows;
  }

  /** Jobs whose time comes within `aheadMs`, the next first, by the database's clock; of those that are not due yet only the ones after `seenUpToMs`. */
  async dueWithin(aheadMs: number, limit: number, seenUpToMs?: number): Promise<DueJob[]> {
    return (await this.pool.query<DueJob & Record<string, unknown>>(DUE, [aheadMs, limit, instantOf(seenUpToMs)])).rows;
  }

  /** Jobs that must have ended within `aheadMs`, and have not, likewise; those that were asked to stop already are left out. */
  async deadlinesWithin(aheadMs: number, limit: number, seenUpToMs?: number): Promise<DueJob[]> {
    return (await this.pool.query<DueJob & Record<string, unknown>>(DEADLINES, [aheadMs, limit, instantOf(seenUpToMs)])).rows;
  }

  /** Jobs that others wait for, and have not ended; so many at most. */
  async awaitedParents(limit: number): Promise<string[]> {
    const { rows } = await this.pool.query<{ parent_id: string }>(AWAITED, [limit]);
    return rows.map((row) => row.parent_id);
  }

  /** The jobs that wait for one of these. */
  async childrenOf(parentIds: readonly string[]): Promise<string[]> {
    const { rows } = await this.pool.query<{ child_id: string }>(CHILDREN, [`{${parentIds.join(',')}}`]);
    return rows.map((row) => row.child_id);
  }

  /** Those of the waiting jobs that wait for nothing any more: all parents have ended, or one has fallen and that is enough. */
  async readyChildren(ids: readonly string[]): Promise<string[]> {
    const { rows } = await this.pool.query<{ id: string }>(READY, [`{${ids.join(',')}}`]);
    return rows.map((row) => row.id);
  }

  /** The parents of each job as they stand. */
  async parentsOf(childIds: readonly string[]): Promise<Map<string, ParentOutcome[]>> {
    const { rows } = await this.pool.query<{ childId: string; jobId: string; status: Job['status']; result: Job['result'] }>(PARENTS, [`{${childIds.join(',')}}`]);
    const parents = new Map<string, ParentOutcome[]>(childIds.map((id) => [id, []]));
    for (const { childId, jobId, status, result } of rows) parents.get(childId)?.push(result === null ? { jobId, status } : { jobId, status, result });
    return parents;
  }

  /** Jobs that wait although none of their parents is under way, or although one has fallen: somebody forgot them. */
  async forgottenChildren(limit: number): Promise<string[]> {
    const { rows } = await this.pool.query<{ id: string }>(FORGOTTEN, [limit]);
    return rows.map((row) => row.id);
  }

  /** Those of the ids that are no job of the tenant. */
  async unknownJobs(tenantId: string, ids: readonly string[]): Promise<string[]> {
    const { rows } = await this.pool.query<{ id: string }>(UNKNOWN, [tenantId, `{${ids.join(',')}}`]);
    return rows.map((row) => row.id);
  }

  /** Who holds a dedupe key at the moment, and whether that job still waits for its time. */
  async dedupeHolder(tenantId: string, key: string): Promise<{ readonly jobId: string; readonly status: Job['status'] } | undefined> {
    return (await this.pool.query<{ jobId: string; status: Job['status'] }>(DEDUPE_HOLDER, [tenantId, key])).rows[0];
  }

  /** Forgets idempotency keys of jobs that ended more than `ms` ago and dedupe keys whose window has passed; so many of each at most. */
  async forgetKeys(ms: number, limit: number): Promise<number> {
    const { rows } = await this.pool.query<{ forgotten: number }>(FORGET_KEYS, [ms, limit]);
    return rows[0]?.forgotten ?? 0;
  }

  /** Jobs that wait for a worker and whose message was sent more than `ms` ago: the oldest of each queue and priority, so many of each. */
  async waitingLongerThan(ms: number, limit: number): Promise<WaitingJob[]> {
    return (await this.pool.query<WaitingJob & Record<string, unknown>>(WAITING, [ms, limit])).rows;
  }

  /** Position up to which the log has been relayed. */
  async relayCursor(): Promise<number> {
    const { rows } = await this.pool.query<{ cursor: number }>(RELAY_CURSOR);
    return rows[0]?.cursor ?? 0;
  }

  async ensurePartitions(): Promise<number> {
    const { rows } = await this.pool.query<{ made: number }>(ENSURE_PARTITIONS);
    return rows[0]?.made ?? 0;
  }

  async queues(): Promise<string[]> {
    const { rows } = await this.pool.query<{ name: string }>(QUEUES);
    return rows.map((row) => row.name);
  }

  /** Notes a queue unless there are `atMost` others. `declared`: it has been declared at the broker before. */
  async registerQueue(queue: string, atMost: number): Promise<QueueRegistration> {
    const { rows } = await this.pool.query<{ register_queue: QueueRegistration }>(REGISTER_QUEUE, [queue, atMost]);
    return (rows[0] as { register_queue: QueueRegistration }).register_queue;
  }

  async markDeclared(queue: string): Promise<void> {
    await this.pool.query(MARK_DECLARED, [queue]);
  }
}

const NEXT_TICK = {
  name: 'next_tick',
  text: `UPDATE engine_clock SET tick_sent = tick_applied + 1, tick_sent_at = clock_timestamp()
         WHERE tick_sent = tick_applied OR tick_sent_at < clock_timestamp() - $1::int * interval '1 millisecond'
         RETURNING tick_sent`,
};
const APPLY_TICK = {
  name: 'apply_tick',
  text: 'UPDATE engine_clock SET tick_applied = $1 WHERE tick_applied = $1::bigint - 1 AND tick_sent = $1',
};
const OWNED = 'id AS "jobId", owner_delivery_id AS "deliveryId", owner_worker_id AS "workerId", lease_tick AS "leaseTick"';
const SILENT = {
  name: 'silent_attempts',
  text: `SELECT ${OWNED} FROM jobs WHERE owner_worker_id IS NOT NULL AND lease_tick <= $1 ORDER BY lease_tick LIMIT $2`,
};
const OWNERS = { name: 'owners', text: 'SELECT DISTINCT owner_worker_id AS worker_id FROM jobs WHERE owner_worker_id IS NOT NULL' };
const OWNED_BY = { name: 'owned_by', text: `SELECT ${OWNED} FROM jobs WHERE owner_worker_id = $1` };
const UNSTARTED = {
  name: 'unstarted_attempts',
  text: `SELECT ${OWNED} FROM jobs WHERE owner_worker_id IS NOT NULL AND owner_started_at IS NULL AND owner_granted_at < clock_timestamp() - $1::int * interval '1 millisecond'
         ORDER BY owner_granted_at LIMIT $2`,
};
const instantOf = (ms: number | undefined): string => (ms === undefined ? '-infinity' : new Date(ms).toISOString());
const DUE = {
  name: 'due_jobs',
  text: `SELECT id AS "jobId", run_at AS "runAt" FROM jobs
         WHERE status IN ('SCHEDULED', 'RETRYING') AND run_at <= clock_timestamp() + $1::int * interval '1 millisecond'
           AND (run_at <= clock_timestamp() OR run_at > $3::timestamptz)
         ORDER BY run_at LIMIT $2`,
};
const DEADLINES = {
  name: 'deadlines',
  text: `SELECT id AS "jobId", deadline_at AS "runAt" FROM jobs
         WHERE deadline_at <= clock_timestamp() + $1::int * interval '1 millisecond' AND finished_at IS NULL AND deadline_at IS NOT NULL AND cancel_requested IS NULL
           AND (deadline_at <= clock_timestamp() OR deadline_at > $3::timestamptz)
         ORDER BY deadline_at LIMIT $2`,
};
const AWAITED = {
  name: 'awaited_parents',
  text: `SELECT DISTINCT p.parent_id FROM jobs c JOIN job_parents p ON p.child_id = c.id WHERE c.status = 'WAITING' LIMIT $1`,
};
const CHILDREN = {
  name: 'waiting_children',
  text: `SELECT DISTINCT p.child_id FROM job_parents p JOIN jobs j ON j.id = p.child_id WHERE p.parent_id = ANY ($1::uuid[]) AND j.status = 'WAITING'`,
};
/** A fallen parent ends the waiting of a job that is not to run anyway. */
const WAITS_NO_MORE = `(
           NOT EXISTS (SELECT 1 FROM job_parents p JOIN jobs j ON j.id = p.parent_id WHERE p.child_id = c.id AND j.finished_at IS NULL)
           OR c.spec ->> 'onParentFailure' IS DISTINCT FROM 'run'
              AND EXISTS (SELECT 1 FROM job_parents p JOIN jobs j ON j.id = p.parent_id WHERE p.child_id = c.id AND j.status IN ('FAILED', 'CANCELLED')))`;
const READY = {
  name: 'ready_children',
  text: `SELECT c.id FROM jobs c WHERE c.id = ANY ($1::uuid[]) AND c.status = 'WAITING' AND ${WAITS_NO_MORE} ORDER BY c.id`,
};
const PARENTS = {
  name: 'parents_of',
  text: `SELECT p.child_id AS "childId", j.id AS "jobId", j.status, j.result FROM job_parents p JOIN jobs j ON j.id = p.parent_id WHERE p.child_id = ANY ($1::uuid[]) ORDER BY j.id`,
};
const FORGOTTEN = {
  name: 'forgotten_children',
  text: `SELECT c.id FROM jobs c WHERE c.status = 'WAITING' AND ${WAITS_NO_MORE} ORDER BY c.id LIMIT $1`,
};
const UNKNOWN = {
  name: 'unknown_jobs',
  text: `SELECT w.id FROM unnest($2::uuid[]) AS w (id) WHERE NOT EXISTS (SELECT 1 FROM jobs j WHERE j.id = w.id AND j.tenant_id = $1)`,
};
const DEDUPE_HOLDER = {
  name: 'dedupe_holder',
  text: `SELECT j.id AS "jobId", j.status FROM dedupe_keys d JOIN jobs j ON j.id = d.job_id WHERE d.tenant_id = $1 AND d.key = $2 AND d.until > clock_timestamp()`,
};
const FORGET_KEYS = {
  name: 'forget_keys',
  // The head first, as everybody who writes to jobs.
  text: `WITH head AS (SELECT 1 FROM log_head FOR UPDATE), passed AS (
           DELETE FROM dedupe_keys WHERE (tenant_id, key) IN (SELECT tenant_id, key FROM dedupe_keys WHERE until < clock_timestamp() LIMIT $2) RETURNING 1),
         old AS (
           UPDATE jobs SET idempotency_key = NULL, request_hash = NULL, rev = rev + 1
           WHERE EXISTS (SELECT 1 FROM head) AND id IN (SELECT id FROM jobs WHERE idempotency_key IS NOT NULL AND finished_at < clock_timestamp() - $1::bigint * interval '1 millisecond' ORDER BY finished_at LIMIT $2)
           RETURNING 1)
         SELECT (SELECT count(*) FROM passed)::int + (SELECT count(*) FROM old)::int AS forgotten`,
};
/** Line by line: a long line of one queue must not hide what was forgotten in another. */
const WAITING = {
  name: 'waiting_jobs',
  text: `SELECT w.id AS "jobId", w.queue, w.priority, w.sent_at AS "sentAt", w.resends
         FROM queues q CROSS JOIN (VALUES ('high'), ('normal'), ('low')) AS p (priority)
         CROSS JOIN LATERAL (
           SELECT j.id, j.queue, j.priority, j.sent_at, j.resends FROM jobs j
           WHERE j.status = 'QUEUED' AND j.owner_worker_id IS NULL AND j.withheld_on IS NULL AND j.queue = q.name AND j.priority = p.priority
             AND j.sent_at <= clock_timestamp() - $1::int * interval '1 millisecond'
           ORDER BY j.sent_at LIMIT $2) w`,
};
const ENSURE_PARTITIONS = { name: 'ensure_partitions', text: 'SELECT ensure_events_partitions(2) AS made' };
const RELAY_CURSOR = { name: 'relay_cursor', text: 'SELECT cursor FROM relay_lease' };
const QUEUES = { name: 'queues', text: 'SELECT name FROM queues ORDER BY name' };
const REGISTER_QUEUE = { name: 'register_queue', text: 'SELECT register_queue($1, $2)' };
const MARK_DECLARED = { name: 'mark_declared', text: 'UPDATE queues SET declared_at = clock_timestamp() WHERE name = $1 AND declared_at IS NULL' };
