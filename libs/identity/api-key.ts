import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/*
 * An API key is `jo_<env>_<id>_<secret>`: the kind of environment that made it is for people and secret scanners, the id finds its row and may be logged, the secret is 256 random bits that are shown once. The store keeps an HMAC of the
 * secret under a salt of the key's own. A slow hash would add nothing: nobody guesses 256 random bits, and a password's slowness on each first use would be a
 * way to keep the service busy.
 */

/** Keys of before there were environments in them have none. */
const SHAPE = /^jo_(?:(prod|dev|test)_)?([0-9a-f]{16})_([A-Za-z0-9_-]{43})$/;

export type KeyEnvironment = 'prod' | 'dev' | 'test';

export function keyEnvironmentOf(nodeEnv: 'development' | 'test' | 'production'): KeyEnvironment {
  return nodeEnv === 'production' ? 'prod' : nodeEnv === 'test' ? 'test' : 'dev';
}

export interface ApiKeyParts {
  readonly id: string;
  readonly secret: string;
  /** Absent in keys of before. */
  readonly environment?: KeyEnvironment;
}

export interface KeyHash {
  readonly salt: Buffer;
  readonly hash: Buffer;
}

export interface NewKey extends KeyHash {
  readonly id: string;
  /** To be shown once and kept by nobody. */
  readonly key: string;
}

export function newApiKey(environment: KeyEnvironment = 'dev', id = randomBytes(8).toString('hex')): NewKey {
  const secret = randomBytes(32).toString('base64url');
  const salt = randomBytes(16);
  return { id, key: `jo_${environment}_${id}_${secret}`, salt, hash: hashOf(secret, salt) };
}

/** A key that was made elsewhere, as the store keeps it; undefined for what is none. */
export function hashedApiKey(text: string): (KeyHash & { readonly id: string }) | undefined {
  const parts = parseApiKey(text);
  if (parts === undefined) return undefined;
  const salt = randomBytes(16);
  return { id: parts.id, salt, hash: hashOf(parts.secret, salt) };
}

/** The parts of a key, or undefined for what is none. */
export function parseApiKey(text: string): ApiKeyParts | undefined {
  const [, environment, id, secret] = SHAPE.exec(text) ?? [];
  return id === undefined || secret === undefined ? undefined : { id, secret, environment: environment as KeyEnvironment | undefined };
}

/** Whether this is the secret; takes as long for a wrong one. */
export function secretMatches(secret: string, { salt, hash }: KeyHash): boolean {
  const given = hashOf(secret, salt);
  return given.length === hash.length && timingSafeEqual(given, hash);
}

function hashOf(secret: string, salt: Buffer): Buffer {
  return createHmac('sha256', salt).update(secret).digest();
}
