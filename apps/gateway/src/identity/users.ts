import type { CreateUserRequest, UpdateUserRequest, User } from '#contracts';
import type { UserStore } from '#event-log';
import { ApiError } from '#http';
import type { PasswordHasher, Principal } from '#identity';
import { assertMayGive } from './may-give';

/** The users of one tenant: that of whoever asks. */
export class Users {
  constructor(
    private readonly store: UserStore,
    private readonly hasher: PasswordHasher,
  ) {}

  /** Nobody gives what it has not. @throws ApiError `forbidden`, `user_exists` */
  async create(caller: Principal, { name, roles, password }: CreateUserRequest): Promise<User> {
    assertMayGive(caller, roles);
    const user = await this.store.create({ tenantId: caller.tenantId, name, roles, createdBy: caller.id, passwordHash: await this.hasher.hash(password) });
    if (user === undefined) throw new ApiError('user_exists', { detail: `the tenant has a user ${name} already` });
    return user;
  }

  list(caller: Principal, after: string, limit: number): Promise<User[]> {
    return this.store.list(caller.tenantId, after, limit);
  }

  /** Who changes a user could act as that user: so the caller must be allowed all that the user is, before and after. */
  async change(caller: Principal, name: string, { roles, password, disabled }: UpdateUserRequest): Promise<User> {
    const known = await this.store.get(caller.tenantId, name);
    if (known === undefined) throw unknownUser(name);
    assertMayGive(caller, [...known.roles, ...(roles ?? [])]);
    const passwordHash = password === undefined ? undefined : await this.hasher.hash(password);
    const changed = await this.store.change(caller.tenantId, name, { roles, passwordHash, disabled });
    if (changed === undefined) throw unknownUser(name);
    return changed;
  }
}

function unknownUser(name: string): ApiError {
  return new ApiError('not_found', { detail: `the tenant has no user ${name}` });
}
