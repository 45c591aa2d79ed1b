import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

/** 256 bits that seal values, of one tenant or of one person. Known in the clear to processes only. */
export interface DataKey {
  readonly id: string;
  readonly secret: Buffer;
}

/** What stands in the place of a value that is to be read with its key only: `1.<key id>.<base64url of nonce, ciphertext and tag>`. */
export interface SealedValue {
  readonly $sealed: string;
  /** Digests of values within, by their JSON pointers, for those who must tell values apart and need not know them: limits by a field of the payload. */
  readonly $digests?: Readonly<Record<string, string>>;
}

/** What a value is, and whose: sealed as one thing, it opens as nothing else. */
export type Purpose = 'payload' | 'result' | 'log' | 'template';

export class CannotOpen extends Error {
  constructor(why: string) {
    super(`a sealed value cannot be opened: ${why}`);
  }
}

const VERSION = '1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const FORM = /^1\.([A-Za-z0-9-]{1,64})\.([A-Za-z0-9_-]{38,})$/;

/**
 * Seals a value with AES-256-GCM, under a key derived for its owner (a job) from the data key: so nonces, which are random, need to differ within one job
 * only, and a value copied to another job does not open there.
 *
 * @param owner id of the job, or of what else it belongs to
 */
export function seal(value: unknown, key: DataKey, owner: string, purpose: Purpose): SealedValue {
  return { $sealed: sealText(JSON.stringify(value), key, owner, purpose) };
}

/** @throws CannotOpen for a wrong key, another owner or purpose, and for what is damaged */
export function open(sealed: string, key: DataKey, owner: string, purpose: Purpose): unknown {
  const [, , body = ''] = FORM.exec(sealed) ?? [];
  const bytes = Buffer.from(body, 'base64url');
  if (bytes.length < NONCE_BYTES + TAG_BYTES) throw new CannotOpen('it is not in the form of one');
  const decipher = createDecipheriv('aes-256-gcm', keyOf(key, owner), bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(`${purpose}/${owner}`));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    return JSON.parse(decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)).toString() + decipher.final().toString());
  } catch {
    throw new CannotOpen('it was changed, or belongs to another job or another key');
  }
}

/** The key that a sealed value needs, or undefined for any other value. */
export function keyIdOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('$sealed' in value)) return undefined;
  const { $sealed } = value;
  return typeof $sealed === 'string' ? FORM.exec($sealed)?.[1] : undefined;
}

/** Tells values of one tenant apart without telling what they are. */
export function digestWith(key: DataKey, value: unknown): string {
  return createHmac('sha256', key.secret).update(`digest/${JSON.stringify(value)}`).digest('base64url').slice(0, 22);
}

function sealText(text: string, key: DataKey, owner: string, purpose: Purpose): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyOf(key, owner), nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(`${purpose}/${owner}`));
  const body = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${VERSION}.${key.id}.${body.toString('base64url')}`;
}

function keyOf({ secret }: DataKey, owner: string): Buffer {
  return createHmac('sha256', secret).update(`seal/1/${owner}`).digest();
}
