import type { StorePool } from './store-pool';

/** Finds jobs by the data key that seals something in their payload. No index serves it: it is asked when a person wants their data, and reads every job of the tenant. */
export class JobsOfKey {
  constructor(private readonly pool: StorePool) {}

  /** Ids after the given one, ascending. @throws the store's errors */
  async page(tenantId: string, keyId: string, after: string, limit: number): Promise<string[]> {
    const { rows } = await this.pool.query<{ readonly id: string }>(PAGE, [tenantId, after || NOTHING, `1.${keyId}.`, limit]);
    return rows.map(({ id }) => id);
  }
}

const NOTHING = '00000000-0000-0000-0000-000000000000';
const PAGE = { name: 'jobs_of_data_key', text: 'SELECT id FROM jobs WHERE tenant_id = $1 AND id > $2 AND strpos(payload::text, $3) > 0 ORDER BY id LIMIT $4' };
