// Looks for secrets with gitleaks: in the whole history, and in what is not committed yet. Taken from PATH, else built once from the Go module into .stack/bin.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const VERSION = 'v8.30.1';
const MODULE = `github.com/zricethezav/gitleaks/v8@${VERSION}`;

const answers = (file, ...words) => spawnSync(file, words, { encoding: 'utf8', maxBuffer: 1 << 26 });

/** Its path, or what to do. */
export function findGitleaks(root) {
  if (answers('gitleaks', 'version').status === 0) return { path: 'gitleaks' };
  const folder = join(root, '.stack', 'bin');
  const built = join(folder, `gitleaks-${VERSION}`);
  if (existsSync(built)) return { path: built };
  const go = ['go', '/usr/local/go/bin/go', '/usr/lib/go/bin/go'].find((candidate) => answers(candidate, 'version').status === 0);
  if (go === undefined) return { missing: 'gitleaks is missing, and so is Go to build it with: install one of them, so that it is on PATH' };
  mkdirSync(folder, { recursive: true });
  const target = mkdtempSync(join(folder, 'gitleaks-'));
  try {
    const { status, stderr } = spawnSync(go, ['install', MODULE], { env: { ...process.env, GOBIN: target, GOFLAGS: '' }, encoding: 'utf8' });
    if (status !== 0) return { missing: `gitleaks could not be built: ${stderr.trim().split('\n').at(-1)}` };
    copyFileSync(join(target, 'gitleaks'), built);
    return { path: built };
  } finally {
    rmSync(target, { recursive: true, force: true });
  }
}

/** What it finds, as lines without the secret. */
function scan(gitleaks, config, words, cwd) {
  const report = join(mkdtempSync(join(tmpdir(), 'gitleaks-')), 'report.json');
  try {
    const { status, stderr } = spawnSync(gitleaks, [...words, '--no-banner', '--redact', '--exit-code', '9', '--config', config, '--report-format', 'json', '--report-path', report], { cwd, encoding: 'utf8' });
    if (status !== 0 && status !== 9) throw new Error(`gitleaks ended with ${status}: ${stderr.trim()}`);
    return JSON.parse(readFileSync(report, 'utf8')).map(({ RuleID, File, StartLine, Commit }) => ({ rule: RuleID, where: `${File}:${StartLine}${Commit ? ` in commit ${Commit.slice(0, 10)}` : ''}` }));
  } finally {
    rmSync(dirname(report), { recursive: true, force: true });
  }
}

/** Copies files, below the same names, into a folder of their own, which is scanned. */
function scanFiles(gitleaks, config, files) {
  const folder = mkdtempSync(join(tmpdir(), 'gitleaks-tree-'));
  try {
    for (const [name, content] of files) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    return scan(gitleaks, config, ['dir', '.'], folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Secrets made up a moment ago, one for each kind that must be found. */
export function plantedSecrets() {
  const letters = (length, alphabet) => [...randomBytes(length)].map((byte) => alphabet[byte % alphabet.length]).join('');
  // Written so that this file is none.
  const fence = (word) => `-----${word} PRIVATE ${'KEY'}-----`;
  return {
    'job-observatory-api-key': ['src/client.ts', `const key = 'jo_${randomBytes(8).toString('hex')}_${randomBytes(32).toString('base64url').slice(0, 42)}A';\n`],
    'aws-access-token': ['deploy/values.yaml', `accessKeyId: AKIA${letters(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}\n`],
    'private-key': ['certs/server.pem', `${fence('BEGIN')}\n${randomBytes(96).toString('base64')}\n${randomBytes(96).toString('base64')}\n${fence('END')}\n`],
    'generic-api-key': ['.env', `DATABASE_PASSWORD_TOKEN=${letters(40, 'abcdefghijkmnpqrstuvwxyz23456789')}\n`],
  };
}

/** The rules that find nothing in what was planted for them: there must be none. */
export function deafRules(root, gitleaks) {
  const planted = plantedSecrets();
  const found = new Set(scanFiles(gitleaks, join(root, '.gitleaks.toml'), Object.values(planted)).map(({ rule }) => rule));
  return Object.keys(planted).filter((rule) => !found.has(rule));
}

/** Secrets in the history and in files that are not committed. */
export function secretsIn(root, gitleaks) {
  const config = join(root, '.gitleaks.toml');
  const { stdout } = spawnSync('git', ['ls-files', '-z', '--modified', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' });
  const changed = stdout.split('\0').filter((file) => file !== '' && existsSync(join(root, file))).map((file) => [file, readFileSync(join(root, file))]);
  return [...scan(gitleaks, config, ['git', '.'], root), ...scanFiles(gitleaks, config, changed)];
}
