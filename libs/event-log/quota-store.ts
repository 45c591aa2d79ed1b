import type { TenantQuota } from '#contracts';
import { counter } from '#observability';
import type { StorePool } from './store-pool';

/** What a tenant's quota bounds; the name of the bound in its contract. */
export const QUOTAS = ['openJobs', 'openPayloadBytes'] as const;
export type QuotaName = (typeof QUOTAS)[number];

const WHAT: Readonly<Record<QuotaName, string>> = { openJobs: 'jobs that have not ended', openPayloadBytes: 'bytes of payload in jobs that have not ended' };

/** A submission beyond the quota of its tenant; nothing of it was written. The code is one of the catalogue. */
export class QuotaExceeded extends Error {
  override readonly name = 'QuotaExceeded';
  readonly code = 'quota_exceeded';
  readonly detail: string;
  readonly facts: Readonly<Record<string, string>>;

  constructor(tenantId: string, quota: QuotaName) {
    super(`the quota of the tenant ${tenantId} is used up`);
    this.detail = `the tenant ${tenantId} has as many ${WHAT[quota]} as its quota ${quota} allows`;
    this.facts = { quota };
    counter('quotaRefusals').labels({ quota }).inc();
  }
}

/** The quotas of tenants. That they hold is the append's business: see migration 0013. */
export class QuotaStore {
  constructor(private readonly pool: StorePool) {}

  /** Sets the quota of a tenant as a whole; what it has open already stays. @param by who does it */
  async set(tenantId: string, quota: Pick<TenantQuota, QuotaName>, by: string): Promise<TenantQuota> {
    const { rows } = await this.pool.query<Row>(SET, [tenantId, quota.openJobs ?? null, quota.openPayloadBytes ?? null, by]);
    return quotaOf(rows[0] as Row);
  }

  /** @returns false when the tenant had none */
  async remove(tenantId: string): Promise<boolean> {
    const { rows } = await this.pool.query<{ tenant_id: string }>(REMOVE, [tenantId]);
    return rows.length > 0;
  }

  async get(tenantId: string): Promise<TenantQuota | undefined> {
    const { rows } = await this.pool.query<Row>(GET, [tenantId]);
    return rows[0] && quotaOf(rows[0]);
  }

  /** Those after a tenant, by name. */
  async list({ after, limit }: { readonly after?: string; readonly limit: number }): Promise<TenantQuota[]> {
    const { rows } = await this.pool.query<Row>(LIST, [after ?? '', limit]);
    return rows.map(quotaOf);
  }
}

interface Row extends Record<string, unknown> {
  readonly tenant_id: string;
  readonly max_open_jobs: number | null;
  readonly max_open_bytes: number | null;
  readonly open_jobs: number;
  readonly open_bytes: number;
}

function quotaOf(row: Row): TenantQuota {
  return {
    tenantId: row.tenant_id,
    ...(row.max_open_jobs === null ? {} : { openJobs: row.max_open_jobs }),
    ...(row.max_open_bytes === null ? {} : { openPayloadBytes: row.max_open_bytes }),
    used: { openJobs: row.open_jobs, openPayloadBytes: row.open_bytes },
  };
}

const COLUMNS = 'tenant_id, max_open_jobs, max_open_bytes, open_jobs, open_bytes';
const SET = { name: 'set_tenant_quota', text: `SELECT ${COLUMNS} FROM set_tenant_quota($1, $2, $3, $4)` };
const REMOVE = { name: 'remove_tenant_quota', text: 'DELETE FROM tenant_quotas WHERE tenant_id = $1 RETURNING tenant_id' };
const GET = { name: 'get_tenant_quota', text: `SELECT ${COLUMNS} FROM tenant_quotas WHERE tenant_id = $1` };
const LIST = { name: 'list_tenant_quotas', text: `SELECT ${COLUMNS} FROM tenant_quotas WHERE tenant_id > $1 ORDER BY tenant_id LIMIT $2` };
