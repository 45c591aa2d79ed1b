import { createLocalJWKSet, createRemoteJWKSet, decodeJwt, errors, type JSONWebKeySet, type JWTPayload, jwtVerify, type JWTVerifyGetKey } from 'jose';
import type { Verified } from './credential-cache';
import { isRole } from './permissions';
import { principalOf } from './principal';

/** Signatures with a private key only: with a shared secret among them, a public key could be used as one. */
const ALGORITHMS = ['EdDSA', 'RS256'];
/** How far the clocks of issuer and service may be apart. */
const CLOCK_SKEW_SECONDS = 30;
/** A token that lives longer cannot have been meant for a session, and nothing could take it back. */
const LONGEST_LIFE_SECONDS = 24 * 3_600;
const JWKS_TIMEOUT_MS = 3_000;

/** What the tokens that the gateway itself signs name as issuer and audience. Which installation they are of, its keys say. */
export const OWN_ISSUER = 'job-observatory';
export const OWN_AUDIENCE = 'job-observatory';

/** Who a token says has issued it. Nothing is checked: it only says who has to check. */
export function issuerOf(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}

const TENANT = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;
const SUBJECT = /^[\x21-\x7e]{1,128}$/;
const NAME = /^[\x20-\x7e]{1,128}$/;

export interface TokenVerifierOptions {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: { readonly url: string } | { readonly set: JSONWebKeySet } | { readonly find: JWTVerifyGetKey };
  readonly now?: () => number;
}

/**
 * Verifies JSON Web Tokens of one issuer for one audience: `sub` is who, `tenant` and `roles` say what for. Without `exp`, `iss`, `aud`, `sub` and `tenant`
 * it is refused, and so is a role that nobody here knows: a token is taken as a whole or not at all.
 */
export class TokenVerifier {
  private readonly keys: JWTVerifyGetKey;

  constructor(private readonly options: TokenVerifierOptions) {
    this.keys = keysOf(options.keys);
  }

  /** @throws TokenKeysUnavailable when the issuer's keys cannot be had */
  async verify(token: string): Promise<Verified> {
    const { issuer, audience, now = Date.now } = this.options;
    try {
      const { payload } = await jwtVerify(token, this.keys, {
        issuer, audience, algorithms: ALGORITHMS, clockTolerance: CLOCK_SKEW_SECONDS, requiredClaims: ['exp', 'iat', 'sub', 'tenant'], currentDate: new Date(now()),
      });
      return principalIn(payload);
    } catch (error) {
      if (error instanceof errors.JWKSTimeout || (error instanceof errors.JWKSInvalid && 'url' in this.options.keys)) throw new TokenKeysUnavailable(error);
      if (error instanceof errors.JOSEError) return { kind: 'refused', why: reasonOf(error) };
      // The issuer's keys are fetched over HTTP: what is no error of the token is one of the way there.
      throw new TokenKeysUnavailable(error);
    }
  }
}

function keysOf(keys: TokenVerifierOptions['keys']): JWTVerifyGetKey {
  if ('find' in keys) return keys.find;
  return 'url' in keys ? createRemoteJWKSet(new URL(keys.url), { timeoutDuration: JWKS_TIMEOUT_MS, cooldownDuration: 10_000 }) : createLocalJWKSet(keys.set);
}

export class TokenKeysUnavailable extends Error {
  readonly code = 'not_ready';
  constructor(cause: unknown) {
    super('the keys of the tokens cannot be had', { cause });
  }
}

function principalIn({ sub = '', iat = 0, exp = 0, tenant, roles, name, sid }: JWTPayload): Verified {
  if (!SUBJECT.test(sub)) return { kind: 'refused', why: 'the subject of the token is not one' };
  if (typeof tenant !== 'string' || !TENANT.test(tenant)) return { kind: 'refused', why: 'the token names no tenant' };
  if (!Array.isArray(roles) || !roles.every(isRole)) return { kind: 'refused', why: 'the roles of the token are not roles of this platform' };
  if (exp - iat > LONGEST_LIFE_SECONDS) return { kind: 'refused', why: 'the token lives longer than a token may' };
  return { kind: 'principal', principal: principalOf({ kind: 'token', id: sub, name: typeof name === 'string' && NAME.test(name) ? name : sub, tenantId: tenant, roles, ...(typeof sid === 'string' ? { sessionId: sid } : {}), expiresAtMs: (exp + CLOCK_SKEW_SECONDS) * 1_000 }) };
}

/** Tells the caller what is wrong with its own token; nothing of what would have been right. */
function reasonOf(error: InstanceType<typeof errors.JOSEError>): string {
  switch (error.code) {
    case 'ERR_JWT_EXPIRED':
      return 'the token has expired';
    case 'ERR_JWT_CLAIM_VALIDATION_FAILED':
      return 'a claim of the token is missing, or is not for this platform';
    default:
      return 'the token is not one that this platform takes';
  }
}
