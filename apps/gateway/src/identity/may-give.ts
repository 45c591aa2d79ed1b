import type { Role } from '#contracts';
import { ApiError } from '#http';
import { permissionsOf, type Principal } from '#identity';

/** Nobody gives what it has not: a role counts only where the caller may do all that it may. @throws ApiError `forbidden` */
export function assertMayGive(caller: Principal, roles: readonly Role[], what = 'these roles'): void {
  const missing = [...permissionsOf(roles)].filter((permission) => !caller.permissions.has(permission));
  if (missing.length > 0) throw new ApiError('forbidden', { detail: `${what} may do what the caller may not: ${missing.join(', ')}` });
}
