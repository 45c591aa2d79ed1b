import type { ServiceOptions } from '#http';
import type { AggregatorEnv } from './aggregator.env';
import { AggregatorModule } from './aggregator.module';

/** How the aggregator is made: by `main.ts`, by its specs, and by what generates its `openapi.json`. */
export function aggregatorService(env: AggregatorEnv): ServiceOptions {
  return {
    module: AggregatorModule.of(env),
    service: 'aggregator',
    version: '0.1.0',
    env,
    configure: (app) => AggregatorModule.connect(app),
  };
}
