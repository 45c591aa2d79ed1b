import type { PoolClient, QueryResult, QueryResultRow } from 'pg';
import type { TenantId } from '#contracts';
import { type Statement, StorePool, type StorePoolOptions } from './store-pool';

/** What a reader needs of the store. */
export type Queryable = Pick<StorePool, 'query'>;

/** May read tenants' rows and nothing else; migration 0008 says which of them it sees. */
const TENANT_ROLE = 'observatory_tenant';

const NAME_TENANT: Statement = { name: 'name_tenant', text: `SELECT set_config('observatory.tenant', $1, false)` };

/**
 * Connections of reads on behalf of tenants. Each is a session of the role that row-level security is for, and names the tenant whose rows it sees: a statement
 * that forgets to ask for the tenant finds nothing of others all the same.
 *
 * A connection keeps the tenant that it named last, so that reads of one tenant in a row cost one round trip each.
 */
export class TenantPool {
  private readonly pool: StorePool;
  private readonly named = new WeakMap<PoolClient, TenantId>();

  constructor(options: StorePoolOptions) {
    this.pool = new StorePool({ ...options, role: TENANT_ROLE });
  }

  /** The store as a tenant sees it. */
  as(tenantId: TenantId): Queryable {
    return { query: <R extends QueryResultRow>(statement: Statement, values: readonly unknown[] = []) => this.query<R>(tenantId, statement, values) };
  }

  end(): Promise<void> {
    return this.pool.end();
  }

  private query<R extends QueryResultRow>(tenantId: TenantId, statement: Statement, values: readonly unknown[]): Promise<QueryResult<R>> {
    return this.pool.query<R>(statement, values, async (client) => {
      if (this.named.get(client) === tenantId) return;
      // Until it is known that the session has the new one, it is known of none.
      this.named.delete(client);
      await client.query({ ...NAME_TENANT, values: [tenantId] });
      this.named.set(client, tenantId);
    });
  }
}
