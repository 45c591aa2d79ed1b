import type { ServiceOptions } from '#http';
import type { ObservatoryEnv } from './observatory.env';
import { ObservatoryModule } from './observatory.module';

/** How the observatory is made: by `main.ts`, by its specs, and by what generates its `openapi.json`. */
export function observatoryService(env: ObservatoryEnv): ServiceOptions {
  return {
    module: ObservatoryModule.of(env),
    service: 'observatory',
    version: '0.1.0',
    env,
  };
}
