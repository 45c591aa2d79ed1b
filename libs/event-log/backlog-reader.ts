import type { StorePool } from './store-pool';

/** What waits in one queue: queued and owned by nobody, whatever holds it back. */
export interface QueueBacklog {
  readonly queue: string;
  readonly jobs: number;
  /** How long its oldest job has waited. */
  readonly oldestMs: number;
}

/** Live jobs by status. */
export interface LiveJobs {
  readonly waiting: number;
  readonly scheduled: number;
  readonly queued: number;
  readonly running: number;
  readonly retrying: number;
}

/** How far the broker is behind the log. */
export interface RelayLag {
  readonly events: number;
  /** Age of the oldest event that was not confirmed; 0 when all were. */
  readonly oldestMs: number;
}

/**
 * What waits, for gauges. Every statement reads partial indexes that hold live jobs only, so the history costs nothing; counting a million that
 * are queued takes some tenths of a second, and whoever asks has to space it by what it took (the gateway's gauges do).
 */
export class BacklogReader {
  /** For the spec that reads their plans. */
  static get statements(): readonly string[] {
    return [QUEUES.text, LIVE.text, RELAY_LAG.text];
  }

  constructor(private readonly pool: StorePool) {}

  /** Every queue that was ever named, by name. */
  async queues(): Promise<QueueBacklog[]> {
    return (await this.pool.query<QueueBacklog & Record<string, unknown>>(QUEUES)).rows;
  }

  async live(): Promise<LiveJobs> {
    return (await this.pool.query<LiveJobs & Record<string, unknown>>(LIVE)).rows[0] as LiveJobs;
  }

  async relayLag(): Promise<RelayLag> {
    return (await this.pool.query<RelayLag & Record<string, unknown>>(RELAY_LAG)).rows[0] as RelayLag;
  }
}

/**
 * The index jobs_waiting answers both: the count by queue, and the longest waiting by when its message was sent. A message that was sent again makes
 * its job look younger there, so some of the oldest are looked at by when they were queued.
 */
const QUEUES = {
  name: 'queue_backlogs',
  text: `WITH counted AS (SELECT queue, count(*) AS jobs FROM jobs WHERE status = 'QUEUED' AND owner_worker_id IS NULL GROUP BY queue)
         SELECT q.name AS queue, coalesce(c.jobs, 0) AS jobs, greatest(0, extract(epoch FROM clock_timestamp() - coalesce(oldest.queued_at, clock_timestamp())) * 1000)::float8 AS "oldestMs"
         FROM queues q LEFT JOIN counted c ON c.queue = q.name
         LEFT JOIN LATERAL (
           SELECT min(first.queued_at) AS queued_at FROM (VALUES ('high'), ('normal'), ('low')) AS p (priority)
           CROSS JOIN LATERAL (
             SELECT j.queued_at FROM jobs j WHERE j.status = 'QUEUED' AND j.owner_worker_id IS NULL AND j.queue = q.name AND j.priority = p.priority
             ORDER BY j.sent_at LIMIT 20) first) oldest ON c.jobs > 0
         ORDER BY q.name`,
};
const LIVE = {
  name: 'live_jobs',
  text: `SELECT (SELECT count(*) FROM jobs WHERE status = 'WAITING') AS waiting,
                (SELECT count(*) FROM jobs WHERE status = 'SCHEDULED') AS scheduled,
                (SELECT count(*) FROM jobs WHERE status = 'RETRYING') AS retrying,
                (SELECT count(*) FROM jobs WHERE status = 'RUNNING' AND owner_worker_id IS NOT NULL) AS running,
                (SELECT count(*) FROM jobs WHERE status = 'QUEUED' AND owner_worker_id IS NULL)
                  + (SELECT count(*) FROM jobs WHERE status = 'QUEUED' AND owner_worker_id IS NOT NULL) AS queued`,
};
const RELAY_LAG = {
  name: 'relay_lag',
  text: `SELECT greatest(0, h.position - l.cursor) AS events,
                coalesce(greatest(0, extract(epoch FROM clock_timestamp() - (SELECT e.occurred_at FROM events e WHERE e.position = l.cursor + 1)) * 1000), 0)::float8 AS "oldestMs"
         FROM log_head h CROSS JOIN relay_lease l`,
};
