import { randomBytes } from 'node:crypto';
import type { Role } from '#contracts';
import { isRole, newRefreshToken, refreshTokenHash, type ShownToken, successorOf } from '#identity';
import type { StorePool } from './store-pool';
import { uuidV7 } from './uuid-v7';

/** Whose a session is, as of now: roles are those that the user has today, in the tenant that a token is good for. */
export interface SessionUser {
  readonly sessionId: string;
  readonly userId: string;
  readonly tenantId: string;
  /** As the own tenant calls the user; elsewhere `name@own-tenant`, so that nobody is taken for somebody there. */
  readonly name: string;
  readonly roles: readonly Role[];
  readonly endsAtMs: number;
}

export interface FoundToken extends ShownToken {
  readonly user: SessionUser;
  readonly successor: string;
}

interface SessionRow extends Record<string, unknown> {
  readonly sessionId: string;
  readonly userId: string;
  readonly tenantId: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly endsAt: string;
  readonly over: boolean;
}

/** Sessions of people who have signed in, and the chain of refresh tokens of each. */
export class SessionStore {
  constructor(private readonly pool: StorePool) {}

  /** Opens a session and forgets those of the user that ended more than a day ago. @returns the first refresh token, and the session */
  async open(userId: string, livesSeconds: number): Promise<{ readonly refreshToken: string; readonly user: SessionUser } | undefined> {
    const refreshToken = newRefreshToken();
    const { rows } = await this.pool.query<SessionRow>(OPEN, [uuidV7(), userId, randomBytes(32), livesSeconds, refreshTokenHash(refreshToken)]);
    return rows[0] === undefined ? undefined : { refreshToken, user: toSessionUser(rows[0]) };
  }

  /** What is known of a refresh token. */
  async find(token: string): Promise<FoundToken | undefined> {
    type Row = SessionRow & { readonly secret: Buffer; readonly consumedAt: string | null; readonly revoked: boolean; readonly disabled: boolean };
    const [row] = (await this.pool.query<Row>(FIND, [refreshTokenHash(token)])).rows;
    if (row === undefined) return undefined;
    const successor = successorOf(token, row.secret);
    const shown = { successor, user: toSessionUser(row), sessionRevoked: row.revoked, userDisabled: row.disabled, sessionEndsAtMs: Date.parse(row.endsAt), successorConsumed: false };
    if (row.consumedAt === null) return shown;
    const [next] = (await this.pool.query<{ consumed: boolean }>(CONSUMED, [refreshTokenHash(successor)])).rows;
    return { ...shown, consumedAtMs: Date.parse(row.consumedAt), successorConsumed: next?.consumed ?? false };
  }

  /** Uses a token up and puts its successor in its place. Who comes second with the same token puts the same one, so nothing is lost by two at once. */
  async rotate(token: string, successor: string): Promise<void> {
    await this.pool.query(ROTATE, [refreshTokenHash(token), refreshTokenHash(successor)]);
  }

  async revoke(sessionId: string, why: string): Promise<void> {
    await this.pool.query(REVOKE, [sessionId, why]);
  }

  /** The user of a session that holds, in a tenant; undefined when it has ended or was revoked, the user is disabled, or is not of that tenant. */
  async holds(sessionId: string, tenantId: string): Promise<SessionUser | undefined> {
    const [row] = (await this.pool.query<SessionRow>(HOLDS, [sessionId, tenantId])).rows;
    return row === undefined || row.over ? undefined : toSessionUser(row);
  }
}

function toSessionUser({ sessionId, userId, tenantId, name, roles, endsAt }: SessionRow): SessionUser {
  // A role of a newer version gives nothing here.
  return { sessionId, userId, tenantId, name, roles: roles.filter(isRole), endsAtMs: Date.parse(endsAt) };
}

const USER = 's.id AS "sessionId", s.ends_at AS "endsAt", u.id AS "userId", u.tenant_id AS "tenantId", u.name, u.roles';
const OPEN = {
  name: 'open_session',
  text: `WITH forgotten AS (
           DELETE FROM sessions WHERE user_id = $2 AND ends_at < clock_timestamp() - interval '1 day'),
         opened AS (
           INSERT INTO sessions (id, user_id, secret, ends_at)
           SELECT $1, id, $3, clock_timestamp() + $4::int * interval '1 second' FROM users WHERE id = $2 AND disabled_at IS NULL RETURNING *),
         first AS (
           INSERT INTO refresh_tokens (hash, session_id) SELECT $5, id FROM opened)
         SELECT ${USER}, false AS over FROM opened s JOIN users u ON u.id = s.user_id`,
};
const FIND = {
  name: 'find_refresh_token',
  text: `SELECT ${USER}, s.secret, t.consumed_at AS "consumedAt", s.revoked_at IS NOT NULL AS revoked, u.disabled_at IS NOT NULL AS disabled, false AS over
         FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id JOIN users u ON u.id = s.user_id WHERE t.hash = $1`,
};
const CONSUMED = { name: 'is_refresh_token_consumed', text: 'SELECT consumed_at IS NOT NULL AS consumed FROM refresh_tokens WHERE hash = $1' };
const ROTATE = {
  name: 'rotate_refresh_token',
  text: `WITH used AS (
           UPDATE refresh_tokens SET consumed_at = clock_timestamp() WHERE hash = $1 AND consumed_at IS NULL RETURNING session_id)
         INSERT INTO refresh_tokens (hash, session_id) SELECT $2, session_id FROM used ON CONFLICT DO NOTHING`,
};
const REVOKE = { name: 'revoke_session', text: 'UPDATE sessions SET revoked_at = clock_timestamp(), revoked_why = $2 WHERE id = $1 AND revoked_at IS NULL' };
const HOLDS = {
  name: 'does_session_hold',
  text: `SELECT s.id AS "sessionId", s.ends_at AS "endsAt", u.id AS "userId", $2::text AS "tenantId", CASE WHEN u.tenant_id = $2 THEN u.name ELSE u.name || '@' || u.tenant_id END AS name,
           CASE WHEN u.tenant_id = $2 THEN u.roles ELSE m.roles END AS roles,
           s.revoked_at IS NOT NULL OR u.disabled_at IS NOT NULL OR s.ends_at <= clock_timestamp() OR (u.tenant_id <> $2 AND m.roles IS NULL) AS over
         FROM sessions s JOIN users u ON u.id = s.user_id LEFT JOIN memberships m ON m.user_id = u.id AND m.tenant_id = $2 WHERE s.id = $1`,
};
