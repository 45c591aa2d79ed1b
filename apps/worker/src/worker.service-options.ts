import type { ServiceOptions } from '#http';
import type { WorkerEnv } from './worker.env';
import { WorkerModule } from './worker.module';

/** How the worker is made: by `main.ts`, by its specs, and by what generates its `openapi.json`. */
export function workerService(env: WorkerEnv): ServiceOptions {
  return {
    module: WorkerModule.of(env),
    service: 'worker',
    version: '0.1.0',
    env,
    configure: (app) => WorkerModule.connect(app),
  };
}
