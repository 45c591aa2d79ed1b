import type { Job } from '#contracts';
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

  /** Jobs whose time comes within `aheadMs`, the next first, by the database's clock. */
  async dueWithin(aheadMs: number, limit: number): Promise<DueJob[]> {
    return (await this.pool.query<DueJob & Record<string, unknown>>(DUE, [aheadMs, limit])).rows;
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
const DUE = {
  name: 'due_jobs',
  text: `SELECT id AS "jobId", run_at AS "runAt" FROM jobs
         WHERE status IN ('SCHEDULED', 'RETRYING') AND run_at <= clock_timestamp() + $1::int * interval '1 millisecond' ORDER BY run_at LIMIT $2`,
};
/** Line by line: a long line of one queue must not hide what was forgotten in another. */
const WAITING = {
  name: 'waiting_jobs',
  text: `SELECT w.id AS "jobId", w.queue, w.priority, w.sent_at AS "sentAt", w.resends
         FROM queues q CROSS JOIN (VALUES ('high'), ('normal'), ('low')) AS p (priority)
         CROSS JOIN LATERAL (
           SELECT j.id, j.queue, j.priority, j.sent_at, j.resends FROM jobs j
           WHERE j.status = 'QUEUED' AND j.owner_worker_id IS NULL AND j.queue = q.name AND j.priority = p.priority
             AND j.sent_at <= clock_timestamp() - $1::int * interval '1 millisecond'
           ORDER BY j.sent_at LIMIT $2) w`,
};
const ENSURE_PARTITIONS = { name: 'ensure_partitions', text: 'SELECT ensure_events_partitions(2) AS made' };
const RELAY_CURSOR = { name: 'relay_cursor', text: 'SELECT cursor FROM relay_lease' };
const QUEUES = { name: 'queues', text: 'SELECT name FROM queues ORDER BY name' };
const REGISTER_QUEUE = { name: 'register_queue', text: 'SELECT register_queue($1, $2)' };
const MARK_DECLARED = { name: 'mark_declared', text: 'UPDATE queues SET declared_at = clock_timestamp() WHERE name = $1 AND declared_at IS NULL' };
