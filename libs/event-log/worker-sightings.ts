import { jsonArray, textArray } from './array-literal';
import type { StorePool } from './store-pool';

/** What a worker says of itself; see the contract of `worker.announced`. */
export interface AnnouncedWorker {
  readonly workerId: string;
  readonly startedAt: string;
  readonly queues: readonly string[];
  readonly types: readonly string[];
  readonly slots: number;
  readonly version: string;
}

export interface SeenWorker extends AnnouncedWorker {
  readonly seenAt: string;
  readonly live: boolean;
}

/** Three announcements missed. */
export const LIVE_FOR_MS = 15_000;

/** Which workers there are: the newest announcement of each, by the store's clock. Not history: who wants that reads the log. */
export class WorkerSightings {
  constructor(private readonly pool: StorePool) {}

  /** Announcements of different workers. */
  async record(workers: readonly AnnouncedWorker[]): Promise<void> {
    if (workers.length === 0) return;
    await this.pool.query(RECORD, [textArray(workers.map(({ workerId }) => workerId)), jsonArray(workers.map((worker) => JSON.stringify(worker)))]);
  }

  /** Those seen within the given time, by id. */
  async seenWithin(ms: number): Promise<SeenWorker[]> {
    const { rows } = await this.pool.query<{ state: AnnouncedWorker; seenAt: string; live: boolean }>(SEEN, [ms, LIVE_FOR_MS]);
    return rows.map(({ state, seenAt, live }) => ({ ...state, seenAt, live }));
  }

  /** Forgets workers that were not seen for so long, and what was set for them. @returns how many */
  async forget(ms: number): Promise<number> {
    return (await this.pool.query(FORGET, [ms])).rowCount ?? 0;
  }
}

const RECORD = {
  name: 'record_sightings',
  text: `INSERT INTO worker_sightings (worker_id, seen_at, state) SELECT w.id, clock_timestamp(), w.state::json FROM unnest($1::text[], $2::text[]) AS w (id, state)
         ORDER BY w.id ON CONFLICT (worker_id) DO UPDATE SET seen_at = excluded.seen_at, state = excluded.state`,
};
const SEEN = {
  name: 'seen_workers',
  text: `SELECT state, seen_at AS "seenAt", seen_at > clock_timestamp() - $2::int * interval '1 millisecond' AS live FROM worker_sightings
         WHERE seen_at > clock_timestamp() - $1::int * interval '1 millisecond' ORDER BY worker_id`,
};
/** A worker's id is that of one incarnation, so nobody asks for it again; its events stay. */
const FORGET = {
  name: 'forget_workers',
  text: `WITH gone AS (DELETE FROM worker_sightings WHERE seen_at < clock_timestamp() - $1::bigint * interval '1 millisecond' RETURNING worker_id)
         DELETE FROM resources r USING gone WHERE r.kind = 'worker' AND r.name = gone.worker_id`,
};
