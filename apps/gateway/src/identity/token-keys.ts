import { randomBytes } from 'node:crypto';
import { type CryptoKey, errors, exportJWK, generateKeyPair, importJWK, importPKCS8, exportPKCS8, type JWK, type JWTVerifyGetKey } from 'jose';
import type { JwksResponse, SigningKeyResponse } from '#contracts';
import type { SigningKeyStore, StoredSigningKey } from '#event-log';
import { type KeyPlan, type KeyRules, type KeyTimes, planKeys, unwrapKey, wrapKey } from '#identity';

/** Another gateway may have made a key since. */
const RELOAD_EVERY_MS = 10_000;
/** A key that is not known here is looked for in the store, at most so often. */
const RELOAD_AT_MOST_EVERY_MS = 500;

interface TokenKey extends KeyTimes {
  readonly jwk: JwksResponse['keys'][number];
  readonly verifies: CryptoKey;
  readonly signs: CryptoKey | undefined;
}

export interface TokenKeysOptions {
  readonly store: SigningKeyStore;
  /** Seals the private halves in the store. */
  readonly secret: string;
  readonly rules: KeyRules;
  readonly now?: () => number;
}

/** The keys that sign tokens, the same for all gateways: each reads them from the store, and makes the next one when it is time. */
export class TokenKeys {
  private readonly known = new Map<string, TokenKey>();
  private loadedAtMs = -Infinity;
  private loading: Promise<void> | undefined;
  private readonly now: () => number;

  constructor(private readonly options: TokenKeysOptions) {
    this.now = options.now ?? Date.now;
  }

  /** @throws the store's errors where no key is known yet */
  async signing(): Promise<{ readonly kid: string; readonly key: CryptoKey }> {
    await this.upToDate(RELOAD_EVERY_MS);
    let { signing, wantedFromMs } = this.plan();
    if (wantedFromMs !== undefined) {
      await this.make(wantedFromMs);
      ({ signing, wantedFromMs } = this.plan());
    }
    if (signing?.signs === undefined) throw new Error('there is no key to sign with');
    return { kid: signing.kid, key: signing.signs };
  }

  async published(): Promise<JwksResponse> {
    await this.upToDate(RELOAD_EVERY_MS);
    const { wantedFromMs } = this.plan();
    if (wantedFromMs !== undefined) await this.make(wantedFromMs);
    return { keys: this.plan().published.map(({ jwk }) => jwk) };
  }

  /** Has another key follow soon: for a key that may have become known. The one before verifies until its tokens have ended. */
  rotate(): Promise<SigningKeyResponse> {
    return this.make(this.now() + this.options.rules.aheadMs);
  }

  /** The key that a token names, for a verifier. */
  readonly find: JWTVerifyGetKey = async ({ kid }) => {
    const isPublished = (): TokenKey | undefined => this.plan().published.find((key) => key.kid === kid);
    await this.upToDate(RELOAD_EVERY_MS);
    if (isPublished() === undefined) await this.upToDate(RELOAD_AT_MOST_EVERY_MS);
    const found = isPublished();
    if (found === undefined) throw new errors.JWKSNoMatchingKey();
    return found.verifies;
  };

  private plan(): KeyPlan<TokenKey> {
    return planKeys([...this.known.values()], this.now(), this.options.rules);
  }

  private async upToDate(withinMs: number): Promise<void> {
    if (this.now() - this.loadedAtMs < withinMs) return;
    this.loading ??= this.load().finally(() => {
      this.loading = undefined;
    });
    // Keys that are known hold while the store is away.
    await this.loading.catch((error: unknown) => {
      if (this.known.size === 0) throw error;
    });
  }

  private async load(): Promise<void> {
    const atMs = this.now();
    for (const stored of await this.options.store.list()) if (!this.known.has(stored.kid)) this.known.set(stored.kid, await this.read(stored));
    this.loadedAtMs = atMs;
  }

  private async make(signsFromMs: number): Promise<SigningKeyResponse> {
    const kid = `k${randomBytes(8).toString('hex')}`;
    const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    const wrappedKey = wrapKey(Buffer.from(await exportPKCS8(privateKey)), kid, this.options.secret);
    const stored: StoredSigningKey = { kid, publicKey: JSON.stringify(await exportJWK(publicKey)), wrappedKey, signsFromMs };
    await this.options.store.add(stored);
    this.known.set(kid, await this.read(stored));
    return { kid, signsFrom: new Date(signsFromMs).toISOString() };
  }

  private async read({ kid, publicKey, wrappedKey, signsFromMs }: StoredSigningKey): Promise<TokenKey> {
    const jwk = JSON.parse(publicKey) as JWK & { readonly x: string };
    const pem = unwrapKey(wrappedKey, kid, this.options.secret)?.toString();
    return {
      kid,
      signsFromMs,
      canSign: pem !== undefined,
      jwk: { kty: 'OKP', crv: 'Ed25519', x: jwk.x, kid, alg: 'EdDSA', use: 'sig' },
      verifies: (await importJWK(jwk, 'EdDSA')) as CryptoKey,
      signs: pem === undefined ? undefined : await importPKCS8(pem, 'EdDSA'),
    };
  }
}
