import type { ComponentType } from 'react';
import type { Scope } from '../data/console';

/** One page of the console. A new one is a folder beside these and an entry here: route, navigation, palette and keys follow. */
export interface PageEntry {
  readonly path: string;
  readonly title: string;
  /** In the navigation; absent: reached from elsewhere. */
  readonly group?: 'Work' | 'Fleet' | 'Platform';
  /** What one must be allowed to read for the page to show anything; absent: whatever anybody may. */
  readonly needs?: readonly [permission: string, scope?: Scope];
  /** Pressed after `g`. */
  readonly key?: string;
  readonly load: () => Promise<{ readonly default: ComponentType } | ComponentType>;
}

export const PAGES: readonly PageEntry[] = [
  { path: '/', title: 'Overview', group: 'Work', key: 'o', needs: ['platform:read'], load: () => import('./overview/overview-page').then((module) => module.OverviewPage) },
  { path: '/jobs', title: 'Jobs', group: 'Work', key: 'j', needs: ['jobs:read'], load: () => import('./jobs/jobs-page').then((module) => module.JobsPage) },
  { path: '/jobs/$id', title: 'Job', load: () => import('./job/job-page').then((module) => module.JobPage) },
  { path: '/flows', title: 'Flows', group: 'Work', key: 'f', needs: ['jobs:read'], load: () => import('./flows/flows-page').then((module) => module.FlowsPage) },
  { path: '/flows/$id', title: 'Flow', load: () => import('./flows/flow-page').then((module) => module.FlowPage) },
  { path: '/operations', title: 'Operations', group: 'Work', key: 'b', needs: ['operations:read'], load: () => import('./operations/operations-page').then((module) => module.OperationsPage) },
  { path: '/submit', title: 'Submit', group: 'Work', key: 'n', needs: ['jobs:submit'], load: () => import('./submit/submit-page').then((module) => module.SubmitPage) },
  { path: '/queues', title: 'Queues', group: 'Fleet', key: 'q', needs: ['queues:read', 'platform'], load: () => import('./queues/queues-page').then((module) => module.QueuesPage) },
  { path: '/workers', title: 'Workers', group: 'Fleet', key: 'w', needs: ['workers:read', 'platform'], load: () => import('./workers/workers-page').then((module) => module.WorkersPage) },
  { path: '/schedules', title: 'Schedules', group: 'Fleet', key: 's', needs: ['schedules:read'], load: () => import('./schedules/schedules-page').then((module) => module.SchedulesPage) },
  { path: '/schedules/$id', title: 'Schedule', load: () => import('./schedules/schedule-page').then((module) => module.SchedulePage) },
  { path: '/errors', title: 'Errors', group: 'Platform', key: 'e', needs: ['jobs:read'], load: () => import('./errors/errors-page').then((module) => module.ErrorsPage) },
  { path: '/errors/$fingerprint', title: 'Error', load: () => import('./errors/error-page').then((module) => module.ErrorPage) },
  { path: '/alerts', title: 'Alerts', group: 'Platform', key: 'a', needs: ['alerts:read', 'platform'], load: () => import('./alerts/alerts-page').then((module) => module.AlertsPage) },
  { path: '/alerts/$id', title: 'Alert', load: () => import('./alerts/alert-page').then((module) => module.AlertPage) },
  { path: '/audit', title: 'Audit', group: 'Platform', key: 'u', needs: ['audit:read'], load: () => import('./audit/audit-page').then((module) => module.AuditPage) },
  { path: '/account', title: 'Account', load: () => import('./account/account-page').then((module) => module.AccountPage) },
  { path: '/events', title: 'Events', group: 'Platform', key: 'v', needs: ['events:read'], load: () => import('./events/events-page').then((module) => module.EventsPage) },
  { path: '/contracts', title: 'Contracts', group: 'Platform', key: 'c', load: () => import('./contracts/contracts-page').then((module) => module.ContractsPage) },
  { path: '/contracts/$name', title: 'Contract', load: () => import('./contracts/contract-page').then((module) => module.ContractPage) },
  { path: '/system', title: 'System', group: 'Platform', key: 'y', needs: ['platform:read', 'platform'], load: () => import('./system/system-page').then((module) => module.SystemPage) },
];
