import type { KeyOwner, KeyStore, WrappedKey } from '#sealing';
import type { StorePool } from './store-pool';

type StoredKey = WrappedKey & { readonly id: string };

/** A destroyed key, as the ledger of erasures has it. */
export interface Erasure {
  readonly id: string;
  readonly destroyedAt: string;
  readonly destroyedBy: string;
}

/** Wrapped data keys in the store. Each method throws the store's errors. */
export class DataKeyStore implements KeyStore {
  constructor(private readonly pool: StorePool) {}

  async find(id: string): Promise<WrappedKey | undefined> {
    return (await this.pool.query<StoredKey & Record<string, unknown>>(FIND, [id])).rows[0];
  }

  /** An insert that gives way, then a look: of two gateways that offer one at once, both get the one that came first. */
  async current({ tenantId, subject }: KeyOwner, { id, kekId, wrapped }: StoredKey): Promise<StoredKey> {
    for (;;) {
      await this.pool.query(OFFER, [id, tenantId, subject, kekId, wrapped]);
      const row = (await this.pool.query<StoredKey & Record<string, unknown>>(CURRENT, [tenantId, subject])).rows[0];
      // Destroyed between the two: then there is room for the one offered.
      if (row !== undefined) return row;
    }
  }

  /** The id of the key in use for an owner, if there is one. */
  async idOf({ tenantId, subject }: KeyOwner): Promise<string | undefined> {
    return (await this.pool.query<StoredKey & Record<string, unknown>>(CURRENT, [tenantId, subject])).rows[0]?.id;
  }

  /** Destroys the key of an owner for good. @returns its id, or undefined when there is none in use */
  async destroy({ tenantId, subject }: KeyOwner, by: string): Promise<string | undefined> {
    const row = (await this.pool.query<{ readonly id: string }>(DESTROY, [tenantId, subject, by])).rows[0];
    // The row as it was before stays in the file until then.
    if (row !== undefined) await this.pool.query(VACUUM, []);
    return row?.id;
  }

  /** All that was ever destroyed, by id, so that it can be destroyed again in a store that was restored from before. */
  async erasures(after: string, limit: number): Promise<Erasure[]> {
    return (await this.pool.query<Erasure & Record<string, unknown>>(ERASURES, [after, limit])).rows;
  }

  /** Destroys what a ledger names. @returns how many keys were still there */
  async eraseAgain(erasures: readonly Erasure[]): Promise<number> {
    const { rowCount } = await this.pool.query(ERASE_AGAIN, [erasures.map(({ id }) => id), erasures.map(({ destroyedAt }) => destroyedAt), erasures.map(({ destroyedBy }) => destroyedBy)]);
    if ((rowCount ?? 0) > 0) await this.pool.query(VACUUM, []);
    return rowCount ?? 0;
  }

  /** Keys that are not wrapped by the given one, by id. */
  async wrappedByOthers(kekId: string, after: string, limit: number): Promise<StoredKey[]> {
    return (await this.pool.query<StoredKey & Record<string, unknown>>(BY_OTHERS, [kekId, after, limit])).rows;
  }

  /** @returns false when it has been destroyed, or wrapped anew, meanwhile */
  async rewrap(id: string, before: WrappedKey, { kekId, wrapped }: WrappedKey): Promise<boolean> {
    return (await this.pool.query(REWRAP, [id, before.kekId, kekId, wrapped])).rowCount === 1;
  }
}

const COLUMNS = 'id, kek_id AS "kekId", wrapped';
const FIND = { name: 'find_data_key', text: `SELECT ${COLUMNS} FROM data_keys WHERE id = $1 AND destroyed_at IS NULL` };
const CURRENT = { name: 'current_data_key', text: `SELECT ${COLUMNS} FROM data_keys WHERE tenant_id = $1 AND subject = $2 AND destroyed_at IS NULL` };
const OFFER = {
  name: 'offer_data_key',
  text: 'INSERT INTO data_keys (id, tenant_id, subject, kek_id, wrapped) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (tenant_id, subject) WHERE destroyed_at IS NULL DO NOTHING',
};
const DESTROY = {
  name: 'destroy_data_key',
  text: 'UPDATE data_keys SET wrapped = NULL, destroyed_at = clock_timestamp(), destroyed_by = $3 WHERE tenant_id = $1 AND subject = $2 AND destroyed_at IS NULL RETURNING id',
};
const VACUUM = { name: 'vacuum_data_keys', text: 'VACUUM data_keys' };
const ERASURES = {
  name: 'data_key_erasures',
  text: `SELECT id, to_char(destroyed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "destroyedAt", destroyed_by AS "destroyedBy"
         FROM data_keys WHERE destroyed_at IS NOT NULL AND id > $1 ORDER BY id LIMIT $2`,
};
const ERASE_AGAIN = {
  name: 'erase_data_keys_again',
  text: `UPDATE data_keys k SET wrapped = NULL, destroyed_at = e.at, destroyed_by = e.by
         FROM unnest($1::text[], $2::timestamptz[], $3::text[]) AS e (id, at, by) WHERE k.id = e.id AND k.destroyed_at IS NULL`,
};
const BY_OTHERS = { name: 'data_keys_by_others', text: `SELECT ${COLUMNS} FROM data_keys WHERE destroyed_at IS NULL AND kek_id <> $1 AND id > $2 ORDER BY id LIMIT $3` };
const REWRAP = { name: 'rewrap_data_key', text: 'UPDATE data_keys SET kek_id = $3, wrapped = $4 WHERE id = $1 AND kek_id = $2 AND destroyed_at IS NULL' };
