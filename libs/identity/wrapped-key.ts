import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Seals the private half of a signing key for the store: who holds a copy of the store, and not the secret, signs nothing. AES-256-GCM, bound to the key's name. */
export function wrapKey(plain: Buffer, kid: string, secret: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', wrappingKey(kid, secret), iv).setAAD(Buffer.from(kid));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
}

/** Undefined when it was sealed with another secret, or changed. */
export function unwrapKey(wrapped: Buffer, kid: string, secret: string): Buffer | undefined {
  const [iv, tag, sealed] = [wrapped.subarray(0, IV_BYTES), wrapped.subarray(IV_BYTES, IV_BYTES + TAG_BYTES), wrapped.subarray(IV_BYTES + TAG_BYTES)];
  try {
    const decipher = createDecipheriv('aes-256-gcm', wrappingKey(kid, secret), iv, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(kid)).setAuthTag(tag);
    return Buffer.concat([decipher.update(sealed), decipher.final()]);
  } catch {
    return undefined;
  }
}

function wrappingKey(kid: string, secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, kid, 'job-observatory signing key', 32));
}
