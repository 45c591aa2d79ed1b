import type { ApiKey } from '#contracts';
import { hashedApiKey, isRole, type KeyEnvironment, newApiKey, parseApiKey, principalOf, secretMatches, type Verified } from '#identity';
import type { StorePool } from './store-pool';

export type ApiKeyRequest = Pick<ApiKey, 'tenantId' | 'name' | 'roles' | 'createdBy' | 'expiresAt'>;

/** A key that was just made, with the only copy of its text. */
export interface CreatedApiKey {
  readonly key: string;
  readonly apiKey: ApiKey;
}

/** As the statements give it: what is absent in the contract is null. */
type KeyRow = Record<string, unknown> & Omit<ApiKey, 'expiresAt' | 'revokedAt'> & { readonly [Name in 'expiresAt' | 'revokedAt']: string | null };

interface Proof {
  readonly salt: Buffer;
  readonly hash: Buffer;
  readonly over: boolean;
}

/** API keys in the store. */
export class ApiKeyStore {
  constructor(
    private readonly pool: StorePool,
    private readonly environment: KeyEnvironment = 'dev',
  ) {}

  /** Whose key this is. Says the same of a key that is unknown and of one with a wrong secret. @throws the store's errors */
  async verify(key: string): Promise<Verified> {
    const parts = parseApiKey(key);
    if (parts === undefined) return UNKNOWN;
    const row = (await this.pool.query<KeyRow & Proof>(FIND, [parts.id])).rows[0];
    if (row === undefined || !secretMatches(parts.secret, row)) return UNKNOWN;
    if (parts.environment !== undefined && isOfProduction(parts.environment) !== isOfProduction(this.environment)) return { kind: 'refused', why: `the API key is of another environment than this one, ${this.environment}` };
    if (row.revokedAt !== null) return { kind: 'refused', why: 'the API key was revoked' };
    if (row.over) return { kind: 'refused', why: 'the credential has expired' };
    const { id, name, tenantId, expiresAt } = row;
    // A role of a newer version gives nothing here.
    const roles = row.roles.filter(isRole);
    return { kind: 'principal', principal: principalOf({ kind: 'api_key', id, name, tenantId, roles, ...(expiresAt === null ? {} : { expiresAtMs: Date.parse(expiresAt) }) }) };
  }

  async create({ tenantId, name, roles, createdBy, expiresAt }: ApiKeyRequest): Promise<CreatedApiKey> {
    const { id, key, salt, hash } = newApiKey(this.environment);
    const { rows } = await this.pool.query<KeyRow>(CREATE, [id, tenantId, name, [...roles], salt, hash, createdBy, expiresAt ?? null]);
    return { key, apiKey: toApiKey(rows[0] as KeyRow) };
  }

  /** A key whose text was made elsewhere. */
  async adopt(key: string, { tenantId, name, roles, createdBy, expiresAt }: ApiKeyRequest): Promise<ApiKey> {
    const hashed = hashedApiKey(key);
    if (hashed === undefined) throw new Error('this is no API key');
    const { rows } = await this.pool.query<KeyRow>(CREATE, [hashed.id, tenantId, name, [...roles], hashed.salt, hashed.hash, createdBy, expiresAt ?? null]);
    return toApiKey(rows[0] as KeyRow);
  }

  async get(tenantId: string, id: string): Promise<ApiKey | undefined> {
    return (await this.pool.query<KeyRow>(GET, [tenantId, id])).rows.map(toApiKey)[0];
  }

  /** The keys of a tenant by id, revoked and expired ones among them. */
  async list(tenantId: string, after: string, limit: number): Promise<ApiKey[]> {
    return (await this.pool.query<KeyRow>(LIST, [tenantId, after, limit])).rows.map(toApiKey);
  }

  /** @returns undefined when the tenant has no such key. One that was revoked before stays as it was. */
  async revoke(tenantId: string, id: string, by: string): Promise<ApiKey | undefined> {
    return (await this.pool.query<KeyRow>(REVOKE, [tenantId, id, by])).rows.map(toApiKey)[0];
  }

  /**
   * A new key in the place of another: same tenant, name and roles, and the same end. The one before holds for `graceSeconds` more, so that its users can be
   * changed over. One statement: there is never a moment with neither.
   *
   * @returns undefined when the tenant has no such key that still holds
   */
  async rotate(tenantId: string, id: string, by: string, graceSeconds: number): Promise<CreatedApiKey | undefined> {
    const next = newApiKey(this.environment);
    const { rows } = await this.pool.query<KeyRow>(ROTATE, [tenantId, id, by, graceSeconds, next.id, next.salt, next.hash]);
    return rows[0] === undefined ? undefined : { key: next.key, apiKey: toApiKey(rows[0]) };
  }
}

function toApiKey({ id, tenantId, name, roles, createdAt, createdBy, expiresAt, revokedAt }: KeyRow): ApiKey {
  return { id, tenantId, name, roles, createdAt, createdBy, ...(expiresAt === null ? {} : { expiresAt }), ...(revokedAt === null ? {} : { revokedAt }) };
}

/** A key of production shown to a service of development has gone astray, and the other way round. Keys of before there were environments in them say nothing. */
function isOfProduction(environment: KeyEnvironment): boolean {
  return environment === 'prod';
}

const UNKNOWN: Verified = { kind: 'refused', why: 'the API key is unknown' };

const COLUMNS = 'id, tenant_id AS "tenantId", name, roles, created_at AS "createdAt", created_by AS "createdBy", expires_at AS "expiresAt", revoked_at AS "revokedAt"';
const FIND = { name: 'find_api_key', text: `SELECT ${COLUMNS}, salt, hash, coalesce(expires_at <= clock_timestamp(), false) AS over FROM api_keys WHERE id = $1` };
const GET = { name: 'get_api_key', text: `SELECT ${COLUMNS} FROM api_keys WHERE tenant_id = $1 AND id = $2` };
const CREATE = { name: 'create_api_key', text: `INSERT INTO api_keys (id, tenant_id, name, roles, salt, hash, created_by, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING ${COLUMNS}` };
const LIST = { name: 'list_api_keys', text: `SELECT ${COLUMNS} FROM api_keys WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT $3` };
const REVOKE = {
  name: 'revoke_api_key',
  text: `UPDATE api_keys SET revoked_at = coalesce(revoked_at, clock_timestamp()), revoked_by = coalesce(revoked_by, $3) WHERE tenant_id = $1 AND id = $2 RETURNING ${COLUMNS}`,
};
const ROTATE = {
  name: 'rotate_api_key',
  text: `WITH before AS (
           SELECT * FROM api_keys WHERE tenant_id = $1 AND id = $2 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > clock_timestamp()) FOR UPDATE),
         ending AS (
           UPDATE api_keys k SET expires_at = least(b.expires_at, clock_timestamp() + $4::int * interval '1 second') FROM before b WHERE k.id = b.id)
         INSERT INTO api_keys (id, tenant_id, name, roles, salt, hash, created_by, expires_at)
         SELECT $5, tenant_id, name, roles, $6, $7, $3, expires_at FROM before RETURNING ${COLUMNS}`,
};
