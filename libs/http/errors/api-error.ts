import { ErrorCode, Fault, type PolicyVerdict, type SecurityCategory } from '#contracts';
import { ERROR_CATALOGUE } from './error-catalogue';

export interface ApiErrorFacts {
  /** What happened this time, for the caller: what was expected, what was there. */
  readonly detail?: string;
  /** Which parts of the body or query are at fault. */
  readonly errors?: readonly Fault[];
  /** The rule that refuses it. */
  readonly policy?: PolicyVerdict;
  /** Overrides the catalogue's `Retry-After`. */
  readonly retryAfterSeconds?: number;
  /** What a log line should carry besides; never sent to the caller. */
  readonly facts?: Readonly<Record<string, unknown>>;
  /** The refusal may be that of an attack: it is noted as a security event. The caller is not told. */
  readonly suspicion?: SecurityCategory;
  readonly cause?: unknown;
}

/**
 * A refusal that the caller can act on: a stable code of the catalogue and the facts of this occurrence. Libraries that may not import
 * this one throw any `Error` whose `code` is in the catalogue; the mapping treats both alike.
 */
export class ApiError extends Error implements ApiErrorFacts {
  readonly detail?: string;
  readonly errors?: readonly Fault[];
  readonly policy?: PolicyVerdict;
  readonly retryAfterSeconds?: number;
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly suspicion?: SecurityCategory;

  constructor(readonly code: ErrorCode, facts: ApiErrorFacts = {}) {
    super(facts.detail ?? ERROR_CATALOGUE[code].title, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.name = 'ApiError';
    if (facts.detail !== undefined) this.detail = facts.detail;
    if (facts.errors !== undefined) this.errors = facts.errors;
    if (facts.policy !== undefined) this.policy = facts.policy;
    if (facts.retryAfterSeconds !== undefined) this.retryAfterSeconds = facts.retryAfterSeconds;
    if (facts.facts !== undefined) this.facts = facts.facts;
    if (facts.suspicion !== undefined) this.suspicion = facts.suspicion;
  }
}
