import type { Member } from '#contracts';
import type { StorePool } from './store-pool';

/** A user of the tenant `home` as a member of another one. */
export type NewMembership = Omit<Member, 'createdAt'>;

/** In which tenants users may act besides their own. */
export class MembershipStore {
  constructor(private readonly pool: StorePool) {}

  /** Makes somebody a member, or gives a member other roles. @returns undefined when there is no such user */
  async put({ home, name, tenantId, roles, createdBy }: NewMembership): Promise<Member | undefined> {
    return (await this.pool.query<MemberRow>(PUT, [home, name, tenantId, [...roles], createdBy])).rows[0];
  }

  /** @returns whether there was such a member */
  async remove(home: string, name: string, tenantId: string): Promise<boolean> {
    return (await this.pool.query(REMOVE, [home, name, tenantId])).rows.length > 0;
  }

  /** The members of a tenant whose own tenant is another, by their names. */
  async list(tenantId: string, limit: number): Promise<Member[]> {
    return (await this.pool.query<MemberRow>(LIST, [tenantId, limit])).rows;
  }

  /** The tenants in which a user may act besides the own one, in order. */
  async tenantsOf(userId: string): Promise<string[]> {
    return (await this.pool.query<{ tenantId: string }>(TENANTS, [userId])).rows.map(({ tenantId }) => tenantId);
  }
}

type MemberRow = Record<string, unknown> & Member;

const COLUMNS = 'u.tenant_id AS home, u.name, m.tenant_id AS "tenantId", m.roles, m.created_at AS "createdAt", m.created_by AS "createdBy"';
const PUT = {
  name: 'put_membership',
  text: `WITH u AS (SELECT * FROM users WHERE tenant_id = $1 AND name = $2 AND tenant_id <> $3),
         m AS (INSERT INTO memberships (user_id, tenant_id, roles, created_by) SELECT id, $3, $4::text[], $5 FROM u
               ON CONFLICT (user_id, tenant_id) DO UPDATE SET roles = excluded.roles RETURNING *)
         SELECT ${COLUMNS} FROM m JOIN u ON u.id = m.user_id`,
};
const REMOVE = { name: 'remove_membership', text: 'DELETE FROM memberships m USING users u WHERE u.id = m.user_id AND u.tenant_id = $1 AND u.name = $2 AND m.tenant_id = $3 RETURNING 1' };
const LIST = { name: 'list_memberships', text: `SELECT ${COLUMNS} FROM memberships m JOIN users u ON u.id = m.user_id WHERE m.tenant_id = $1 ORDER BY u.name, u.tenant_id LIMIT $2` };
const TENANTS = { name: 'tenants_of_user', text: 'SELECT tenant_id AS "tenantId" FROM memberships WHERE user_id = $1 ORDER BY tenant_id' };
