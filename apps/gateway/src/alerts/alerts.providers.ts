import type { FactoryProvider } from '@nestjs/common';
import { LOGGER } from '#http';
import type { Logger } from '#observability';
import { AlertWatch } from '../engine/alerts/alert-watch';
import { Engine } from '../engine/engine';
import type { GatewayEnv } from '../gateway.env';
import { GatewayStore } from '../store/gateway-store';
import { ReceiveAlerts } from './receive-alerts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** What takes alerts in, and what watches over them. */
export function alertProviders(env: Pick<GatewayEnv, 'GATEWAY_ALERT_ACKNOWLEDGE_MINUTES' | 'GATEWAY_ALERT_SILENCE_MINUTES' | 'GATEWAY_ALERT_RETENTION_HOURS'>): FactoryProvider[] {
  return [
    {
      provide: ReceiveAlerts,
      useFactory: ({ resources, alerts: reader, clock, executor }: GatewayStore) => new ReceiveAlerts({ resources, reader, clock, head: () => executor.knownHead }),
      inject: [GatewayStore],
    },
    {
      provide: AlertWatch,
      useFactory: ({ resources, alerts: reader, clock }: GatewayStore, engine: Engine, logger: Logger) => {
        const escalateAfterMs = env.GATEWAY_ALERT_ACKNOWLEDGE_MINUTES * MINUTE_MS;
        const silenceMs = env.GATEWAY_ALERT_SILENCE_MINUTES * MINUTE_MS;
        const watch = new AlertWatch({ resources, reader, clock, logger, escalateAfterMs, silenceMs, keepResolvedMs: env.GATEWAY_ALERT_RETENTION_HOURS * HOUR_MS });
        engine.addLeaderPart(watch);
        return watch;
      },
      inject: [GatewayStore, Engine, LOGGER],
    },
  ];
}
