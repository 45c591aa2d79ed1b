import { createHmac } from 'node:crypto';

/** Secrets that jobs may sign with, by name. */
export type SigningSecrets = Readonly<Record<string, string>>;

/** @throws Error that says what is wrong, and quotes no secret */
export function readSigningSecrets(json: unknown): SigningSecrets {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new Error('must be an object: name of a secret to the secret');
  for (const [name, secret] of Object.entries(json)) {
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name)) throw new Error('names of secrets are letters, digits, dots, dashes and underscores');
    if (typeof secret !== 'string' || secret.length < MIN_SECRET_CHARS) throw new Error(`the secret ${name} must be a text of at least ${MIN_SECRET_CHARS} characters`);
  }
  return json as SigningSecrets;
}

/** Shorter ones can be guessed by trying. */
const MIN_SECRET_CHARS = 16;

/**
 * The value of `X-Observatory-Signature`: `t=<seconds since 1970>,v1=<hex>`, where the hex is the HMAC-SHA256 of `<t>.<body>`. A receiver makes
 * the same with its copy of the secret, compares in constant time, and refuses what is older than some minutes.
 */
export function signatureOf(secret: string, body: string, nowMs: number): string {
  const seconds = Math.floor(nowMs / 1_000);
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}
