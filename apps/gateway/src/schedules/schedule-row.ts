import type { TenantId } from '#contracts';
import { PLATFORM_TENANT } from '#identity';

/**
 * What the row of a schedule is called. A name is unique within its tenant; rows of the platform's own tenant are called as their schedules are, those of others
 * have the tenant before it. Neither a tenant nor a schedule has a slash in its name, so no two are ever the same.
 */
export function rowNameOf(tenantId: TenantId, name: string): string {
  return tenantId === PLATFORM_TENANT ? name : `${tenantId}/${name}`;
}
