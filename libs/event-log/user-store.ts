import type { User } from '#contracts';
import type { StorePool } from './store-pool';
import { uuidV7 } from './uuid-v7';

export type NewUser = Pick<User, 'tenantId' | 'name' | 'roles' | 'createdBy'> & { readonly passwordHash: string };

export interface UserChange {
  readonly roles?: readonly string[];
  readonly passwordHash?: string;
  readonly disabled?: boolean;
}

type UserRow = Record<string, unknown> & Omit<User, 'disabledAt'> & { readonly disabledAt: string | null };

/** People who sign in, in the store. */
export class UserStore {
  constructor(private readonly pool: StorePool) {}

  /** @returns undefined when the tenant has a user of this name */
  async create({ tenantId, name, roles, createdBy, passwordHash }: NewUser): Promise<User | undefined> {
    return (await this.pool.query<UserRow>(CREATE, [uuidV7(), tenantId, name, [...roles], passwordHash, createdBy])).rows.map(toUser)[0];
  }

  async get(tenantId: string, name: string): Promise<User | undefined> {
    return (await this.pool.query<UserRow>(GET, [tenantId, name])).rows.map(toUser)[0];
  }

  async list(tenantId: string, after: string, limit: number): Promise<User[]> {
    return (await this.pool.query<UserRow>(LIST, [tenantId, after, limit])).rows.map(toUser);
  }

  /** For a sign-in. */
  async withPassword(tenantId: string, name: string): Promise<{ readonly user: User; readonly passwordHash: string } | undefined> {
    const [row] = (await this.pool.query<UserRow & { readonly passwordHash: string }>(FIND, [tenantId, name])).rows;
    return row === undefined ? undefined : { user: toUser(row), passwordHash: row.passwordHash };
  }

  /** The hash of a user's own password; undefined for one who is no user, or is disabled. */
  async passwordOf(userId: string): Promise<string | undefined> {
    return (await this.pool.query<{ passwordHash: string }>(PASSWORD_OF, [userId])).rows[0]?.passwordHash;
  }

  /** Another password for a user, who goes on with one session; every other one is ended in the same statement. */
  async changePassword(userId: string, passwordHash: string, keptSession: string): Promise<void> {
    await this.pool.query(CHANGE_PASSWORD, [userId, passwordHash, keptSession]);
  }

  /** Another password and a disabled user end every session of the user, in the same statement. @returns undefined when the tenant has no such user */
  async change(tenantId: string, name: string, { roles, passwordHash, disabled }: UserChange): Promise<User | undefined> {
    const values = [tenantId, name, roles === undefined ? null : [...roles], passwordHash ?? null, disabled ?? null, passwordHash !== undefined || disabled === true];
    return (await this.pool.query<UserRow>(CHANGE, values)).rows.map(toUser)[0];
  }
}

function toUser({ id, tenantId, name, roles, createdAt, createdBy, disabledAt }: UserRow): User {
  return { id, tenantId, name, roles, createdAt, createdBy, ...(disabledAt === null ? {} : { disabledAt }) };
}

const COLUMNS = 'id, tenant_id AS "tenantId", name, roles, created_at AS "createdAt", created_by AS "createdBy", disabled_at AS "disabledAt"';
const CREATE = {
  name: 'create_user',
  text: `INSERT INTO users (id, tenant_id, name, roles, password_hash, created_by) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant_id, name) DO NOTHING RETURNING ${COLUMNS}`,
};
const GET = { name: 'get_user', text: `SELECT ${COLUMNS} FROM users WHERE tenant_id = $1 AND name = $2` };
const FIND = { name: 'find_user', text: `SELECT ${COLUMNS}, password_hash AS "passwordHash" FROM users WHERE tenant_id = $1 AND name = $2` };
const LIST = { name: 'list_users', text: `SELECT ${COLUMNS} FROM users WHERE tenant_id = $1 AND name > $2 ORDER BY name LIMIT $3` };
const CHANGE = {
  name: 'change_user',
  text: `WITH changed AS (
           UPDATE users SET roles = coalesce($3::text[], roles), password_hash = coalesce($4::text, password_hash),
             disabled_at = CASE WHEN $5::boolean IS NULL THEN disabled_at WHEN $5 THEN coalesce(disabled_at, clock_timestamp()) END
           WHERE tenant_id = $1 AND name = $2 RETURNING *),
         ended AS (
           UPDATE sessions s SET revoked_at = clock_timestamp(), revoked_why = 'the user was changed' FROM changed c
           WHERE $6::boolean AND s.user_id = c.id AND s.revoked_at IS NULL)
         SELECT ${COLUMNS} FROM changed`,
};
const PASSWORD_OF = { name: 'password_of_user', text: 'SELECT password_hash AS "passwordHash" FROM users WHERE id = $1 AND disabled_at IS NULL' };
const CHANGE_PASSWORD = {
  name: 'change_own_password',
  text: `WITH changed AS (UPDATE users SET password_hash = $2 WHERE id = $1 RETURNING id)
         UPDATE sessions s SET revoked_at = clock_timestamp(), revoked_why = 'the user has another password' FROM changed c WHERE s.user_id = c.id AND s.id <> $3 AND s.revoked_at IS NULL`,
};
