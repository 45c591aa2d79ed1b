// The terminal console, built into dist/apps/tui. Does nothing where what it is made of is as it was: `node deploy/build-terminal-console.mjs`
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const built = join(root, 'dist', 'apps', 'tui');
const stampFile = join(built, '.stamp');

/** All that the result depends on: sources, the client that they import, versions of packages, and this script. */
const MADE_OF = ['apps/tui', 'libs/observatory-client', 'package-lock.json', 'deploy/build-terminal-console.mjs'];

function filesIn(path) {
  const entries = existsSync(path) ? readdirSync(path, { recursive: true, withFileTypes: true }) : [];
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort();
}

function stamp() {
  const hash = createHash('sha256');
  const files = MADE_OF.map((path) => join(root, path)).flatMap((path) => (/\.[a-z]+$/.test(path) ? [path] : filesIn(path)));
  for (const file of files.filter((name) => !/\.spec\.tsx?$/.test(name))) hash.update(`${relative(root, file)}\0`).update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

const wanted = stamp();
if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted && existsSync(join(built, 'main.mjs'))) process.exit(0);

const { status, error } = spawnSync('npm', ['run', '-s', 'tui:build'], { cwd: root, stdio: ['ignore', 2, 2] });
if (error) throw error;
if (status !== 0) process.exit(status ?? 1);

chmodSync(join(built, 'main.mjs'), 0o755);
// Last, so that a build that was interrupted is made again.
writeFileSync(stampFile, wanted);
