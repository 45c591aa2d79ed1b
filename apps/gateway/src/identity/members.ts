import type { Member, PutMemberRequest } from '#contracts';
import type { MembershipStore } from '#event-log';
import { ApiError } from '#http';
import type { Principal } from '#identity';
import { assertMayGive } from './may-give';

/** Who of one tenant may act in another. Given and taken by those who run the installation: a tenant of its own cannot ask who is of another. */
export class Members {
  constructor(private readonly store: MembershipStore) {}

  /** Nobody gives what it has not. @throws ApiError `forbidden`, `not_found` */
  async put(caller: Principal, { tenant, home, name }: MemberRef, { roles }: PutMemberRequest): Promise<Member> {
    assertMayGive(caller, roles);
    const member = await this.store.put({ home, name, tenantId: tenant, roles, createdBy: caller.id });
    if (member === undefined) throw new ApiError('not_found', { detail: home === tenant ? `${home} is the own tenant of its users: their roles there are set with PATCH /v1/users/${name}` : `the tenant ${home} has no user ${name}` });
    return member;
  }

  /** @throws ApiError `not_found` */
  async remove({ tenant, home, name }: MemberRef): Promise<void> {
    if (!(await this.store.remove(home, name, tenant))) throw new ApiError('not_found', { detail: `${name} of ${home} is no member of ${tenant}` });
  }

  list(tenant: string, limit: number): Promise<Member[]> {
    return this.store.list(tenant, limit);
  }
}

/** The user `name` of the tenant `home`, in the tenant `tenant`. */
export interface MemberRef {
  readonly tenant: string;
  readonly home: string;
  readonly name: string;
}
