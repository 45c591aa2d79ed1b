import { hash as hashOf } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { type PolicyPack, validator } from '#contracts';
import { compilePack, type CompiledPack, faultsOfPack } from './compile-pack';

/** Why a policy file is not taken: it cannot be used, or it is not provably the file that it should be. */
export type PolicyFault = 'POLICY_UPDATE_FAILED' | 'POLICY_INTEGRITY_CHECK_FAILED';

/** A policy file that is not taken; the message says all that is wrong with it. */
export class PolicyRefused extends Error {
  constructor(
    readonly fault: PolicyFault,
    readonly file: string,
    readonly faults: readonly string[],
    options?: ErrorOptions,
  ) {
    super(`${file}: ${faults.join('; ')}`, options);
    this.name = 'PolicyRefused';
  }
}

/** How a file is read and hashed; other ones in specs. */
export interface PackSource {
  readonly read: (file: string) => Buffer;
  readonly hash: (bytes: Buffer) => string;
  /** What FILE.sha256 says, if there is one beside it. */
  readonly expectedHash: (file: string) => string | undefined;
}

const MOST_BYTES = 4 * 1024 * 1024;
const MOST_FAULTS = 20;

const FILES: PackSource = {
  read: (file) => readFileSync(file),
  hash: (bytes) => hashOf('sha256', bytes, 'hex'),
  expectedHash: (file) => (existsSync(`${file}.sha256`) ? readFileSync(`${file}.sha256`, 'utf8').trim().split(/\s+/)[0] : undefined),
};

/**
 * Reads, proves, checks and compiles a policy pack. Nothing is half taken.
 *
 * @throws PolicyRefused with every fault that was found
 */
export function loadPack(file: string, source: PackSource = FILES): CompiledPack {
  const bytes = attempt(() => source.read(file), 'POLICY_UPDATE_FAILED', file, 'cannot be read');
  if (bytes.length > MOST_BYTES) throw new PolicyRefused('POLICY_UPDATE_FAILED', file, [`has ${bytes.length} bytes, ${MOST_BYTES} are allowed`]);
  const hash = attempt(() => source.hash(bytes), 'POLICY_INTEGRITY_CHECK_FAILED', file, 'cannot be hashed');
  const expected = attempt(() => source.expectedHash(file), 'POLICY_INTEGRITY_CHECK_FAILED', file, 'has a .sha256 beside it that cannot be read');
  if (expected !== undefined && expected.toLowerCase() !== hash) throw new PolicyRefused('POLICY_INTEGRITY_CHECK_FAILED', file, [`is not the file that its .sha256 names: ${hash} in place of ${expected.slice(0, 80)}`]);
  return compilePack(parsePack(file, bytes.toString('utf8')), hash);
}

function parsePack(file: string, text: string): PolicyPack {
  const refuse = (faults: readonly string[]): never => {
    throw new PolicyRefused('POLICY_UPDATE_FAILED', file, faults.slice(0, MOST_FAULTS));
  };
  const document = parseDocument(text, { strict: true, uniqueKeys: true });
  if (document.errors.length > 0) return refuse(document.errors.map(({ message }) => message.split('\n')[0] ?? message));
  // Aliases multiply: some lines of YAML can stand for gigabytes.
  const value: unknown = attempt(() => document.toJS({ maxAliasCount: 0 }) as unknown, 'POLICY_UPDATE_FAILED', file, 'cannot be read as YAML');
  const checked = validator('PolicyPack')(value);
  if (!checked.ok) return refuse(checked.errors.map(({ pointer, message }) => `${pointer === '' ? 'the file' : pointer} ${message}`));
  const faults = faultsOfPack(checked.value);
  return faults.length > 0 ? refuse(faults) : checked.value;
}

function attempt<T>(action: () => T, fault: PolicyFault, file: string, what: string): T {
  try {
    return action();
  } catch (cause) {
    throw new PolicyRefused(fault, file, [`${what}: ${cause instanceof Error ? cause.message : String(cause)}`], { cause });
  }
}
