import type { ServiceOptions } from '#http';
import type { GatewayEnv } from './gateway.env';
import { GatewayModule } from './gateway.module';

/** How the gateway is made: by `main.ts`, by its specs, and by what generates its `openapi.json`. */
export function gatewayService(env: GatewayEnv): ServiceOptions {
  return {
    module: GatewayModule.of(env),
    service: 'gateway',
    version: '0.1.0',
    env,
    configure: (app) => GatewayModule.connect(app, env),
  };
}
