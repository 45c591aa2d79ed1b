import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** A data key as it is stored: sealed by a key of the configuration, which no store knows. */
export interface WrappedKey {
  readonly kekId: string;
  readonly wrapped: Buffer;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const SECRET_BYTES = 32;
const ENTRY = /^([A-Za-z0-9][A-Za-z0-9._-]{0,31}):([A-Za-z0-9+/_-]{43}=?)$/;

/**
 * The keys of the configuration that wrap data keys (envelope encryption). The first one wraps; the others still unwrap, so a new one is put in front, every
 * data key is wrapped again (`npm run -s keys -- rewrap`), and the old one is taken out.
 */
export class KeyEncryptionKeys {
  private readonly keys: ReadonlyMap<string, Buffer>;
  readonly currentId: string;

  /** @param entries `id:key` each, the key 32 bytes in base64 @throws TypeError that names the entry, never its key */
  constructor(entries: readonly string[]) {
    const keys = entries.map((entry, index): [string, Buffer] => {
      const [, id, key] = ENTRY.exec(entry) ?? [];
      if (id === undefined || key === undefined) throw new TypeError(`entry ${index + 1} is not of the form id:key with a key of 32 bytes in base64`);
      return [id, Buffer.from(key, 'base64')];
    });
    const first = keys[0];
    if (first === undefined) throw new TypeError('there is no key');
    this.keys = new Map(keys);
    if (this.keys.size < keys.length) throw new TypeError('two keys have the same id');
    this.currentId = first[0];
  }

  /** A new data key, in the clear and as it may be stored. */
  newDataKey(id: string): { readonly secret: Buffer } & WrappedKey {
    const secret = randomBytes(SECRET_BYTES);
    return { secret, ...this.wrap(id, secret) };
  }

  wrap(id: string, secret: Buffer): WrappedKey {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.key(this.currentId), nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(Buffer.from(id));
    return { kekId: this.currentId, wrapped: Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]) };
  }

  /** @throws Error when the key that wrapped it is not configured here, or it is not what was stored under this id */
  unwrap(id: string, { kekId, wrapped }: WrappedKey): Buffer {
    const decipher = createDecipheriv('aes-256-gcm', this.key(kekId), wrapped.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(id));
    decipher.setAuthTag(wrapped.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(wrapped.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  }

  private key(kekId: string): Buffer {
    const key = this.keys.get(kekId);
    if (key === undefined) throw new Error(`the key ${kekId} is not among ENCRYPTION_KEYS; it is needed until everything is wrapped by another`);
    return key;
  }
}

/** What is wrong with one entry of ENCRYPTION_KEYS, for the check of the configuration. Never quotes it: it is a key. */
export function faultOfKey(entry: string): string | undefined {
  return ENTRY.test(entry) ? undefined : 'an item is not of the form id:key with a key of 32 bytes in base64';
}
