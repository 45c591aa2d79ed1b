import { hash } from 'node:crypto';
import type { Principal } from './principal';

/** What came of looking at a credential. A lookup that cannot be done (its store is away) throws. */
export type Verified = { readonly kind: 'principal'; readonly principal: Principal } | { readonly kind: 'refused'; readonly why: string };

export interface CredentialCacheOptions {
  /** Looks where the truth is: a store, another service, a signature. */
  readonly verify: (credential: string) => Promise<Verified>;
  readonly now?: () => number;
  readonly mostPrincipals?: number;
  readonly mostRefusals?: number;
  readonly mostPending?: number;
}

/** A credential that is in use is looked up again, beside the requests, when its last lookup is older than this. */
const FRESH_MS = 2_000;
/** A principal older than this waits for its lookup: revoked means refused within five seconds. */
const USABLE_MS = 4_500;
/** While lookups fail because the store is away, what was known before it went holds so long. */
const USABLE_IN_OUTAGE_MS = 60_000;
/** A refusal is kept just long enough that a client in a loop does not become a loop of lookups; a new key works a second later at worst. */
const REFUSED_MS = 1_000;

interface Known {
  readonly principal: Principal;
  checkedAt: number;
  looking: boolean;
}

export class TooManyLookups extends Error {
  readonly code = 'not_ready';
  constructor() {
    super('too many credentials are being looked up');
  }
}

/**
 * Who a credential belongs to, without I/O for one that is in use: the lookup is repeated beside the requests. Entries are found by the SHA-256 of the
 * credential, so that no credential stays in memory, and no comparison takes longer the more of it is right. Wrong ones have a table of their own: a flood
 * of them drives nobody else out.
 */
export class CredentialCache {
  private readonly known = new Map<string, Known>();
  private readonly refused = new Map<string, { readonly why: string; readonly at: number }>();
  private readonly pending = new Map<string, Promise<Verified>>();
  private readonly now: () => number;

  constructor(private readonly options: CredentialCacheOptions) {
    this.now = options.now ?? Date.now;
  }

  /** At once for what is known, else a promise. @throws what the lookup throws, when nothing usable is known */
  find(credential: string): Verified | Promise<Verified> {
    const digest = hash('sha256', credential, 'base64url');
    const now = this.now();
    const known = this.known.get(digest);
    if (known !== undefined) {
      if (isOver(known.principal, now)) return { kind: 'refused', why: 'the credential has expired' };
      const age = now - known.checkedAt;
      if (age <= FRESH_MS) return { kind: 'principal', principal: known.principal };
      if (age <= USABLE_MS) {
        this.lookBeside(digest, credential, known);
        return { kind: 'principal', principal: known.principal };
      }
      return this.look(digest, credential).catch((error: unknown) => {
        if (this.known.get(digest) === known && now - known.checkedAt <= USABLE_IN_OUTAGE_MS) return { kind: 'principal', principal: known.principal };
        throw error;
      });
    }
    const refusal = this.refused.get(digest);
    if (refusal !== undefined && now - refusal.at <= REFUSED_MS) return { kind: 'refused', why: refusal.why };
    return this.look(digest, credential);
  }

  private lookBeside(digest: string, credential: string, known: Known): void {
    if (known.looking) return;
    known.looking = true;
    this.look(digest, credential)
      .catch(() => undefined)
      .finally(() => {
        known.looking = false;
      });
  }

  /** One lookup at a time for each credential, and a bounded number in all. */
  private look(digest: string, credential: string): Promise<Verified> {
    const under = this.pending.get(digest);
    if (under !== undefined) return under;
    if (this.pending.size >= (this.options.mostPending ?? 64)) return Promise.reject(new TooManyLookups());
    const askedAt = this.now();
    const look = this.options
      .verify(credential)
      .then((verified) => this.note(digest, verified, askedAt))
      .finally(() => this.pending.delete(digest));
    this.pending.set(digest, look);
    return look;
  }

  private note(digest: string, verified: Verified, askedAt: number): Verified {
    this.known.delete(digest);
    this.refused.delete(digest);
    if (verified.kind === 'refused') {
      makeRoom(this.refused, this.options.mostRefusals ?? 10_000);
      this.refused.set(digest, { why: verified.why, at: askedAt });
      return verified;
    }
    if (isOver(verified.principal, this.now())) return { kind: 'refused', why: 'the credential has expired' };
    makeRoom(this.known, this.options.mostPrincipals ?? 10_000);
    this.known.set(digest, { principal: verified.principal, checkedAt: askedAt, looking: false });
    return verified;
  }
}

function isOver({ expiresAtMs }: Principal, now: number): boolean {
  return expiresAtMs !== undefined && now >= expiresAtMs;
}

/** The oldest entry goes; what is in use is put in anew every few seconds, and so is never the oldest for long. */
function makeRoom(entries: Map<string, unknown>, most: number): void {
  if (entries.size < most) return;
  const [oldest] = entries.keys();
  if (oldest !== undefined) entries.delete(oldest);
}
