import type { StoreClock } from './store-clock';
import type { StorePool } from './store-pool';

export type LeaseAnswer =
  /** `epoch` fences every later write of the cursor; `taken` says that this call made the change of leadership. */
  | { readonly kind: 'leader'; readonly epoch: number; readonly cursor: number; readonly taken: boolean; readonly holdsForMs: number }
  | { readonly kind: 'follower' };

/** Long enough to survive a checkpoint's stall, short enough that the log moves on two seconds after its relay died. */
const LEASE_MS = 2_000;

/**
 * Who relays the log. A row with an expiry by the database's clock, not a session lock: a stopped process keeps its session, and with it a
 * lock, for hours. Taking the lease raises the epoch, and moving the cursor needs the epoch, so a leader that was replaced while it
 * slept can publish what it still had in its hands (readers know duplicates) but never moves the cursor.
 */
export class RelayLease {
  private epoch = -1;

  constructor(
    private readonly pool: StorePool,
    private readonly clock: StoreClock,
    private readonly holder: string,
  ) {}

  /** Takes the lease if it is free or expired, renews it if it is ours. */
  async acquire(): Promise<LeaseAnswer> {
    const sentAtMs = this.clock.localMs();
    const { rows } = await this.pool.query<{ mine: boolean; epoch: number; cursor: number; store_ms: number }>(ACQUIRE, [this.holder, this.epoch, LEASE_MS]);
    const row = rows[0];
    if (row === undefined) return { kind: 'follower' };
    this.clock.observe(row.store_ms, sentAtMs, this.clock.localMs());
    const taken = this.epoch !== row.epoch;
    this.epoch = row.epoch;
    return { kind: 'leader', epoch: row.epoch, cursor: row.cursor, taken, holdsForMs: LEASE_MS };
  }

  /** @returns false when somebody else leads by now: stop. A cursor that is there already is no news and no fault. */
  async moveCursor(epoch: number, cursor: number): Promise<boolean> {
    const { rows } = await this.pool.query<{ mine: boolean }>(MOVE, [epoch, cursor]);
    return rows[0]?.mine ?? false;
  }

  async cursor(epoch: number): Promise<number | undefined> {
    const { rows } = await this.pool.query<{ cursor: number }>(CURSOR, [epoch]);
    return rows[0]?.cursor;
  }

  /** Gives the lease up, so that another gateway need not wait for it to expire. */
  async release(): Promise<void> {
    await this.pool.query(RELEASE, [this.epoch]);
    this.epoch = -1;
  }
}

const ACQUIRE = {
  name: 'acquire_relay_lease',
  text: `UPDATE relay_lease SET
           holder = $1,
           epoch = CASE WHEN holder = $1 AND epoch = $2 THEN epoch ELSE epoch + 1 END,
           expires_at = clock_timestamp() + $3::int * interval '1 millisecond'
         WHERE (holder = $1 AND epoch = $2) OR expires_at < clock_timestamp()
         RETURNING epoch, cursor, extract(epoch FROM clock_timestamp())::double precision * 1000 AS store_ms`,
};
const MOVE = {
  name: 'move_relay_cursor',
  text: `WITH moved AS (UPDATE relay_lease SET cursor = $2 WHERE epoch = $1 AND cursor < $2 RETURNING 1)
         SELECT EXISTS (SELECT 1 FROM moved) OR EXISTS (SELECT 1 FROM relay_lease WHERE epoch = $1) AS mine`,
};
const CURSOR = { name: 'read_relay_cursor', text: 'SELECT cursor FROM relay_lease WHERE epoch = $1' };
const RELEASE = { name: 'release_relay_lease', text: `UPDATE relay_lease SET expires_at = '-infinity' WHERE epoch = $1` };
