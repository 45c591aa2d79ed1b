import { ConfigurationError } from '#config';
import { PolicyInForce, PolicyRefused } from '#governance';
import type { GatewayEnv } from '../gateway.env';
import type { PolicyReloads } from './policy-reloads';

/** What governs jobs in this process; nothing where it is switched off. */
export class Governance {
  constructor(readonly parts: { readonly policy: PolicyInForce; readonly reloads: PolicyReloads } | undefined) {}
}

/**
 * The policy that a gateway starts with.
 *
 * @returns undefined where governance is switched off
 * @throws ConfigurationError when the file is missing, cannot be used, or is not provably the right one: nothing starts without a policy
 */
export function policyOf({ GOVERNANCE_MODE, GOVERNANCE_POLICY_PACK }: Pick<GatewayEnv, 'GOVERNANCE_MODE' | 'GOVERNANCE_POLICY_PACK'>): PolicyInForce | undefined {
  if (GOVERNANCE_MODE === 'off') return undefined;
  try {
    return new PolicyInForce(GOVERNANCE_POLICY_PACK);
  } catch (error) {
    if (!(error instanceof PolicyRefused)) throw error;
    const problem = error.faults.map((fault) => `${error.file} ${fault}`).join('; ');
    throw new ConfigurationError([{ variable: 'GOVERNANCE_POLICY_PACK', problem: `${error.fault === 'POLICY_UPDATE_FAILED' ? '' : `${error.fault}: `}${problem}` }]);
  }
}
