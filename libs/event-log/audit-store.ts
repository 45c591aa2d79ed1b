import type { AuditHead } from '#contracts';
import { plainArray, textArray } from './array-literal';
import type { AuditRow } from './audit-chain';
import type { StorePool } from './store-pool';

/** An entry before it has its place. */
export interface AuditDraft {
  readonly id: string;
  /** The entry as JSON: exactly these bytes are hashed. */
  readonly body: string;
}

/** The audit trail in the store; see migrations/0010-audit.ts. */
export class AuditStore {
  constructor(private readonly pool: StorePool) {}

  /** Chains these behind the last. Those that stand already are left out, so a call whose outcome is unknown is simply repeated. @throws the store's errors */
  async append(drafts: readonly AuditDraft[]): Promise<number> {
    const { rows } = await this.pool.query<{ last: number }>(APPEND, [plainArray(drafts.map(({ id }) => id)), textArray(drafts.map(({ body }) => body))]);
    return rows[0]?.last ?? 0;
  }

  /** Rows in order, those after `after`. */
  async read(after: number, limit: number): Promise<AuditRow[]> {
    return (await this.pool.query<AuditRow & Record<string, unknown>>(READ, [after, limit])).rows;
  }

  async row(sequence: number): Promise<AuditRow | undefined> {
    return (await this.pool.query<AuditRow & Record<string, unknown>>(READ, [sequence - 1, 1])).rows.find((row) => row.sequence === sequence);
  }

  async last(): Promise<AuditRow | undefined> {
    return (await this.pool.query<AuditRow & Record<string, unknown>>(LAST)).rows[0];
  }

  /** The latest rows about incidents, in order. */
  async incidents(most: number): Promise<AuditRow[]> {
    return (await this.pool.query<AuditRow & Record<string, unknown>>(INCIDENTS, [most])).rows;
  }

  async lastHead(): Promise<AuditHead | undefined> {
    return (await this.pool.query<AuditHead & Record<string, unknown>>(LAST_HEAD)).rows[0];
  }

  async heads(after: number, limit: number): Promise<AuditHead[]> {
    return (await this.pool.query<AuditHead & Record<string, unknown>>(HEADS, [after, limit])).rows;
  }

  /** @returns false when somebody else has sealed this place before */
  async seal({ sequence, hash, signedAt, keyId, signature }: AuditHead): Promise<boolean> {
    return (await this.pool.query(SEAL, [sequence, hash, signedAt, keyId, signature])).rowCount === 1;
  }
}

const INSTANT = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const ROW = `sequence, entry_id AS "entryId", ${INSTANT('recorded_at')} AS "recordedAt", body, encode(hash, 'hex') AS hash`;
const HEAD = `sequence, encode(hash, 'hex') AS hash, ${INSTANT('signed_at')} AS "signedAt", key_id AS "keyId", signature`;

const APPEND = { name: 'append_audit', text: 'SELECT append_audit($1::uuid[], $2::text[]) AS last' };
const READ = { name: 'read_audit', text: `SELECT ${ROW} FROM audit_log WHERE sequence > $1 ORDER BY sequence LIMIT $2` };
const LAST = { name: 'last_audit', text: `SELECT ${ROW} FROM audit_log ORDER BY sequence DESC LIMIT 1` };
/** As the partial index has it. No text of a user can look like this: its quotes would be escaped. */
const INCIDENTS = { name: 'audit_incidents', text: `SELECT * FROM (SELECT ${ROW} FROM audit_log WHERE body LIKE '%"action":"incident.%' ORDER BY audit_log.sequence DESC LIMIT $1) latest ORDER BY sequence` };
const LAST_HEAD = { name: 'last_audit_head', text: `SELECT ${HEAD} FROM audit_heads ORDER BY sequence DESC LIMIT 1` };
const HEADS = { name: 'read_audit_heads', text: `SELECT ${HEAD} FROM audit_heads WHERE sequence > $1 ORDER BY sequence LIMIT $2` };
const SEAL = { name: 'seal_audit', text: `INSERT INTO audit_heads (sequence, hash, signed_at, key_id, signature) VALUES ($1, decode($2, 'hex'), $3, $4, $5) ON CONFLICT DO NOTHING` };
