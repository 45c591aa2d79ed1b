import { makeGatekeeper, type ServiceOptions } from '#http';
import { ConsoleFiles } from './console/console-files';
import { configureConsole } from './console/console.module';
import { consoleFallback } from './console/host-console';
import { verifyAtGateway, verifySessionsAt } from './identity';
import type { ObservatoryEnv } from './observatory.env';
import { ObservatoryModule } from './observatory.module';

/** How the observatory is made: by `main.ts`, by its specs, and by what generates its `openapi.json`. */
export function observatoryService(env: ObservatoryEnv, files = new ConsoleFiles()): ServiceOptions {
  const gatekeeper = makeGatekeeper(env);
  if (env.GATEWAY_URL !== undefined) {
    gatekeeper.verifyKeysWith(verifyAtGateway(env.GATEWAY_URL));
    gatekeeper.verifySessionsWith(verifySessionsAt(env.GATEWAY_URL));
  }
  return {
    gatekeeper,
    module: ObservatoryModule.of(env),
    service: 'observatory',
    version: '0.1.0',
    env,
    configure: configureConsole(env),
    fallback: consoleFallback(files),
  };
}
