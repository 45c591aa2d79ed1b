import { makeGatekeeper, type ServiceOptions } from '#http';
import type { GatewayEnv } from './gateway.env';
import { GatewayModule } from './gateway.module';
import { GatewayStore } from './store/gateway-store';

/** How the gateway is made: by `main.ts`, by its specs, and by what generates its `openapi.json`. */
export function gatewayService(env: GatewayEnv): ServiceOptions {
  const webhook = env.GATEWAY_ALERT_WEBHOOK_TOKEN;
  const gatekeeper = makeGatekeeper(env, webhook === undefined ? [] : [{ id: 'webhook-token', token: webhook, roles: ['monitor'] }]);
  return {
    module: GatewayModule.of(env),
    service: 'gateway',
    version: '0.1.0',
    env,
    gatekeeper,
    configure: (app) => {
      const { apiKeys } = app.get(GatewayStore);
      gatekeeper.verifyKeysWith((key) => apiKeys.verify(key));
      GatewayModule.connect(app, env);
    },
  };
}
