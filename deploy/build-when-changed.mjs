// Builds what Vite bundles, when what it is made of has changed: a build that would give the same again takes a few milliseconds.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
/** All that every result depends on beside its own sources: the client that they import, versions of packages, and this file. */
const ALWAYS = ['libs/observatory-client', 'package-lock.json', 'deploy/build-when-changed.mjs'];

/** @returns paths of all files in a folder, in order */
export function filesIn(path) {
  const entries = existsSync(path) ? readdirSync(path, { recursive: true, withFileTypes: true }) : [];
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort();
}

function stampOf(paths) {
  const hash = createHash('sha256');
  const files = paths.map((path) => join(root, path)).flatMap((path) => (/\.[a-z]+$/.test(path) ? [path] : filesIn(path)));
  for (const file of files.filter((name) => !/\.spec\.tsx?$/.test(name))) hash.update(`${relative(root, file)}\0`).update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

/**
 * Runs `npm run <script>` unless the result is there and made of the same. Ends the process with the script's exit code when it fails.
 *
 * @param result a file of the result, without which there is none, relative to the repository
 * @param madeOf folders and files beside those that every result depends on
 * @param finish what is left to do with the folder of the result
 */
export function buildWhenChanged({ script, result, madeOf, finish }) {
  const file = join(root, result);
  const built = dirname(file);
  const stampFile = join(built, '.stamp');
  const wanted = stampOf([...madeOf, ...ALWAYS]);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted && existsSync(file)) return;
  const { status, error } = spawnSync('npm', ['run', '-s', script], { cwd: root, stdio: ['ignore', 2, 2] });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
  finish(built);
  // Last, so that a build that was interrupted is made again.
  writeFileSync(stampFile, wanted);
}
