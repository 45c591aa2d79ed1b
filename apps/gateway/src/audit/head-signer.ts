import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ConfigurationError } from '#config';
import type { AuditHead } from '#contracts';
import { type AuditRow, headText } from '#event-log';

/** Signs heads of the audit trail with Ed25519. */
export class HeadSigner {
  readonly keyId: string;
  readonly publicKeyPem: string;

  constructor(
    private readonly key: KeyObject,
    /** False for a key that was made at start and dies with the process: its signatures prove that one process made them, not whose. */
    readonly isKept: boolean,
  ) {
    const publicKey = createPublicKey(key);
    this.publicKeyPem = publicKey.export({ type: 'spki', format: 'pem' }) as string;
    this.keyId = createHash('sha256').update(publicKey.export({ type: 'spki', format: 'der' })).digest('hex').slice(0, 16);
  }

  /**
   * The signer with the key of a file. One that is not there yet is made, its public key beside it: an installation has a key from its first start on.
   *
   * @throws ConfigurationError when the file holds no Ed25519 private key
   */
  static of(file: string | undefined): HeadSigner {
    if (file === undefined) return new HeadSigner(generateKeyPairSync('ed25519').privateKey, false);
    let key: KeyObject;
    try {
      key = createPrivateKey(readOrMake(file));
    } catch (error) {
      throw new ConfigurationError([{ variable: 'GATEWAY_AUDIT_KEY_FILE', problem: `cannot be read as a private key (${error instanceof Error ? error.message : String(error)})` }]);
    }
    if (key.asymmetricKeyType !== 'ed25519') throw new ConfigurationError([{ variable: 'GATEWAY_AUDIT_KEY_FILE', problem: 'is no Ed25519 key' }]);
    return new HeadSigner(key, true);
  }

  sign({ sequence, hash }: Pick<AuditRow, 'sequence' | 'hash'>, nowMs: number): AuditHead {
    const head = { sequence, hash, signedAt: new Date(nowMs).toISOString(), keyId: this.keyId };
    return { ...head, signature: sign(null, Buffer.from(headText(head)), this.key).toString('base64url') };
  }
}

function readOrMake(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  mkdirSync(dirname(file), { recursive: true });
  try {
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { flag: 'wx', mode: 0o600 });
    writeFileSync(`${file}.pub`, publicKey.export({ type: 'spki', format: 'pem' }));
  } catch (error) {
    // Another gateway was faster; its key is the key.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file);
}
