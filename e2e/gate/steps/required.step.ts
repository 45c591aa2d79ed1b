import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgeRequired } from '../judge/judge-required';
import { REQUIRED_FAMILIES } from '../judge/required';
import type { Step } from '../step';
import { Prometheus } from '../system/prometheus';

/** What the user's document demands is there, on the running system and not only in files. */
export const requiredStep: Step = {
  name: 'required',
  proves: 'every required metric and alert is in the running Prometheus, with its service, severity, runbook and test, and no id is a label',
  needs: ['jobs'],
  timeoutMs: 30_000,

  async run({ urls, root, evidence, seen }) {
    const prometheus = new Prometheus(urls.prometheus);
    const found = new Map(await Promise.all(REQUIRED_FAMILIES.map(async ({ query }): Promise<[string, number]> => [query, (await prometheus.query(query)).length])));
    const [series, rules] = await Promise.all([prometheus.series('{__name__=~"observatory_.+"}'), prometheus.rules()]);
    const tested = testedAlerts(join(root, 'prometheus', 'tests'));
    seen['required'] = { found: [...found], series, rules, tested: [...tested] };
    return judgeRequired({
      found,
      series,
      rules,
      exists: (path) => existsSync(join(root, path)),
      tested,
      ids: (evidence.jobs ?? []).flatMap(({ id, correlationId }) => [id, correlationId]),
    });
  },
};

function testedAlerts(folder: string): Set<string> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.yml'));
  return new Set(files.flatMap((file) => [...readFileSync(join(folder, file), 'utf8').matchAll(/alertname: *['"]?([A-Za-z]+)/g)].map(([, name]) => name ?? '')));
}
