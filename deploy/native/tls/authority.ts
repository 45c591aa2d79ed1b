import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import forge from 'node-forge';

/** A certificate and its key, PEM. */
export interface Issued {
  readonly cert: string;
  readonly key: string;
}

const A_DAY_MS = 86_400_000;
/** A laptop's clock may be a little behind. */
const EARLIER_MS = A_DAY_MS;
const DAYS = 365;

/**
 * An authority of this machine alone, for stacks that speak TLS: nobody trusts it who was not told to. Its key never leaves the folder.
 */
export class Authority {
  private constructor(
    readonly cert: string,
    private readonly key: string,
  ) {}

  static make(name = 'Job Observatory, local'): Authority {
    const pair = rsa();
    return new Authority(certificate({ name, issuer: undefined, publicKey: pair.publicKey, signWith: pair.key, names: [], authority: true, validForDays: DAYS }), pair.key);
  }

  /** The one of this folder; made when there is none. */
  static in(folder: string): Authority {
    const [cert, key] = [join(folder, 'ca.pem'), join(folder, 'ca-key.pem')];
    if (existsSync(cert) && existsSync(key)) return new Authority(readFileSync(cert, 'utf8'), readFileSync(key, 'utf8'));
    const made = Authority.make();
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    writePem(key, made.key, 0o600);
    writePem(cert, made.cert, 0o644);
    return made;
  }

  /** For a server or a client of these names and addresses. */
  issue(name: string, names: readonly string[] = ['localhost', '127.0.0.1', '::1'], validForDays = DAYS): Issued {
    const pair = rsa();
    return { cert: certificate({ name, issuer: this.cert, publicKey: pair.publicKey, signWith: this.key, names, authority: false, validForDays }), key: pair.key };
  }
}

/** Whole or not at all: somebody may be reading it. */
export function writePem(file: string, text: string, mode: number): void {
  const half = `${file}.${process.pid}`;
  writeFileSync(half, text, { mode });
  chmodSync(half, mode);
  renameSync(half, file);
}

interface Wish {
  readonly name: string;
  readonly issuer: string | undefined;
  readonly publicKey: string;
  readonly signWith: string;
  readonly names: readonly string[];
  readonly authority: boolean;
  readonly validForDays: number;
}

/** By Node: forge's own keys take seconds. */
function rsa(): { readonly publicKey: string; readonly key: string } {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
  return { publicKey, key: privateKey };
}

function certificate({ name, issuer, publicKey, signWith, names, authority, validForDays }: Wish): string {
  const made = forge.pki.createCertificate();
  made.publicKey = forge.pki.publicKeyFromPem(publicKey);
  // A positive number: its first bit is 0.
  made.serialNumber = `01${randomBytes(15).toString('hex')}`;
  made.validity.notBefore = new Date(Date.now() - EARLIER_MS);
  made.validity.notAfter = new Date(Date.now() + validForDays * A_DAY_MS);
  const subject = [{ name: 'commonName', value: name }];
  made.setSubject(subject);
  made.setIssuer(issuer === undefined ? subject : forge.pki.certificateFromPem(issuer).subject.attributes);
  made.setExtensions([
    { name: 'basicConstraints', cA: authority, critical: true },
    { name: 'keyUsage', critical: true, ...(authority ? { keyCertSign: true, cRLSign: true } : { digitalSignature: true, keyEncipherment: true }) },
    ...(authority ? [] : [{ name: 'extKeyUsage', serverAuth: true, clientAuth: true }, { name: 'subjectAltName', altNames: names.map((value) => (/^[\d.]+$|:/.test(value) ? { type: 7, ip: value } : { type: 2, value })) }]),
    { name: 'subjectKeyIdentifier' },
  ]);
  signByNode(made, signWith);
  return forge.pki.certificateToPem(made);
}

/** Forge's own arithmetic takes a tenth of a second for a signature, Node's a millisecond. Forge hands what is to be signed to the digest, and the digest to the key. */
function signByNode(made: forge.pki.Certificate, keyPem: string): void {
  let toSign = '';
  const digest: forge.md.MessageDigest = Object.assign(forge.md.sha256.create(), { update: (bytes: string) => ((toSign = bytes), digest) });
  made.sign({ sign: () => sign('sha256', Buffer.from(toSign, 'latin1'), keyPem).toString('latin1') } as unknown as forge.pki.rsa.PrivateKey, digest);
}
