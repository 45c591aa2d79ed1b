import type { FactoryProvider } from '@nestjs/common';
import { LOGGER } from '#http';
import type { Logger } from '#observability';
import { Engine } from '../engine/engine';
import { KeyRetention } from '../engine/keys/key-retention';
import { ExplainJob } from '../explain-job/explain-job';
import { ExplainJobController } from '../explain-job/explain-job.controller';
import type { GatewayEnv } from '../gateway.env';
import { RedriveJob } from '../redrive-job/redrive-job';
import { RedriveJobController } from '../redrive-job/redrive-job.controller';
import { RunJobNowController } from '../run-job-now/run-job-now.controller';
import { GatewayStore } from '../store/gateway-store';
import { applyAction } from './apply-action';
import { OperationRunner } from './operation-runner';
import { Operations } from './operations';
import { OperationsController } from './operations.controller';
import { SubmitJob } from '../submit-job/submit-job';

const HOUR_MS = 3_600_000;

/** Where operators say it. */
export const OPERATION_CONTROLLERS = [RedriveJobController, RunJobNowController, OperationsController, ExplainJobController] as const;

/** What operators do to jobs, one or many, and what is forgotten of them. */
export function operationProviders(env: Pick<GatewayEnv, 'GATEWAY_IDEMPOTENCY_RETENTION_HOURS'>): FactoryProvider[] {
  return [
    { provide: RedriveJob, useFactory: (store: GatewayStore, jobs: SubmitJob) => new RedriveJob(store.executor, store.jobs, jobs), inject: [GatewayStore, SubmitJob] },
    {
      provide: ExplainJob,
      useFactory: ({ why: reader, resources, sightings, controls, clock }: GatewayStore) => new ExplainJob({ reader, resources, sightings, controls, clock }),
      inject: [GatewayStore],
    },
    {
      provide: Operations,
      useFactory: (store: GatewayStore) => new Operations({ resources: store.resources, within: (tenantId) => store.within(tenantId), head: () => store.executor.knownHead, nowMs: () => store.clock.nowMs() }),
      inject: [GatewayStore],
    },
    {
      provide: OperationRunner,
      useFactory: ({ resources, operations: reader, executor }: GatewayStore, engine: Engine, redrive: RedriveJob, logger: Logger) => {
        const runner = new OperationRunner({ resources, reader, logger, apply: applyAction(executor, engine.control, redrive) });
        engine.addLeaderPart(runner);
        return runner;
      },
      inject: [GatewayStore, Engine, RedriveJob, LOGGER],
    },
    {
      provide: KeyRetention,
      useFactory: (store: GatewayStore, engine: Engine, logger: Logger) => {
        const keys = new KeyRetention(store.engine, env.GATEWAY_IDEMPOTENCY_RETENTION_HOURS * HOUR_MS, logger);
        engine.addLeaderPart(keys);
        return keys;
      },
      inject: [GatewayStore, Engine, LOGGER],
    },
  ];
}
