import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');

/** The rule that must say no, the file it says no to, and what that file imports. */
type Plant = readonly [rule: string, file: string, imports: string];

const PLANTS: readonly Plant[] = [
  ['no-cycles', 'libs/config/cycle-a.ts', './cycle-b'],
  ['contracts-stand-alone', 'contracts/src/leaning.ts', '../../libs/domain'],
  ['contracts-stand-alone', 'contracts/src/leaning-on-alias.ts', '#domain'],
  ['arrows-of-domain', 'libs/domain/to-config.ts', '#config'],
  ['arrows-of-config', 'libs/config/to-observability.ts', '#observability'],
  ['arrows-of-observability', 'libs/observability/to-config.ts', '#config'],
  ['arrows-of-http', 'libs/http/to-domain.ts', '#domain'],
  ['arrows-of-messaging', 'libs/messaging/to-event-log.ts', '#event-log'],
  ['arrows-of-event-log', 'libs/event-log/to-http.ts', '#http'],
  ['arrows-of-read-model', 'libs/read-model/to-app.ts', '../../apps/gateway/src/plain'],
  ['arrows-of-worker-sdk', 'libs/worker-sdk/to-messaging.ts', '#messaging'],
  ['arrows-of-observatory-client', 'libs/observatory-client/to-domain.ts', '#domain'],
  ['terminal-console-from-outside', 'apps/tui/src/to-messaging.ts', '#messaging'],
  ['clients-use-the-client', 'apps/gateway/src/to-client.ts', '#observatory-client'],
  ['client-runs-anywhere', 'libs/observatory-client/to-node.ts', 'node:crypto'],
  ['arrows-of-testing', 'libs/testing/to-messaging.ts', '#messaging'],
  ['no-app-in-app', 'apps/gateway/src/to-worker.ts', '../../worker/src/plain'],
  ['apps-use-libs', 'apps/gateway/src/to-testing.ts', '#testing'],
  ['apps-use-libs', 'apps/worker/src/to-e2e.ts', '../../../e2e/plain'],
  ['e2e-from-outside', 'e2e/system/to-app.ts', '../../apps/gateway/src/plain'],
  ['e2e-from-outside', 'e2e/to-domain.ts', '#domain'],
  ['simulator-plays-parts', 'e2e/simulator/to-module.ts', '../../apps/gateway/src/plain.module'],
  ['lib-through-its-index', 'apps/gateway/src/into-domain.ts', '../../../libs/domain/plain'],
  ['lib-through-its-index', 'libs/http/into-config.ts', '../config/plain'],
  ['contracts-through-their-index', 'libs/domain/into-contracts.ts', '../../contracts/src/plain'],
  ['domain-is-pure', 'libs/domain/to-npm.ts', 'rxjs'],
  ['domain-is-pure', 'libs/domain/to-node.ts', 'node:crypto'],
  ['only-messaging-knows-amqp', 'apps/worker/src/to-amqp.ts', 'amqplib'],
  ['only-event-log-knows-sql', 'apps/gateway/src/to-pg.ts', 'pg'],
  ['only-event-log-knows-sql', 'apps/gateway/src/to-typeorm.ts', 'typeorm'],
  ['only-event-log-knows-sql', 'libs/read-model/to-nest-typeorm.ts', '@nestjs/typeorm'],
  ['only-read-model-knows-mongo', 'apps/observatory/src/to-mongo.ts', 'mongodb'],
  ['only-rate-limits-know-redis', 'apps/gateway/src/to-redis.ts', '@redis/client'],
  ['only-observability-knows-prometheus', 'libs/messaging/to-prom.ts', 'prom-client'],
  ['only-http-serves-metrics', 'libs/observability/to-nest.ts', '@willsoto/nestjs-prometheus'],
  ['no-test-code-in-production', 'apps/gateway/src/to-fast-check.ts', 'fast-check'],
  ['no-test-code-in-production', 'libs/config/to-spec.ts', './plain.unit.spec'],
  ['nothing-unresolvable', 'libs/config/to-nowhere.ts', './nowhere'],
  ['only-declared-packages', 'libs/http/to-undeclared.ts', 'left-pad'],
];

/** What must be content, so that a rule is not merely one that says no to everything. */
const INNOCENT: readonly (readonly [file: string, imports: string])[] = [
  // The other half of the cycle; a cycle is reported once.
  ['libs/config/cycle-b.ts', './cycle-a'],
  ['apps/gateway/src/to-all.ts', '#event-log'],
  ['apps/gateway/src/to-http.ts', '#http'],
  ['libs/event-log/to-pg.ts', 'pg'],
  ['libs/messaging/to-amqp.ts', 'amqplib'],
  ['libs/read-model/to-mongo.ts', 'mongodb'],
  ['apps/gateway/src/rate-limits/to-redis.ts', '@redis/client'],
  ['libs/http/to-config.ts', '#config'],
  ['libs/domain/to-contracts.ts', '#contracts'],
  ['libs/testing/to-pg.ts', 'pg'],
  ['libs/event-log/append.int.spec.ts', '#testing'],
  ['apps/gateway/src/gateway.int.spec.ts', '#testing'],
  ['e2e/system/to-contracts.ts', '#contracts'],
  ['e2e/system/to-client.ts', '#observatory-client'],
  ['apps/tui/src/to-client.ts', '#observatory-client'],
  ['e2e/simulator/to-app.ts', '../../apps/gateway/src/plain'],
];

const LIBS = ['domain', 'config', 'observability', 'http', 'messaging', 'event-log', 'read-model', 'observatory-client', 'testing'];
const PACKAGES = ['rxjs', 'amqplib', 'pg', 'typeorm', '@nestjs/typeorm', 'mongodb', 'prom-client', '@willsoto/nestjs-prometheus', '@redis/client', 'fast-check', 'left-pad'];

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

/** A tree of the same shape as the repository, with nothing in it but the plants. */
function cruise(): readonly Violation[] {
  const tree = mkdtempSync(join(tmpdir(), 'dependency-rules-'));
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(tree, file)), { recursive: true });
    writeFileSync(join(tree, file), text);
  };
  try {
    for (const lib of LIBS) write(`libs/${lib}/index.ts`, 'export const index = 1;\n');
    for (const file of ['contracts/src/index.ts', 'contracts/src/plain.ts', 'libs/domain/plain.ts', 'libs/config/plain.ts', 'libs/config/plain.unit.spec.ts', 'apps/gateway/src/plain.ts', 'apps/gateway/src/plain.module.ts', 'apps/worker/src/plain.ts', 'e2e/plain.ts']) {
      write(file, 'export const plain = 1;\n');
    }
    for (const name of PACKAGES) {
      write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
      write(`node_modules/${name}/index.js`, 'module.exports = {};\n');
    }
    write('package.json', JSON.stringify({ dependencies: Object.fromEntries(PACKAGES.filter((name) => name !== 'left-pad').map((name) => [name, '1.0.0'])) }));
    for (const [file, imports] of [...PLANTS.map(([, file, imports]) => [file, imports] as const), ...INNOCENT]) {
      write(file, `import * as planted from '${imports}';\nexport const used = planted;\n`);
    }
    const run = spawnSync(process.execPath, [join(root, 'node_modules/.bin/depcruise'), '--config', join(root, '.dependency-cruiser.cjs'), '--output-type', 'json', 'apps', 'libs', 'contracts', 'e2e'], {
      cwd: tree,
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });
    if (run.stdout === '') throw new Error(run.stderr);
    return (JSON.parse(run.stdout) as { summary: { violations: Violation[] } }).summary.violations;
  } finally {
    rmSync(tree, { recursive: true });
  }
}

describe('the dependency arrows', () => {
  let violations: readonly Violation[] = [];
  beforeAll(() => {
    violations = cruise();
  }, 60_000);
  const rulesAgainst = (file: string): string[] => violations.filter(({ from }) => from === file).map(({ rule }) => rule.name);

  it.each(PLANTS)('%s: says no to %s importing %s', (rule, file) => {
    expect(rulesAgainst(file)).toContain(rule);
  });

  it.each(INNOCENT)('are content with %s importing %s', (file) => {
    expect(rulesAgainst(file)).toEqual([]);
  });

  it('have a planted violation each', () => {
    const config = readFileSync(join(root, '.dependency-cruiser.cjs'), 'utf8');
    const named = [...config.matchAll(/name: '([a-z-]+)'|owner\('([a-z-]+)'/g)].map(([, name, owned]) => name ?? owned);
    const ofLibs = LIBS.map((lib) => `arrows-of-${lib}`);
    expect([...named, ...ofLibs].filter((rule) => !PLANTS.some(([planted]) => planted === rule))).toEqual([]);
  });
});
