// A lockfile must name the binary packages of every platform, or `npm ci` refuses it ("Missing … from lock file"). npm leaves out those
// that the registry it asked does not offer (a mirror of one platform, say). This adds them: name and version as their parents ask for
// them, and for which platform they are, so that npm passes over them elsewhere. Run it after `npm install <package>`:
// `npm run lockfile:complete` (with --check: only say whether something is missing).
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SYSTEMS = ['darwin', 'linux', 'win32', 'android', 'freebsd', 'openbsd', 'netbsd', 'openharmony', 'sunos', 'aix'];
const PROCESSORS = { x64: 'x64', arm64: 'arm64', arm: 'arm', ia32: 'ia32', ppc64: 'ppc64', ppc64le: 'ppc64', s390x: 's390x', riscv64: 'riscv64', loong64: 'loong64', mips64el: 'mips64el', wasm32: 'wasm32' };

/** os, cpu and libc as the package's own manifest would state them, read from its name: @swc/core-linux-x64-musl. */
function platformOf(name) {
  const words = name.split(/[-/]/);
  const os = words.find((word) => SYSTEMS.includes(word));
  const cpu = words.find((word) => word in PROCESSORS);
  const libc = words.includes('musl') || words.includes('musleabihf') ? 'musl' : os === 'linux' && words.some((word) => word.startsWith('gnu')) ? 'glibc' : undefined;
  return { ...(cpu && { cpu: [PROCESSORS[cpu]] }), ...(os && { os: [os] }), ...(libc && { libc: [libc] }) };
}

export function complete(lock) {
  const added = [];
  for (const parent of Object.values(lock.packages)) {
    for (const [name, range] of Object.entries(parent.optionalDependencies ?? {})) {
      const path = `node_modules/${name}`;
      const version = /^\d+\.\d+\.\d+\S*$/.exec(range)?.[0];
      const known = Object.keys(lock.packages).some((key) => key === path || key.endsWith(`/${path}`));
      if (known || version === undefined || platformOf(name).os === undefined) continue;
      lock.packages[path] = { version, ...platformOf(name), ...(parent.dev && { dev: true }), optional: true };
      added.push(`${name}@${version}`);
    }
  }
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')));
  return added;
}

const file = join(dirname(fileURLToPath(import.meta.url)), '..', 'package-lock.json');
const lock = JSON.parse(readFileSync(file, 'utf8'));
const added = complete(lock);
if (process.argv.includes('--check')) {
  if (added.length > 0) console.error(`package-lock.json lacks ${added.length} packages of other platforms: npm run lockfile:complete`);
  process.exitCode = added.length === 0 ? 0 : 1;
} else {
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.error(added.length === 0 ? 'nothing was missing' : `added ${added.join(', ')}`);
}
