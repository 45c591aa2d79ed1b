// The packages that the users asked for by name: each must carry weight in production (or in the suites), and a test must notice its loss.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The package, where its importer is looked for, and the spec that must fail without it. */
export const WISHED = [
  { name: '@nestjs/core', as: 'nestjs', spec: 'libs/http/service.unit.spec.ts' },
  { name: '@nestjs/microservices', spec: 'libs/messaging/envelope-server.int.spec.ts' },
  { name: 'typeorm', spec: 'libs/event-log/job-reader.int.spec.ts' },
  { name: 'mongodb', spec: 'libs/read-model/document-writer.int.spec.ts' },
  { name: 'amqplib', spec: 'libs/messaging/confirm-publisher.int.spec.ts' },
  { name: '@willsoto/nestjs-prometheus', spec: 'libs/http/service.unit.spec.ts' },
  { name: 'class-validator', spec: 'libs/http/service.unit.spec.ts' },
  { name: '@nestjs/swagger', spec: 'libs/http/service.unit.spec.ts' },
  { name: 'jest', suites: true, spec: 'libs/config/load-env.unit.spec.ts' },
  { name: 'testcontainers', suites: true, spec: 'libs/testing/fresh.int.spec.ts' },
];

const PRODUCTION = ['libs', 'apps', 'contracts'];

function sourcesIn(root, folders) {
  return folders
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).sort().map((file) => join(folder, file)))
    .filter((file) => file.endsWith('.ts') && !file.includes('/generated/'));
}

/** The files that import a package for what it does, not only for its types. */
export function importersOf(root, { name, suites = false }) {
  const files = suites ? ['jest.config.ts', ...sourcesIn(root, ['libs/testing'])] : sourcesIn(root, PRODUCTION).filter((file) => !/\.spec\.ts$|\.harness\.ts$|^libs\/testing\//.test(file));
  // jest hands its functions to a spec without an import, so its configuration, which only names its type, stands for the suites.
  const imports = new RegExp(`^import ${name === 'jest' ? '' : '(?!type )'}[^;]*?from '${name.replaceAll('/', '\\/')}(?:\\/[^']*)?';`, 'm');
  return files.filter((file) => imports.test(readFileSync(join(root, file), 'utf8')));
}

/** Whether a spec fails when a package is gone, and fails for that reason. */
export function failsWithout(root, { name, spec }) {
  const jest = join(root, 'node_modules', '.bin', 'jest');
  const words = name === 'jest' ? ['--require', join(root, 'e2e/verify/refuse-jest.cjs'), jest, '--selectProjects', 'unit', '--runTestsByPath', spec] : [jest, '--config', 'e2e/verify/without-package.jest.config.cjs', '--runTestsByPath', spec];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, words, { cwd: root, env: { ...process.env, WITHOUT_PACKAGE: name }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    child.once('close', (code) => resolve({ failed: code !== 0 && output.includes(`the package ${name} was removed`), output }));
  });
}
