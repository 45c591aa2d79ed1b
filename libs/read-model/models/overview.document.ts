import type { AlertCounts, JobCounts, OverviewResponse, TenantId } from '#contracts';
import type { ReadModelDefinition, ReadModelDocument } from '../projector';

/** The whole system in one document, `_id` "overview". Its `version` is its position: every event of the log counts as one step. */
export type OverviewDocument = ReadModelDocument & Omit<OverviewResponse, 'freshness' | 'alerts'> & { readonly alerts: AlertCounts };

export const OVERVIEW = { name: 'overview', version: 2, indexes: [] } as const satisfies ReadModelDefinition;

export const OVERVIEW_ID = 'overview';

/** The same of one tenant's jobs, `_id` the tenant. Alerts are of no tenant: none is counted here. */
export type TenantOverviewDocument = OverviewDocument & { readonly tenantId: TenantId };

export const TENANT_OVERVIEW = { name: 'tenants', version: 1, indexes: [] } as const satisfies ReadModelDefinition;

export const NO_JOBS: Readonly<JobCounts> = Object.freeze({
  HELD: 0, WAITING: 0, SCHEDULED: 0, QUEUED: 0, RUNNING: 0, RETRYING: 0, COMPLETED: 0, FAILED: 0, CANCELLED: 0,
});

export const NO_ALERTS: Readonly<AlertCounts> = Object.freeze({ critical: 0, warning: 0, info: 0 });
