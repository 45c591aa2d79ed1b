import type { Provider, Type } from '@nestjs/common';
import { ReadModelStore, type ReadModelDefinition } from '#read-model';
import { AlertsQueries } from './alerts/alerts.queries';
import { AttemptsQueries } from './attempts/attempts.queries';
import { ContractCatalogue } from './contract-browser/contract-catalogue';
import { ContractsController } from './contract-browser/contracts.controller';
import { FlowsController } from './flows/flows.controller';
import { FlowsQueries } from './flows/flows.queries';
import { JobController } from './job/job.controller';
import { JobQueries } from './job/job.queries';
import { JobsQueries } from './jobs/jobs.queries';
import { LineageController } from './lineage/lineage.controller';
import { LineageQueries } from './lineage/lineage.queries';
import { ProjectionsController } from './projections/projections.controller';
import { ProjectionsQueries } from './projections/projections.queries';
import { ReadModelAccess } from './read-model-access/read-model-access';
import { Redaction } from './redaction/redaction';
import { SchedulesQueries } from './schedules/schedules.queries';

/** Each is made of the access to the read models and the rules of what is not shown, and of nothing else. */
const QUERIES = [AlertsQueries, AttemptsQueries, FlowsQueries, JobQueries, JobsQueries, LineageQueries, SchedulesQueries] as const;

export const VIEW_CONTROLLERS: Type[] = [ContractsController, FlowsController, JobController, LineageController, ProjectionsController];

/** @param models those that are served */
export function viewProviders(models: readonly ReadModelDefinition[]): Provider[] {
  return [
    ...QUERIES.map((queries): Provider => ({ provide: queries, useFactory: (access: ReadModelAccess, redaction: Redaction) => new queries(access, redaction), inject: [ReadModelAccess, Redaction] })),
    { provide: ContractCatalogue, useFactory: () => new ContractCatalogue() },
    { provide: ProjectionsQueries, useFactory: (store: ReadModelStore) => new ProjectionsQueries(store, models), inject: [ReadModelStore] },
  ];
}
