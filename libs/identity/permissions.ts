import type { Role } from '#contracts';

/** Everything that somebody may be allowed to do over HTTP, as `resource:action`. A route declares exactly one of them, or that it is public. */
export const PERMISSIONS = [
  'jobs:read',
  'jobs:submit',
  'jobs:cancel',
  'jobs:redrive',
  'jobs:run',
  'jobs:reveal',
  'jobs:approve',
  'governance:read',
  'governance:reload',
  'data-keys:read',
  'subjects:export',
  'subjects:erase',
  'consents:read',
  'consents:write',
  'operations:read',
  'operations:write',
  'schedules:read',
  'schedules:write',
  'queues:read',
  'queues:write',
  'workers:read',
  'workers:write',
  'job-types:read',
  'job-types:write',
  'limits:read',
  'limits:write',
  'alerts:read',
  'alerts:acknowledge',
  'alerts:report',
  'events:read',
  'log:read',
  'platform:read',
  'metrics:read',
  'debug:read',
  'keys:read',
  'keys:write',
  'users:read',
  'users:write',
  'tickets:create',
  'audit:read',
  'tenants:read',
  'tenants:write',
  'identity:read',
  'identity:write',
] as const;

export type Permission = (typeof PERMISSIONS)[number];

const READS = ['jobs:read', 'operations:read', 'schedules:read', 'queues:read', 'workers:read', 'job-types:read', 'limits:read', 'alerts:read', 'events:read', 'platform:read', 'tenants:read', 'governance:read', 'identity:read', 'identity:write'] as const satisfies readonly Permission[];

const OPERATES = [
  ...READS,
  'jobs:submit', 'jobs:cancel', 'jobs:redrive', 'jobs:run', 'jobs:approve', 'governance:reload', 'tickets:create', 'operations:write', 'schedules:write', 'queues:write', 'workers:write', 'limits:write', 'job-types:write', 'alerts:acknowledge',
] as const satisfies readonly Permission[];

/** What each role may do; what is not listed is refused. The same table is printed in docs/permissions.md. */
export const PERMISSIONS_OF = {
  /** Looks at everything of its tenant. */
  viewer: READS,
  /** Brings jobs and sees what becomes of them. */
  submitter: ['jobs:submit', 'tickets:create', 'jobs:read', 'job-types:read', 'identity:read', 'identity:write'],
  /** Runs the platform day by day. */
  operator: OPERATES,
  /** Gives and takes access besides. */
  admin: [...OPERATES, 'jobs:reveal', 'subjects:export', 'subjects:erase', 'consents:read', 'consents:write', 'keys:read', 'keys:write', 'users:read', 'users:write', 'audit:read', 'tenants:write', 'metrics:read', 'debug:read'],
  /** Sees who did what; changes nothing. */
  auditor: [...READS, 'consents:read', 'keys:read', 'users:read', 'audit:read'],
  /** Workers speak AMQP; over HTTP they get the keys of what is sealed in the jobs that they run. */
  worker: ['data-keys:read', 'identity:read'],
  /** Another service of the platform: the aggregator reads the log. */
  service: ['log:read', 'events:read', 'identity:read'],
  /** Prometheus and Alertmanager. */
  monitor: ['metrics:read', 'alerts:report', 'identity:read'],
  /** Who holds the debug token of a service. */
  debugger: ['debug:read'],
} as const satisfies Readonly<Record<Role, readonly Permission[]>>;

export const ROLES = Object.keys(PERMISSIONS_OF) as readonly Role[];

export function isRole(value: unknown): value is Role {
  return typeof value === 'string' && Object.hasOwn(PERMISSIONS_OF, value);
}

/** All that these roles may do together. */
export function permissionsOf(roles: readonly Role[]): ReadonlySet<Permission> {
  return new Set(roles.flatMap((role): readonly Permission[] => PERMISSIONS_OF[role]));
}
