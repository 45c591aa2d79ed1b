// `make verify`: what is generated is what the code says, and the packages that were asked for are really used. Expects a build.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { failsWithout, importersOf, WISHED } from './wished-packages.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
let faults = 0;

function fault(text) {
  faults += 1;
  console.error(`FAULT ${text}`);
}

console.log('Generated files');
const apps = spawnSync(process.execPath, ['e2e/verify/generate.mjs', '--check'], { cwd: root, stdio: 'inherit' });
if (apps.status !== 0) fault('openapi.json, .env.example or docs/schema.md is stale: npm run generate');
const checks = [
  { what: 'contracts: types, catalogue, VERSIONS.md, AsyncAPI', mend: 'npm run contracts:generate', command: ['npm', 'run', '-s', 'contracts:check'] },
  { what: 'rules of Prometheus, their tests, Alertmanager, dashboards', mend: 'npm run observability:generate', command: [process.execPath, 'dist/prometheus/check.js', '--generated'] },
  {
    what: 'libs/event-log/schema.sql (migrates a real PostgreSQL)',
    mend: 'npm run schema:dump',
    command: [join(root, 'node_modules', '.bin', 'jest'), '--selectProjects', 'int', '--runTestsByPath', 'libs/event-log/migrate.int.spec.ts', '--testNamePattern', 'schema.sql'],
  },
];
for (const { what, mend, command: [program, ...words] } of checks) {
  const { status, stdout, stderr } = spawnSync(program, words, { cwd: root, encoding: 'utf8' });
  console.log(`${status === 0 ? 'same   ' : 'STALE  '} ${what}`);
  if (status !== 0) fault(`${what}: ${mend}\n${stdout}${stderr}`);
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
