import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { METRICS } from '#observability';
import { projectRoot } from '../deploy/native';

interface Panel {
  title: string;
  description?: string;
  datasource?: { uid?: string };
  fieldConfig?: { defaults?: { unit?: string } };
  targets?: { expr: string; legendFormat?: string }[];
}

interface Dashboard {
  uid: string;
  panels: Panel[];
}

const folder = join(projectRoot(), 'grafana', 'dashboards');
const dashboards = readdirSync(folder).map((file): [string, Dashboard] => [file, JSON.parse(readFileSync(join(folder, file), 'utf8')) as Dashboard]);

const SERIES_OF = { counter: [''], gauge: [''], histogram: ['_bucket', '_count', '_sum'] } as const;
const known = new Set<string>(['up', ...Object.values(METRICS).flatMap(({ name, type }) => SERIES_OF[type].map((suffix) => name + suffix))]);

/** Names in a PromQL expression that look like metrics and are in no catalogue. What the broker exports is its own. */
export function unknownMetrics(expr: string): string[] {
  const names = expr.replaceAll(/\{[^}]*\}|\[[^\]]*\]|by \([^)]*\)/g, '').match(/\b[a-z][a-z0-9_]*_[a-z0-9_]*\b/g) ?? [];
  return names.filter((name) => !known.has(name) && !name.startsWith('rabbitmq_') && name !== 'histogram_quantile');
}

describe.each(dashboards)('the dashboard %s', (file, dashboard) => {
  it('has its file name as uid, so that links to it last', () => {
    expect(`${dashboard.uid}.json`).toBe(file);
  });

  it.each(dashboard.panels.map((panel) => [panel.title, panel] as const))('%s says what it shows, in which unit, from which data source', (_, panel) => {
    expect(panel.description).toMatch(/.{20,}\.$/);
    expect(panel.fieldConfig?.defaults?.unit).toBeTruthy();
    expect(panel.datasource?.uid).toBe('${datasource}');
    expect(panel.targets?.length).toBeGreaterThan(0);
  });

  it.each(dashboard.panels.map((panel) => [panel.title, panel] as const))('%s asks only for metrics of the catalogue', (_, panel) => {
    expect(panel.targets?.flatMap(({ expr }) => unknownMetrics(expr))).toEqual([]);
  });
});

it('a query for a metric that nobody exports would be noticed', () => {
  expect(unknownMetrics('sum by (service) (rate(observatory_jobs_imagined_total{outcome="x"}[1m]))')).toEqual(['observatory_jobs_imagined_total']);
});
