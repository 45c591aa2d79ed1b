import type { Provider } from '@nestjs/common';
import { Consents } from '../consents/consents';
import { ControlQueues } from '../control-queues/control-queues';
import { ControlQueuesController } from '../control-queues/control-queues.controller';
import { ControlWorkers } from '../control-workers/control-workers';
import { ControlWorkersController } from '../control-workers/control-workers.controller';
import { DefineJobTypes } from '../define-job-types/define-job-types';
import { DefineJobTypesController } from '../define-job-types/define-job-types.controller';
import { JobTypeRules } from '../define-job-types/job-type-rules';
import { Engine } from '../engine/engine';
import { PolicyGate } from '../governance/policy-gate';
import { JobQueues } from '../queues/job-queues';
import { QuotasController } from '../quotas/quotas.controller';
import { SetLimitsController } from '../set-limits/set-limits.controller';
import { GatewayStore } from '../store/gateway-store';
import { SealJobs } from '../seal-jobs/seal-jobs';
import { SubmitJob } from '../submit-job/submit-job';

/** Where operators set what holds jobs back. */
export const SETTING_CONTROLLERS = [ControlQueuesController, ControlWorkersController, DefineJobTypesController, SetLimitsController, QuotasController];

/** What sets it, and what keeps to it at submit. */
export function settingProviders(): Provider[] {
  return [
    { provide: JobTypeRules, useFactory: (store: GatewayStore) => new JobTypeRules(store.controls), inject: [GatewayStore] },
    {
      provide: SubmitJob,
      useFactory: (store: GatewayStore, queues: JobQueues, types: JobTypeRules, engine: Engine, seals: SealJobs, consents: Consents, policy?: PolicyGate) =>
        new SubmitJob({ executor: store.executor, queues, store: store.engine, clock: store.clock, types, workers: engine.liveWorkers, seals, consents, offers: engine.offers, policy }),
      inject: [GatewayStore, JobQueues, JobTypeRules, Engine, SealJobs, Consents, { token: PolicyGate, optional: true }],
    },
    { provide: DefineJobTypes, useFactory: (store: GatewayStore) => new DefineJobTypes(store.resources), inject: [GatewayStore] },
    { provide: ControlQueues, useFactory: (store: GatewayStore, engine: Engine) => new ControlQueues(store.resources, store.engine, engine.liveWorkers), inject: [GatewayStore, Engine] },
    { provide: ControlWorkers, useFactory: (store: GatewayStore, engine: Engine) => new ControlWorkers(store.resources, store.sightings, engine.workers), inject: [GatewayStore, Engine] },
  ];
}
