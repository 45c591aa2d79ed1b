import { argon2, type Argon2Parameters, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/*
 * Passwords are kept as Argon2id of Node's own OpenSSL, on its thread pool: a sign-in keeps no request waiting. Memory and passes are the least that OWASP asks
 * for. What they were stands beside each hash, so that they can be raised and old hashes still hold.
 */

const PASSES = 2;
const MEMORY_KIB = 19_456;
const TAG_BYTES = 32;
const PHC = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$/;

/** Each hash takes 19 MiB and a core for some dozen milliseconds: more at once would be a way to keep the service busy. */
const MOST_AT_ONCE = 2;
const MOST_WAITING = 32;

const derive = promisify<'argon2id', Argon2Parameters, Buffer>(argon2);

/** As many hashes at once as the machine can bear; the rest wait in line, and beyond that are refused. */
export class PasswordHasher {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  hash(password: string): Promise<string> {
    return this.inTurn(async () => {
      const nonce = randomBytes(16);
      const tag = await tagOf(password, { nonce, memory: MEMORY_KIB, passes: PASSES, parallelism: 1 });
      return `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=1$${unpadded(nonce)}$${unpadded(tag)}`;
    });
  }

  /** Takes as long where there is no such user (`hash` is undefined): nobody learns names from the time it takes. */
  verify(password: string, hash: string | undefined): Promise<boolean> {
    return this.inTurn(async () => {
      const [, memory, passes, parallelism, nonce = '', expected = ''] = PHC.exec(hash ?? NOBODYS) ?? [];
      if (memory === undefined) return false;
      const tag = await tagOf(password, { nonce: Buffer.from(nonce, 'base64'), memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) });
      return timingSafeEqual(tag, Buffer.from(expected, 'base64')) && hash !== undefined;
    });
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= MOST_AT_ONCE) {
      if (this.waiting.length >= MOST_WAITING) throw new TooManySignIns();
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    } else {
      this.running += 1;
    }
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      // Whose turn it is now takes over the place.
      if (next === undefined) this.running -= 1;
      else next();
    }
  }
}

export class TooManySignIns extends Error {
  readonly code = 'not_ready';
  constructor() {
    super('too many passwords are being checked');
  }
}

const NOBODYS = `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`;

/** The same characters, however a keyboard composes them, are the same password. */
function tagOf(password: string, parameters: Pick<Argon2Parameters, 'memory' | 'passes' | 'parallelism'> & { readonly nonce: Buffer }): Promise<Buffer> {
  return derive('argon2id', { message: password.normalize('NFKC'), tagLength: TAG_BYTES, ...parameters });
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}
