import type { TicketClaim } from '#domain';
import type { StorePool } from './store-pool';

/** A ticket that was used before. The code is one of the catalogue. */
export class TicketReplayed extends Error {
  override readonly name = 'TicketReplayed';
  readonly code = 'ticket_replayed';
  readonly detail: string;

  /** @param jobId the job that it was used for */
  constructor(readonly jobId: string) {
    super('the ticket was used before');
    this.detail = `the ticket was used for job ${jobId}; a ticket is good for one submission`;
  }
}

/** A ticket whose time is over by the clock of the store, or whose day is gone from it. */
export class TicketExpired extends Error {
  override readonly name = 'TicketExpired';
  readonly code = 'unauthorized';
  readonly detail = 'the ticket has expired';
}

/** Where it is kept which tickets were used. The submission itself uses them up: see migration 0011. */
export class TicketStore {
  private readonly open = new Set<string>();

  constructor(private readonly pool: StorePool) {}

  /**
   * Makes sure that there is a place for the nonce of a ticket that expires then; asks the store once for each day.
   *
   * @returns false when that day is gone from the store already: its clock has jumped back
   */
  async openDay(expiresAtMs: number): Promise<boolean> {
    const instant = new Date(expiresAtMs).toISOString();
    const day = instant.slice(0, 10);
    if (this.open.has(day)) return true;
    const { rows } = await this.pool.query<{ opened: boolean }>(OPEN_DAY, [instant]);
    if (rows[0]?.opened !== true) return false;
    if (this.open.size > MOST_DAYS) this.open.clear();
    this.open.add(day);
    return true;
  }

  /** Drops the days whose tickets have all expired. @returns how many */
  async dropDays(): Promise<number> {
    this.open.clear();
    const { rows } = await this.pool.query<{ dropped: number }>(DROP_DAYS);
    return rows[0]?.dropped ?? 0;
  }
}

/** Why the store did not take these tickets, in their order; undefined for one that is good still. @throws the store's errors */
export async function refusalsOf(pool: StorePool, tickets: readonly TicketClaim[]): Promise<(TicketReplayed | TicketExpired | undefined)[]> {
  const { rows } = await pool.query<Fate>(FIND_FATES, [tickets.map(({ nonce }) => nonce), tickets.map(({ expiresAt }) => expiresAt)]);
  return rows.map(({ job_id: jobId, over }) => {
    if (jobId !== null) return new TicketReplayed(jobId);
    return over ? new TicketExpired() : undefined;
  });
}

interface Fate extends Record<string, unknown> {
  readonly job_id: string | null;
  readonly over: boolean;
}

/** Tickets live for a day at most, so few days are in use at once. */
const MOST_DAYS = 10;

const OPEN_DAY = { name: 'open_ticket_day', text: 'SELECT open_ticket_day($1::timestamptz) AS opened' };
const DROP_DAYS = { name: 'drop_ticket_days', text: 'SELECT drop_ticket_days() AS dropped' };
const FIND_FATES = {
  name: 'find_ticket_fates',
  text: `SELECT n.job_id, t.expires <= greatest(clock_timestamp(), h.dropped_before) AS over
         FROM unnest($1::uuid[], $2::timestamptz[]) WITH ORDINALITY AS t (nonce, expires, ord)
         CROSS JOIN ticket_horizon h
         LEFT JOIN ticket_nonces n ON n.id = t.nonce AND n.expires_at = t.expires
         ORDER BY t.ord`,
};
