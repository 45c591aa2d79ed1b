import type { PrincipalResponse } from '#contracts';
import type { Principal } from '#identity';

export function principalResponse({ kind, id, name, tenantId, roles, permissions, expiresAtMs }: Principal): PrincipalResponse {
  return { kind, id, name, tenantId, roles: [...roles], permissions: [...permissions], ...(expiresAtMs === undefined ? {} : { expiresAt: new Date(expiresAtMs).toISOString() }) };
}
