import type { Provider, Type } from '@nestjs/common';
import { ReadModelStore, type ReadModelDefinition } from '#read-model';
import { ActivityController } from './activity/activity.controller';
import { ActivityQueries } from './activity/activity.queries';
import { AlertsQueries } from './alerts/alerts.queries';
import { AuditController } from './audit/audit.controller';
import { AuditQueries } from './audit/audit.queries';
import { AttemptListController } from './attempts/attempt-list.controller';
import { AttemptListQueries } from './attempts/attempt-list.queries';
import { AttemptsQueries } from './attempts/attempts.queries';
import { ContractCatalogue } from './contract-browser/contract-catalogue';
import { ContractsController } from './contract-browser/contracts.controller';
import { ErrorsController } from './errors/errors.controller';
import { ErrorsQueries } from './errors/errors.queries';
import { FlowsController } from './flows/flows.controller';
import { FlowsQueries } from './flows/flows.queries';
import { JobTypesController } from './job-types/job-types.controller';
import { JobTypesQueries } from './job-types/job-types.queries';
import { JobController } from './job/job.controller';
import { JobQueries } from './job/job.queries';
import { JobsQueries } from './jobs/jobs.queries';
import { SuggestionsQueries } from './jobs/suggestions.queries';
import { LimitsController } from './limits/limits.controller';
import { LineageController } from './lineage/lineage.controller';
import { LineageQueries } from './lineage/lineage.queries';
import { OperationsController } from './operations/operations.controller';
import { OverviewQueries } from './overview/overview.queries';
import { ProjectionsController } from './projections/projections.controller';
import { ProjectionsQueries } from './projections/projections.queries';
import { QueuesController } from './queues/queues.controller';
import { QueuesQueries } from './queues/queues.queries';
import { ReadModelAccess } from './read-model-access/read-model-access';
import { Redaction } from './redaction/redaction';
import { SchedulesQueries } from './schedules/schedules.queries';
import { ServicesController } from './services/services.controller';
import { ServicesQueries } from './services/services.queries';
import { WhyController } from './why/why.controller';
import { WhyQueries } from './why/why.queries';
import { WorkersController } from './workers/workers.controller';
import { WorkersQueries } from './workers/workers.queries';

/** Each is made of the access to the read models and the rules of what is not shown, and of nothing else. */
const QUERIES = [ActivityQueries, AlertsQueries, AttemptListQueries, AttemptsQueries, AuditQueries, ErrorsQueries, FlowsQueries, JobQueries, JobsQueries, LineageQueries, SchedulesQueries, ServicesQueries, WorkersQueries] as const;

export const VIEW_CONTROLLERS: Type[] = [
  ActivityController, AttemptListController, AuditController, ContractsController, ErrorsController, FlowsController, JobController, JobTypesController, LimitsController, LineageController, OperationsController, ProjectionsController,
  QueuesController, ServicesController, WhyController, WorkersController,
];

/** @param models those that are served */
export function viewProviders(models: readonly ReadModelDefinition[]): Provider[] {
  return [
    ...QUERIES.map((queries): Provider => ({ provide: queries, useFactory: (access: ReadModelAccess, redaction: Redaction) => new queries(access, redaction), inject: [ReadModelAccess, Redaction] })),
    { provide: JobTypesQueries, useFactory: (access: ReadModelAccess, workers: WorkersQueries) => new JobTypesQueries(access, workers), inject: [ReadModelAccess, WorkersQueries] },
    { provide: OverviewQueries, useFactory: (access: ReadModelAccess, services: ServicesQueries) => new OverviewQueries(access, services), inject: [ReadModelAccess, ServicesQueries] },
    { provide: QueuesQueries, useFactory: (access: ReadModelAccess, workers: WorkersQueries) => new QueuesQueries(access, workers), inject: [ReadModelAccess, WorkersQueries] },
    { provide: SuggestionsQueries, useFactory: (access: ReadModelAccess, workers: WorkersQueries) => new SuggestionsQueries(access, workers), inject: [ReadModelAccess, WorkersQueries] },
    { provide: WhyQueries, useFactory: (access: ReadModelAccess, redaction: Redaction, workers: WorkersQueries) => new WhyQueries(access, redaction, workers), inject: [ReadModelAccess, Redaction, WorkersQueries] },
    { provide: ContractCatalogue, useFactory: () => new ContractCatalogue() },
    { provide: ProjectionsQueries, useFactory: (store: ReadModelStore) => new ProjectionsQueries(store, models), inject: [ReadModelStore] },
  ];
}
