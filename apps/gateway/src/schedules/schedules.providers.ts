import type { FactoryProvider } from '@nestjs/common';
import { LOGGER } from '#http';
import type { Logger } from '#observability';
import { cancelJob } from '../cancel-job/cancel-job';
import { Engine } from '../engine/engine';
import { ScheduleRunner } from '../engine/schedules/schedule-runner';
import type { GatewayEnv } from '../gateway.env';
import { GatewayStore } from '../store/gateway-store';
import { SubmitJob } from '../submit-job/submit-job';
import { ScheduleRecords } from './schedule-records';
import { Schedules } from './schedules';
import { submitTick } from './submit-tick';

/** Everything about schedules: what people do with them, and what runs them where the relay leads. */
export function scheduleProviders(env: Pick<GatewayEnv, 'GATEWAY_MAX_SCHEDULES'>): FactoryProvider[] {
  const cancelIn = (store: GatewayStore, engine: Engine) => async (jobId: string, by: string, reason: string) => {
    await cancelJob(store.executor, engine.control, jobId, { by, reason, cause: 'overlap' });
  };
  return [
    { provide: ScheduleRecords, useFactory: (store: GatewayStore) => new ScheduleRecords(store.resources), inject: [GatewayStore] },
    {
      provide: ScheduleRunner,
      useFactory: (store: GatewayStore, engine: Engine, jobs: SubmitJob, records: ScheduleRecords, logger: Logger) => {
        const runner = new ScheduleRunner({ reader: store.schedules, records, clock: store.clock, logger, submit: submitTick(jobs), cancel: cancelIn(store, engine) });
        engine.addLeaderPart(runner);
        return runner;
      },
      inject: [GatewayStore, Engine, SubmitJob, ScheduleRecords, LOGGER],
    },
    {
      provide: Schedules,
      useFactory: (store: GatewayStore, engine: Engine, jobs: SubmitJob, records: ScheduleRecords) =>
        new Schedules({
          resources: store.resources,
          reader: store.schedules,
          within: (tenantId) => store.within(tenantId),
          records,
          maxSchedules: env.GATEWAY_MAX_SCHEDULES,
          submit: submitTick(jobs),
          cancel: cancelIn(store, engine),
          head: () => store.executor.knownHead,
          nowMs: () => store.clock.nowMs(),
        }),
      inject: [GatewayStore, Engine, SubmitJob, ScheduleRecords],
    },
  ];
}
