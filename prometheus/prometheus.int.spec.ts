import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { installTools, projectRoot, requireTool } from '../deploy/native';

const run = promisify(execFile);
const at = (...path: string[]) => join(projectRoot(), ...path);

interface RuleFile {
  groups: { rules: { alert?: string; annotations?: Record<string, string> }[] }[];
}

const alerts = readdirSync(at('prometheus', 'rules')).flatMap((file) =>
  (parse(readFileSync(at('prometheus', 'rules', file), 'utf8')) as RuleFile).groups.flatMap(({ rules }) => rules.filter((rule) => rule.alert !== undefined)),
);

describe('the monitoring configuration', () => {
  beforeAll(async () => {
    await installTools(['promtool', 'amtool'], (line) => process.stderr.write(`${line}\n`));
  }, 180_000);

  it('is one that Prometheus and Alertmanager accept', async () => {
    await run(requireTool('promtool'), ['check', 'config', at('prometheus', 'prometheus.yml')]);
    await run(requireTool('amtool'), ['check-config', at('alertmanager', 'alertmanager.yml')]);
  });

  it.each(readdirSync(at('prometheus', 'tests')))('passes %s', async (file) => {
    await run(requireTool('promtool'), ['test', 'rules', file], { cwd: at('prometheus', 'tests') });
  });

  it('would notice a rule that does not fire', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rules-'));
    try {
      const rule = readFileSync(at('prometheus', 'rules', 'services.yml'), 'utf8').replace('== 0', '== 7');
      const test = readFileSync(at('prometheus', 'tests', 'ServiceDown.test.yml'), 'utf8').replace('../rules/services.yml', 'rule.yml');
      writeFileSync(join(folder, 'rule.yml'), rule);
      writeFileSync(join(folder, 'test.yml'), test);
      await expect(run(requireTool('promtool'), ['test', 'rules', 'test.yml'], { cwd: folder })).rejects.toThrow();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each(alerts.map(({ alert, annotations }) => [alert, annotations] as const))('%s has a test and a runbook with the four sections', (alert, annotations) => {
    expect(readdirSync(at('prometheus', 'tests'))).toContain(`${alert}.test.yml`);
    expect(annotations?.['runbook_url']).toBe(`prometheus/runbooks/${alert}.md`);
    const runbook = readFileSync(at('prometheus', 'runbooks', `${alert}.md`), 'utf8');
    expect(runbook.match(/^## .*/gm)).toEqual(['## Meaning', '## Impact', '## Diagnosis', '## Mitigation']);
  });
});
