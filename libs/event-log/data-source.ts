import { DataSource } from 'typeorm';
import type { DataSourceOptions } from 'typeorm';
import { AttemptEntity } from './entities/attempt.entity';
import { JobEntity } from './entities/job.entity';
import { QueueEntity } from './entities/queue.entity';
import { CreateTheLog1763700000001 } from './migrations/0001-create-the-log';
import { AddResources1763700000002 } from './migrations/0002-resources';
import { CompleteJobSemantics1763700000003 } from './migrations/0003-complete-job-semantics';
import { IndexSchedules1763700000004 } from './migrations/0004-schedules-by-next-tick';
import { AddAlerts1763700000005 } from './migrations/0005-alerts';
import { GrantsWithSubmission1763700000006 } from './migrations/0006-grants-with-submission';
import { AddApiKeys1763700000007 } from './migrations/0007-api-keys';
import { TenantsSeeTheirOwn1763700000008 } from './migrations/0008-tenants-see-their-own';
import { AddUsers1763700000009 } from './migrations/0009-users';
import { AddAudit1763700000010 } from './migrations/0010-audit';
import { AddTickets1763700000011 } from './migrations/0011-tickets';
import { AddDataKeys1763700000012 } from './migrations/0012-data-keys';
import { AddTenantQuotas1763700000013 } from './migrations/0013-tenant-quotas';
import { AddConsents1763700000014 } from './migrations/0014-consents';
import { GovernJobs1763700000015 } from './migrations/0015-govern-jobs';
import { AddMemberships1763700000016 } from './migrations/0016-memberships';

/** TypeORM owns the schema, its migrations, and reads that are not hot. It never writes a job: see append-batch.ts. */
export function dataSourceOptions(url: string, applicationName: string): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    // TypeORM takes an URL apart and forgets what stands behind its question mark.
    ...(new URL(url).searchParams.get('sslmode') === 'verify-full' ? { ssl: true } : {}),
    applicationName,
    entities: [JobEntity, AttemptEntity, QueueEntity],
    migrations: [CreateTheLog1763700000001, AddResources1763700000002, CompleteJobSemantics1763700000003, IndexSchedules1763700000004, AddAlerts1763700000005, GrantsWithSubmission1763700000006, AddApiKeys1763700000007, TenantsSeeTheirOwn1763700000008, AddUsers1763700000009, AddAudit1763700000010, AddTickets1763700000011, AddDataKeys1763700000012, AddTenantQuotas1763700000013, AddConsents1763700000014, GovernJobs1763700000015, AddMemberships1763700000016],
    migrationsTableName: 'migrations',
    // Each migration is a transaction of its own: one that fails leaves those before it applied, and nothing of itself.
    migrationsTransactionMode: 'each',
    synchronize: false,
    migrationsRun: false,
    logging: false,
    poolSize: 4,
    connectTimeoutMS: 2_000,
    extra: { query_timeout: 8_000, statement_timeout: 5_000, keepAlive: true, options: '-c search_path=public' },
  };
}

export function makeDataSource(url: string, applicationName: string): DataSource {
  return new DataSource(dataSourceOptions(url, applicationName));
}
