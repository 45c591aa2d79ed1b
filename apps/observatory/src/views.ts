import type { Provider, Type } from '@nestjs/common';
import { ReadModelStore, type ReadModelDefinition } from '#read-model';
import { ContractCatalogue } from './contract-browser/contract-catalogue';
import { ContractsController } from './contract-browser/contracts.controller';
import { FlowsController } from './flows/flows.controller';
import { FlowsQueries } from './flows/flows.queries';
import { LineageController } from './lineage/lineage.controller';
import { LineageQueries } from './lineage/lineage.queries';
import { ProjectionsController } from './projections/projections.controller';
import { ProjectionsQueries } from './projections/projections.queries';
import { ReadModelAccess } from './read-model-access/read-model-access';

/** A view: queries that are made with the access to the read models, and nothing else. */
const QUERIES = [FlowsQueries, LineageQueries] as const;

export const VIEW_CONTROLLERS: Type[] = [ContractsController, FlowsController, LineageController, ProjectionsController];

/** @param models those that are served */
export function viewProviders(models: readonly ReadModelDefinition[]): Provider[] {
  return [
    ...QUERIES.map((queries): Provider => ({ provide: queries, useFactory: (access: ReadModelAccess) => new queries(access), inject: [ReadModelAccess] })),
    { provide: ContractCatalogue, useFactory: () => new ContractCatalogue() },
    { provide: ProjectionsQueries, useFactory: (store: ReadModelStore) => new ProjectionsQueries(store, models), inject: [ReadModelStore] },
  ];
}
