// `make verify`: what is generated is what the code says, and the packages that were asked for are really used. Expects a build.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { failsWithout, importersOf, WISHED } from './wished-packages.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const { scripts, dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
let faults = 0;

function fault(text) {
  faults += 1;
  console.error(`FAULT ${text}`);
}

console.log('Generated files');
const apps = spawnSync(process.execPath, ['e2e/verify/generate.mjs', '--check'], { cwd: root, stdio: 'inherit' });
if (apps.status !== 0) fault('openapi.json or .env.example is stale: npm run generate');
for (const script of ['contracts:check', 'schema:check']) {
  if (scripts[script] === undefined) {
    fault(`package.json has no script ${script}`);
    continue;
  }
  const { status } = spawnSync('npm', ['run', '-s', script], { cwd: root, stdio: 'inherit' });
  console.log(`${status === 0 ? 'same   ' : 'STALE  '} ${script}`);
  if (status !== 0) fault(`${script} failed`);
}

console.log('\nPackages that were asked for');
for (const wish of WISHED) {
  const [importer, ...others] = importersOf(root, wish);
  const version = dependencies[wish.name] ?? devDependencies[wish.name];
  if (version === undefined) fault(`${wish.name} is not in package.json`);
  if (importer === undefined) {
    fault(`${wish.name} is not imported`);
    continue;
  }
  const { failed, output } = await failsWithout(root, wish);
  console.log(`${(wish.as ?? wish.name).padEnd(28)} ${String(version).padEnd(9)} used by ${importer}${others.length > 0 ? ` and ${others.length} more` : ''}`);
  console.log(`${' '.repeat(39)}${failed ? 'without it fails' : 'WITHOUT IT PASSES'} ${wish.spec}`);
  if (!failed) fault(`${wish.spec} does not need ${wish.name}:\n${output}`);
}

console.log(faults === 0 ? '\nverified' : `\n${faults} faults`);
process.exit(faults === 0 ? 0 : 1);
