import { hash, timingSafeEqual } from 'node:crypto';
import type { Role } from '#contracts';
import { parseApiKey } from './api-key';
import { readCredential } from './credential';
import { CredentialCache, type Verified } from './credential-cache';
import { ANONYMOUS, type Principal, principalOf } from './principal';
import { issuerOf, OWN_ISSUER, type TokenVerifier } from './token-verifier';

/** A token of the configuration, for those that can hold no key: scrapes, a webhook, an operator who debugs. */
export interface StaticToken {
  readonly id: string;
  readonly token: string;
  readonly roles: readonly Role[];
}

export interface GatekeeperOptions {
  readonly mode: 'off' | 'required';
  readonly tokens?: TokenVerifier;
  readonly staticTokens?: readonly StaticToken[];
  readonly now?: () => number;
}

export type Identified = { readonly kind: 'principal'; readonly principal: Principal } | { readonly kind: 'refused'; readonly why: string; readonly credential: 'none' | 'bad' };

const EVERYBODY: Identified = Object.freeze({ kind: 'principal', principal: ANONYMOUS });
const NOBODY: Identified = Object.freeze({ kind: 'refused', why: 'the request carries no credential', credential: 'none' });

/** Says who sends a request. Knows nothing of routes: what a principal may do is decided where the route is known. */
export class Gatekeeper {
  readonly mode: 'off' | 'required';
  private readonly cache: CredentialCache;
  private readonly statics: readonly { readonly digest: Buffer; readonly identified: Identified }[];
  private verifyKey: (key: string) => Promise<Verified> = () => Promise.reject(new KeysUnknown());

  private verifySession: ((token: string) => Promise<Verified>) | undefined;

  constructor(private readonly options: GatekeeperOptions) {
    this.mode = options.mode;
    this.cache = new CredentialCache({ verify: (text) => this.verify(text), now: options.now });
    this.statics = (options.staticTokens ?? []).map(({ id, token, roles }) => ({
      digest: hash('sha256', token, 'buffer'),
      identified: { kind: 'principal', principal: principalOf({ kind: 'static', id, name: id, tenantId: ANONYMOUS.tenantId, roles }) },
    }));
  }

  /** Where API keys are looked up; set once the parts of the app are made, before it listens. */
  verifyKeysWith(verify: (key: string) => Promise<Verified>): void {
    this.verifyKey = verify;
  }

  /** Who looks at the tokens that this platform itself has signed; without one they are refused. */
  verifySessionsWith(verify: (token: string) => Promise<Verified>): void {
    this.verifySession = verify;
  }

  /** Looks where the truth is, whatever a cache holds: for those who keep the answer themselves. Undefined without a credential that could be looked up. */
  lookUp(authorization: string | undefined): Promise<Verified> | undefined {
    const credential = readCredential(authorization, []);
    return this.mode === 'off' || credential.kind !== 'bearer' || this.isStatic(credential.text) !== undefined ? undefined : this.verify(credential.text);
  }

  /** At once for a credential in use. @throws an error with a code of the catalogue when it cannot be known who it is */
  identify(authorization: string | undefined, rawHeaders: readonly string[]): Identified | Promise<Identified> {
    if (this.mode === 'off') return EVERYBODY;
    const credential = readCredential(authorization, rawHeaders);
    if (credential.kind === 'none') return NOBODY;
    if (credential.kind === 'malformed') return { kind: 'refused', why: credential.why, credential: 'bad' };
    const known = this.isStatic(credential.text);
    if (known !== undefined) return known;
    const found = this.cache.find(credential.text);
    return found instanceof Promise ? found.then(identified) : identified(found);
  }

  private isStatic(text: string): Identified | undefined {
    if (this.statics.length === 0) return undefined;
    const digest = hash('sha256', text, 'buffer');
    return this.statics.find((known) => timingSafeEqual(known.digest, digest))?.identified;
  }

  private verify(text: string): Promise<Verified> {
    if (text.startsWith('jo_')) {
      return parseApiKey(text) === undefined ? Promise.resolve({ kind: 'refused', why: 'this is no API key' }) : this.verifyKey(text);
    }
    if (this.verifySession !== undefined && issuerOf(text) === OWN_ISSUER) return this.verifySession(text);
    return this.options.tokens?.verify(text) ?? Promise.resolve({ kind: 'refused', why: 'this is no API key, and tokens are not taken here' });
  }
}

class KeysUnknown extends Error {
  readonly code = 'not_ready';
  constructor() {
    super('API keys cannot be looked up yet');
  }
}

function identified(verified: Verified): Identified {
  return verified.kind === 'principal' ? verified : { kind: 'refused', why: verified.why, credential: 'bad' };
}
