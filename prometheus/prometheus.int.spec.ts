import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually } from '#testing';
import { ROUTE_TABLE } from '../alertmanager/source/route-table';
import { testRoutes } from '../alertmanager/test-routes';
import { installTools, projectRoot, requireTool, stackFolder, startStack, type StackUrls, stopStack } from '../deploy/native';
import { renderRules } from './source/rendered';
import { ALERTS } from './source/rule-files';
import { type Profile, PROFILES } from './source/span';

const run = promisify(execFile);
const at = (...path: string[]) => join(projectRoot(), ...path);

interface LoadedRules {
  readonly data: { readonly groups: readonly { readonly rules: readonly { readonly name: string; readonly type: string; readonly health: string; readonly lastError?: string; readonly duration?: number }[] }[] };
}

describe('the rules of Prometheus', () => {
  beforeAll(async () => {
    await installTools(['promtool', 'amtool'], (line) => process.stderr.write(`${line}\n`));
  }, 180_000);

  it('would fail their tests if an alert did not fire', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rules-'));
    try {
      const rule = renderRules('standard').get('availability.yml')!.replace('aggregator|observatory"} == 0', 'aggregator|observatory"} == 7');
      writeFileSync(join(folder, 'rule.yml'), rule);
      writeFileSync(join(folder, 'test.yml'), readFileSync(at('prometheus', 'tests', 'ServiceDown.test.yml'), 'utf8').replace('../rules/availability.yml', 'rule.yml'));
      await expect(run(requireTool('promtool'), ['test', 'rules', 'test.yml'], { cwd: folder })).rejects.toThrow('test.yml');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('the routes of Alertmanager', () => {
  it('would fail their table if an alert went elsewhere', async () => {
    const page = ROUTE_TABLE.filter(({ told }) => told.includes('page')).slice(0, 1);
    const configuration = at('alertmanager', 'alertmanager.yml');
    await testRoutes(requireTool('amtool'), configuration, page);
    await expect(testRoutes(requireTool('amtool'), configuration, page.map((row) => ({ ...row, told: ['observatory', 'nobody'] })))).rejects.toThrow('expected observatory, nobody');
  });
});

describe.each(PROFILES)('a real Prometheus and Alertmanager with the profile %s', (profile: Profile) => {
  const stack = `rules-${profile}`;
  let urls: StackUrls;

  beforeAll(async () => {
    urls = await startStack(stack, { servers: ['prometheus', 'alertmanager'], portOffset: 23_000, shiftPorts: true, environment: { ...process.env, OBSERVATORY_RULES: profile }, say: () => undefined });
  }, 60_000);

  afterAll(async () => {
    await stopStack(stack, { say: () => undefined });
    rmSync(stackFolder(stack), { recursive: true, force: true });
  }, 60_000);

  it('load every rule, and evaluate each without an error', async () => {
    const rules = await eventually(async () => {
      const { data } = (await (await fetch(`${urls.prometheus}/api/v1/rules`)).json()) as LoadedRules;
      const loaded = data.groups.flatMap((group) => group.rules);
      expect(loaded.filter(({ health }) => health === 'unknown')).toEqual([]);
      return loaded;
    }, { timeoutMs: 30_000 });
    expect(rules.filter(({ health }) => health !== 'ok')).toEqual([]);
    expect([...new Set(rules.filter(({ type }) => type === 'alerting').map(({ name }) => name))].sort()).toEqual(ALERTS.map(({ name }) => name).sort());
  }, 60_000);

  it('post to the gateway of their stack', async () => {
    const { config } = (await (await fetch(`${urls.alertmanager}/api/v2/status`)).json()) as { config: { original: string } };
    expect(config.original).toContain('/v1/alerts/webhook');
    expect(config.original).toContain(`group_wait: ${profile === 'fast' ? '1s' : '5s'}`);
  });
});
