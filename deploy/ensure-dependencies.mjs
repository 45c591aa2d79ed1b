// Runs `npm ci` unless node_modules holds exactly what the lockfile asks for. Plain JavaScript for the system's own Node: this comes first.
// Should npm refuse the lockfile (its platform packages differ from the registry's), `npm install` follows the same lock less strictly.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8')).packages;
  } catch {
    return {};
  }
}

const wanted = Object.entries(packagesOf('package-lock.json')).filter(([path, { optional }]) => path !== '' && !optional);
const installed = packagesOf('node_modules/.package-lock.json');
const missing = wanted.filter(([path, { version }]) => installed[path]?.version !== version);

function npm(...words) {
  const { status, error } = spawnSync('npm', [...words, '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: ['ignore', 2, 2] });
  if (error) throw error;
  return status ?? 1;
}

if (missing.length > 0) {
  console.error(`npm ci (${missing.length} packages are missing or of another version)`);
  const status = npm('ci');
  if (status !== 0) process.exit(npm('install', '--no-save'));
}
