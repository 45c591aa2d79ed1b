// The web console, built into dist/apps/web, each file also gzip and Brotli beside itself. Does nothing where what it is made of is as it was: `node deploy/build-console.mjs`
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const built = join(root, 'dist', 'apps', 'web');
const stampFile = join(built, '.stamp');

/** All that the result depends on: sources, the client that they import, versions of packages, and this script. */
const MADE_OF = ['apps/web', 'libs/observatory-client', 'package-lock.json', 'deploy/build-console.mjs'];
const COMPRESSED = /\.(html|js|css|svg|json|txt|webmanifest)$/;
/** Below this a compressed file saves no packet. */
const WORTH_BYTES = 512;

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
if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted && existsSync(join(built, 'index.html'))) process.exit(0);

const { status, error } = spawnSync('npm', ['run', '-s', 'web:build'], { cwd: root, stdio: ['ignore', 2, 2] });
if (error) throw error;
if (status !== 0) process.exit(status ?? 1);

for (const file of filesIn(built).filter((name) => COMPRESSED.test(name))) {
  const content = readFileSync(file);
  if (content.length < WORTH_BYTES) continue;
  writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
  writeFileSync(`${file}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }));
}
// Last, so that a build that was interrupted is made again.
writeFileSync(stampFile, wanted);
