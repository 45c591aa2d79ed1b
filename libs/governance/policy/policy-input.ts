import type { Role } from '#contracts';

/** Who submits a job, as rules see them. */
export interface PolicyPrincipal {
  readonly kind: 'anonymous' | 'api_key' | 'token' | 'static' | 'schedule';
  readonly id: string;
  readonly roles: readonly Role[];
}

/** What a policy is asked about: always all of these fields in this order, so that every question has the same shape. */
export interface PolicyInput {
  /** A job that is being submitted, or one that a worker asks for. */
  readonly at: 'submit' | 'claim';
  readonly tenantId: string;
  /** Undefined when it is not known, as of jobs that were submitted before there were rules. */
  readonly principal: PolicyPrincipal | undefined;
  readonly type: string;
  readonly queue: string;
  readonly purpose: string | undefined;
  readonly payload: unknown;
  /** Epoch milliseconds of the store's clock. */
  readonly nowMs: number;
}
