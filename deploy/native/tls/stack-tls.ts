import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import tls from 'node:tls';
import { stackFolder } from '../project';
import { Authority, writePem } from './authority';

/** Of a stack whose servers and services speak TLS: its own authority, and one certificate for whatever listens on this machine. */
export interface StackTls {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
  /** Certificate and key in one file, as MongoDB wants them. */
  readonly both: string;
}

const folderOf = (stack: string): string => join(stackFolder(stack), 'tls');

const filesOf = (stack: string): StackTls => {
  const file = (name: string): string => join(folderOf(stack), name);
  return { ca: file('ca.pem'), cert: file('server.pem'), key: file('server-key.pem'), both: file('server-both.pem') };
};

/** What a stack was started with; undefined where it speaks no TLS. */
export function tlsOf(stack: string): StackTls | undefined {
  const files = filesOf(stack);
  return existsSync(files.both) ? files : undefined;
}

/** Before the first server of a stack starts: makes what is missing, or does away with it. */
export function layTls(stack: string, on: boolean): StackTls | undefined {
  if (!on) {
    rmSync(folderOf(stack), { recursive: true, force: true });
    return undefined;
  }
  const files = filesOf(stack);
  if (existsSync(files.both)) return files;
  mkdirSync(folderOf(stack), { recursive: true });
  const { cert, key } = Authority.in(folderOf(stack)).issue(`stack ${stack}`);
  writePem(files.cert, cert, 0o644);
  writePem(files.key, key, 0o600);
  writePem(files.both, `${cert}${key}`, 0o600);
  return files;
}

const usual = tls.getCACertificates('default');
const trusted = new Set<string>();

/** Has this process trust the authority of a stack, with whatever client it uses. */
export function trustStack({ ca }: StackTls): void {
  const pem = readFileSync(ca, 'utf8');
  if (trusted.has(pem)) return;
  trusted.add(pem);
  tls.setDefaultCACertificates([...usual, ...trusted]);
}
