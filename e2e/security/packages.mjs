// Looks at the packages: where the lockfile says they come from, and what is known against them.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A package comes from the registry itself, over TLS, under its own name. */
const RULES = ['--type', 'npm', '--allowed-hosts', 'npm', '--validate-https', '--validate-integrity', '--validate-package-names', '--allowed-package-name-aliases', 'string-width-cjs:string-width', 'strip-ansi-cjs:strip-ansi', 'wrap-ansi-cjs:wrap-ansi'];

function lint(root, lockfile) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'node_modules', 'lockfile-lint', 'bin', 'lockfile-lint.js'), '--path', lockfile, ...RULES], { encoding: 'utf8' });
  return status === 0 ? [] : `${stdout}${stderr}`.split('\n').map((line) => line.trim()).filter((line) => line !== '');
}

const packagesOf = (lockfile) => Object.entries(JSON.parse(readFileSync(lockfile, 'utf8')).packages).filter(([name, { link }]) => name !== '' && link !== true);
const hasChecksum = ([, { integrity }]) => /^sha512-/.test(integrity ?? '');
/** A binary of one platform, which only that platform installs. `deploy/complete-lockfile.mjs` adds those that the registry at hand does not offer, and cannot know their checksum. */
const isOfOnePlatform = ([, { optional, os, cpu, integrity }]) => optional === true && integrity === undefined && (os ?? cpu) !== undefined;

/** The linter looks at checksums only where a place is named, and here none is: npm asks the registry that it is set up with. */
const withoutChecksum = (lockfile) => packagesOf(lockfile).filter((entry) => !hasChecksum(entry) && !isOfOnePlatform(entry)).map(([name]) => `${name} has no SHA-512 checksum`);

/** Those that are let pass without a checksum. */
export const uncheckedBinaries = (root) => packagesOf(join(root, 'package-lock.json')).filter(isOfOnePlatform).length;

const faultsOf = (root, lockfile) => [...lint(root, lockfile), ...withoutChecksum(lockfile)];

export const faultsOfLockfile = (root) => faultsOf(root, join(root, 'package-lock.json'));

const SPOILT = {
  'another host': { resolved: 'https://packages.example/fastify/-/fastify-5.0.0.tgz' },
  'no TLS': { resolved: 'http://packages.example/fastify/-/fastify-5.0.0.tgz' },
  'a repository': { resolved: 'git+ssh://git@packages.example/fastify/fastify.git#abcdef' },
  'no checksum': { integrity: undefined },
  'a weak checksum': { integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' },
};

/** Ways to spoil a lockfile that the linter lets pass: there must be none. */
export function unseenSpoilings(root) {
  const folder = mkdtempSync(join(tmpdir(), 'lockfile-'));
  try {
    return Object.entries(SPOILT).filter(([, spoil]) => {
      const lockfile = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
      Object.assign(lockfile.packages['node_modules/fastify'], spoil);
      writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lockfile));
      return faultsOf(root, join(folder, 'package-lock.json')).length === 0;
    }).map(([name]) => name);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const ANSWER_WITHIN_MS = 60_000;

/** What `npm audit` printed, judged. Only what comes into production, and only what is high or critical, holds a change up. */
export function judgeAudit(printed) {
  let report;
  try {
    report = JSON.parse(printed);
  } catch {
    return { kind: 'unknown', why: 'the answer is no JSON' };
  }
  if (report.metadata?.vulnerabilities === undefined) return { kind: 'unknown', why: report.message ?? report.error?.summary ?? 'the registry does not answer' };
  const grave = Object.values(report.vulnerabilities ?? {}).filter(({ severity }) => severity === 'high' || severity === 'critical').map(({ name, severity, range }) => `${name} ${range}: ${severity}`);
  return grave.length > 0 ? { kind: 'vulnerable', grave } : { kind: 'clean', others: report.metadata.vulnerabilities.total };
}

/** Asks the registry for advisories. It may not answer such questions, which is said and is no fault. */
export function audit(root) {
  return new Promise((resolve) => {
    const child = spawn('npm', ['audit', '--omit=dev', '--json'], { cwd: root, stdio: ['ignore', 'pipe', 'ignore'], timeout: ANSWER_WITHIN_MS });
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (printed += text));
    child.once('error', () => resolve({ kind: 'unknown', why: 'npm cannot be started' }));
    child.once('close', () => resolve(judgeAudit(printed)));
  });
}
