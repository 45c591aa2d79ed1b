import { OVERVIEW, OVERVIEW_ID, type OverviewDocument, TENANT_OVERVIEW, type TenantOverviewDocument } from '#read-model';
import type { Shown } from '../read-model-access/read-model-access';
import type { Scope } from '../tenancy/scope';

const OPTIONS = { readConcern: 'majority', maxTimeMS: 5_000 } as const;

export type Counts = Omit<OverviewDocument, '_id' | 'version' | 'position'>;

/** What has been counted of jobs: of all of them, or of those of the tenant. Null before the first. */
export async function countsOf(shown: Shown, scope: Scope): Promise<Counts | null> {
  if (scope.tenantId === undefined) {
    const all = await shown.of<OverviewDocument>(OVERVIEW).findOne({ _id: OVERVIEW_ID }, OPTIONS);
    if (all === null) return null;
    const { _id, version: _version, position: _position, ...counts } = all;
    return counts;
  }
  const own = await shown.of<TenantOverviewDocument>(TENANT_OVERVIEW).findOne({ _id: scope.tenantId }, OPTIONS);
  if (own === null) return null;
  const { _id, tenantId: _tenant, version: _version, position: _position, ...counts } = own;
  return counts;
}
