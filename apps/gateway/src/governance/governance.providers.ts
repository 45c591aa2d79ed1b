import type { Provider } from '@nestjs/common';
import type { PolicyInForce } from '#governance';
import { HealthRegistry, LOGGER, SERVICE_IDENTITY, type ServiceIdentity } from '#http';
import type { Logger } from '#observability';
import { ApproveJobController } from '../approve-job/approve-job.controller';
import { GatewayStore } from '../store/gateway-store';
import { DecisionLog } from './decision-log';
import { Governance } from './governance';
import { GovernanceController } from './governance.controller';
import { PolicyGate } from './policy-gate';
import { PolicyReloads } from './policy-reloads';

/** Where people see and reload the policy, and let held jobs go on. */
export const GOVERNANCE_CONTROLLERS = [GovernanceController, ApproveJobController];

/** The policy, and what changes it. */
export function governanceProviders(policy: PolicyInForce | undefined): Provider[] {
  return [
    { provide: DecisionLog, useFactory: (logger: Logger) => new DecisionLog(logger), inject: [LOGGER] },
    {
      provide: PolicyGate,
      useFactory: (store: GatewayStore, log: DecisionLog) => {
        if (policy === undefined) return undefined;
        const gate = new PolicyGate(policy, log, () => store.clock.nowMs());
        store.governBy(gate.verdictOf);
        return gate;
      },
      inject: [GatewayStore, DecisionLog],
    },
    {
      provide: Governance,
      useFactory: ({ resources, controls }: GatewayStore, { instanceId }: ServiceIdentity, health: HealthRegistry, logger: Logger) => {
        if (policy === undefined) return new Governance(undefined);
        const reloads = new PolicyReloads({ policy, resources, controls, instanceId, logger });
        health.describe('policy', () => ({ pack: policy.pack.pack.name, hash: policy.pack.hash, rules: policy.pack.pack.rules.length, loadedAt: policy.loadedAt, platformHash: reloads.platformHash ?? null }));
        return new Governance({ policy, reloads });
      },
      inject: [GatewayStore, SERVICE_IDENTITY, HealthRegistry, LOGGER],
    },
  ];
}
