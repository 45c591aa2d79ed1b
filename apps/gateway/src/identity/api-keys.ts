import type { ApiKey, CreateApiKeyRequest, CreatedApiKeyResponse } from '#contracts';
import type { ApiKeyStore } from '#event-log';
import { ApiError } from '#http';
import type { Principal } from '#identity';
import { assertMayGive } from './may-give';

const DAY_MS = 86_400_000;

/** Gives and takes the keys of one tenant: that of whoever asks. Keys of another tenant are made by the command `keys`, at the store itself. */
export class ApiKeys {
  constructor(private readonly store: ApiKeyStore) {}

  /** Nobody gives what it has not. @throws ApiError `forbidden` */
  async create(caller: Principal, { name, roles, expiresInDays }: CreateApiKeyRequest): Promise<CreatedApiKeyResponse> {
    assertMayGive(caller, roles);
    const expiresAt = expiresInDays === undefined ? undefined : new Date(Date.now() + expiresInDays * DAY_MS).toISOString();
    return this.store.create({ tenantId: caller.tenantId, name, roles, createdBy: caller.id, expiresAt });
  }

  list(caller: Principal, after: string, limit: number): Promise<ApiKey[]> {
    return this.store.list(caller.tenantId, after, limit);
  }

  async revoke(caller: Principal, id: string): Promise<ApiKey> {
    const revoked = await this.store.revoke(caller.tenantId, id, caller.id);
    if (revoked === undefined) throw unknownKey(id);
    return revoked;
  }

  /** A key is renewed as it is; so it takes no more than its own roles, and who renews it must have them. */
  async rotate(caller: Principal, id: string, graceSeconds: number): Promise<CreatedApiKeyResponse> {
    const known = await this.store.get(caller.tenantId, id);
    if (known === undefined) throw unknownKey(id);
    assertMayGive(caller, known.roles, 'the key');
    const next = await this.store.rotate(caller.tenantId, id, caller.id, graceSeconds);
    if (next === undefined) throw unknownKey(id);
    return next;
  }
}

function unknownKey(id: string): ApiError {
  return new ApiError('not_found', { detail: `the tenant has no key ${id} that could be changed` });
}
