import type { FactoryProvider } from '@nestjs/common';
import { AuditTrail, LOGGER, SERVICE_IDENTITY, type ServiceIdentity } from '#http';
import type { Logger } from '#observability';
import { Engine } from '../engine/engine';
import type { GatewayEnv } from '../gateway.env';
import { GatewayStore } from '../store/gateway-store';
import { AuditKeeper } from './audit-keeper';
import { AuditWriter } from './audit-writer';
import { HeadSigner } from './head-signer';

/** What stores the audit trail, and what follows it where the relay leads. */
export function auditProviders(env: Pick<GatewayEnv, 'GATEWAY_AUDIT_KEY_FILE' | 'GATEWAY_AUDIT_HEADS_FILE'>): FactoryProvider[] {
  return [
    { provide: HeadSigner, useFactory: () => HeadSigner.of(env.GATEWAY_AUDIT_KEY_FILE) },
    {
      provide: AuditKeeper,
      useFactory: ({ audit: store, clock }: GatewayStore, engine: Engine, signer: HeadSigner, { instanceId }: ServiceIdentity, logger: Logger) => {
        const keeper = new AuditKeeper({ store, clock, signer, headsFile: env.GATEWAY_AUDIT_HEADS_FILE, instanceId, logger });
        engine.addLeaderPart(keeper);
        return keeper;
      },
      inject: [GatewayStore, Engine, HeadSigner, SERVICE_IDENTITY, LOGGER],
    },
    {
      provide: AuditWriter,
      useFactory: ({ audit: store }: GatewayStore, trail: AuditTrail, keeper: AuditKeeper, { instanceId }: ServiceIdentity, logger: Logger) =>
        new AuditWriter({ store, trail, instanceId, logger, onWritten: () => keeper.written() }),
      inject: [GatewayStore, AuditTrail, AuditKeeper, SERVICE_IDENTITY, LOGGER],
    },
  ];
}
