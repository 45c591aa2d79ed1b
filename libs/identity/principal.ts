import type { Role } from '#contracts';
import { PERMISSIONS, type Permission, permissionsOf } from './permissions';

/** The tenant of those who run the installation: what belongs to no single tenant (queues, workers, alerts, the log) is theirs to see and to set. */
export const PLATFORM_TENANT = 'default';

/** Who asks. Every command and every read has one; what it may touch follows from it and never from the body or the query. */
export interface Principal {
  /** `anonymous`: authentication is switched off. `static`: a token of the configuration (scrapes, webhook, debugging). */
  readonly kind: 'anonymous' | 'api_key' | 'token' | 'static';
  /** Of a key its id, of a token its subject. Safe to log and to store: it is no secret. */
  readonly id: string;
  /** For people: the name that the key was given. */
  readonly name: string;
  readonly tenantId: string;
  readonly roles: readonly Role[];
  readonly permissions: ReadonlySet<Permission>;
  /** Of a token of a sign-in: the session it belongs to. */
  readonly sessionId?: string;
  /** After that the credential is refused, whatever a cache holds. Milliseconds of the wall clock. */
  readonly expiresAtMs?: number;
}

/** Everybody, where `AUTH_MODE=off`. */
export const ANONYMOUS: Principal = Object.freeze({
  kind: 'anonymous',
  id: 'anonymous',
  name: 'anonymous',
  tenantId: PLATFORM_TENANT,
  roles: Object.freeze(['admin'] as const),
  permissions: new Set<Permission>(PERMISSIONS),
});

export function principalOf(facts: Omit<Principal, 'permissions'>): Principal {
  return Object.freeze({ ...facts, permissions: permissionsOf(facts.roles) });
}

/**
 * What a route needs. A `tenant` route narrows what it reads and writes to the tenant of its caller; any other is of the `platform`: it shows or changes what
 * several tenants share, so that only members of the platform's tenant may use it. Platform is what a route is unless it says otherwise.
 */
export type RouteAccess = { readonly kind: 'public' } | { readonly kind: 'permission'; readonly permission: Permission; readonly scope: 'tenant' | 'platform' };

export type AccessVerdict = 'allowed' | 'lacks_permission' | 'not_of_the_platform';

export function decideAccess(access: Extract<RouteAccess, { kind: 'permission' }>, principal: Pick<Principal, 'permissions' | 'tenantId'>): AccessVerdict {
  if (!principal.permissions.has(access.permission)) return 'lacks_permission';
  if (access.scope === 'platform' && principal.tenantId !== PLATFORM_TENANT) return 'not_of_the_platform';
  return 'allowed';
}
