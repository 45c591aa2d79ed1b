import { makeGatekeeper, type ServiceOptions } from '#http';
import type { GatewayEnv } from './gateway.env';
import { GatewayModule } from './gateway.module';
import { policyOf } from './governance/governance';
import { SessionTokens } from './identity/session-tokens';
import { limitParts } from './rate-limits/rate-limits.providers';
import { GatewayStore } from './store/gateway-store';
import { TicketGate } from './tickets/ticket-gate';
import { TicketMetrics } from './tickets/ticket-metrics';
import { ticketSigner, type TicketParts } from './tickets/tickets.providers';

/** How the gateway is made, or why not (ConfigurationError): by `main.ts`, by its specs, and by what generates its `openapi.json`. */
export function gatewayService(env: GatewayEnv): ServiceOptions {
  const webhook = env.GATEWAY_ALERT_WEBHOOK_TOKEN;
  const gatekeeper = makeGatekeeper(env, webhook === undefined ? [] : [{ id: 'webhook-token', token: webhook, roles: ['monitor'] }]);
  const tickets: TicketParts = { signer: ticketSigner(env), metrics: new TicketMetrics() };
  const limits = limitParts(env);
  let storeNowMs: () => number = Date.now;
  return {
    module: GatewayModule.of(env, tickets, gatekeeper, limits, policyOf(env)),
    service: 'gateway',
    version: '0.1.0',
    env,
    gatekeeper,
    limits: limits.limits,
    trustedProxies: env.GATEWAY_TRUSTED_PROXIES,
    tickets: new TicketGate({ ...tickets, maxTtlMs: env.MAX_TICKET_TTL_MS, nowMs: () => storeNowMs() }),
    configure: (app) => {
      const { apiKeys, clock } = app.get(GatewayStore);
      storeNowMs = () => clock.nowMs();
      gatekeeper.verifyKeysWith((key) => apiKeys.verify(key));
      const sessions = app.get(SessionTokens);
      gatekeeper.verifySessionsWith((token) => sessions.verify(token));
      GatewayModule.connect(app, env, tickets);
    },
  };
}
