import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type MetricDeclaration, METRICS } from '#observability';
import { projectRoot } from '../deploy/native';
import { metricsOf, selectorsOf } from '../prometheus/source/promql';
import { fillIn } from './check/fill-in';
import { knownMetrics } from './check/known-metrics';
import { dashboardJson, layOut } from './source/build-dashboard';
import { heightOf } from './source/build-panel';
import { DASHBOARDS } from './source/dashboards';
import { type Dashboard, type Panel, panelsOf } from './source/panel';

const root = projectRoot();
const folder = join(root, 'grafana', 'dashboards');
const known = knownMetrics();

const unknownMetrics = (expr: string, dashboard?: Dashboard): string[] =>
  metricsOf(fillIn(expr, dashboard?.variables.map(({ name }) => name) ?? [], 60)).filter((name) => !known.has(name));

/** Labels of our own metrics with the values that they may have; what Prometheus puts on every series besides. */
const labelsOf = new Map(
  Object.values<MetricDeclaration>(METRICS).flatMap(({ name, type, labels }) =>
    (type === 'histogram' ? ['_bucket', '_count', '_sum'] : ['']).map((suffix): [string, Readonly<Record<string, readonly string[] | null>>] => [`${name}${suffix}`, { service: null, instance: null, job: null, le: null, ...labels }]),
  ),
);

function unknownLabels(expr: string, dashboard?: Dashboard): string[] {
  const variables = dashboard?.variables.map(({ name }) => name) ?? [];
  return selectorsOf(fillIn(expr, variables, 60)).flatMap(({ name, matchers }) => {
    const labels = labelsOf.get(name ?? '');
    if (labels === undefined) return [];
    return matchers.flatMap(({ label, operator, value }) => {
      const values = labels[label];
      if (values === undefined) return [label];
      if (values === null || operator.startsWith('!')) return [];
      return value.split('|').flatMap((one) => (one === '.*' || values.includes(one) ? [] : [`${label}="${one}"`]));
    });
  });
}

const panels = DASHBOARDS.flatMap((dashboard) => panelsOf(dashboard).map((panel): [string, Panel, Dashboard] => [`${dashboard.uid}: ${panel.title}`, panel, dashboard]));

describe('the dashboards', () => {
  it('are files of the name of their uid, as their sources say, and no others', () => {
    expect(readdirSync(folder).sort()).toEqual(DASHBOARDS.map(({ uid }) => `${uid}.json`).sort());
    for (const dashboard of DASHBOARDS) expect({ uid: dashboard.uid, text: readFileSync(join(folder, `${dashboard.uid}.json`), 'utf8') }).toEqual({ uid: dashboard.uid, text: dashboardJson(dashboard) });
  });

  it.each(DASHBOARDS.map((dashboard) => [dashboard.uid, dashboard] as const))('%s begins with numbers and ends before it is a wall', (_, dashboard) => {
    const [first, ...others] = dashboard.rows;
    expect(first?.title).toBeUndefined();
    expect(first?.panels.map(({ kind }) => kind)).toEqual(first?.panels.map(() => 'stat'));
    expect(first?.panels.reduce((width, panel) => width + panel.width, 0)).toBe(24);
    for (const row of others) expect(row.title).toMatch(/\w/);
    for (const { panels: inRow } of dashboard.rows) expect(inRow.length).toBeLessThanOrEqual(8);
  });

  it.each(DASHBOARDS.map((dashboard) => [dashboard.uid, dashboard] as const))('%s fills every line of its grid', (_, dashboard) => {
    for (const row of dashboard.rows) {
      const lines = Map.groupBy(layOut(row), ({ down }) => down);
      for (const [down, placed] of lines) {
        expect({ row: row.title, down, width: placed.reduce((width, { panel }) => width + panel.width, 0) }).toEqual({ row: row.title, down, width: 24 });
        expect(new Set(placed.map(({ panel }) => heightOf(panel))).size).toBe(1);
      }
    }
  });

  it.each(DASHBOARDS.map((dashboard) => [dashboard.uid, dashboard] as const))('%s names each panel once and uses every variable that it offers', (_, dashboard) => {
    for (const row of dashboard.rows) expect(new Set(row.panels.map(({ title }) => title)).size).toBe(row.panels.length);
    const queries = panelsOf(dashboard).flatMap((panel) => panel.queries.map(({ expr }) => expr)).join('\n');
    for (const { name } of dashboard.variables) expect(queries).toContain(`$${name}`);
    for (const { metric } of dashboard.variables) expect([...known]).toContain(metric);
  });
});

describe('every panel', () => {
  it('says in whole sentences what it shows', () => {
    expect(panels.filter(([, { description }]) => !/^[A-Z0-9].{20,}\.$/.test(description)).map(([name]) => name)).toEqual([]);
    expect(panels.filter(([, { queries }]) => queries.length === 0 || queries.some(({ legend }) => legend === '')).map(([name]) => name)).toEqual([]);
  });

  it('asks only for metrics that somebody exports, in PromQL that Prometheus can read', () => {
    const unknown = panels.flatMap(([name, { queries }, dashboard]) => queries.flatMap(({ expr }) => unknownMetrics(expr, dashboard).map((metric) => `${name}: ${metric}`)));
    expect(unknown).toEqual([]);
  });

  it('selects by labels and values that its metrics have', () => {
    const wrong = panels.flatMap(([name, { queries }, dashboard]) => queries.flatMap(({ expr }) => unknownLabels(expr, dashboard).map((label) => `${name}: ${label}`)));
    expect(wrong).toEqual([]);
  });

  it('leads to runbooks and dashboards that exist', () => {
    const runbooks = readdirSync(join(root, 'docs', 'runbooks'));
    expect(panels.flatMap(([name, panel]) => (panel.runbooks ?? []).filter((alert) => !runbooks.includes(`${alert}.md`)).map((alert) => `${name}: ${alert}`))).toEqual([]);
    const uids = DASHBOARDS.map(({ uid }) => uid);
    expect(panels.filter(([, { more }]) => more !== undefined && !uids.includes(more)).map(([name]) => name)).toEqual([]);
  });
});

describe('what the checks would notice', () => {
  it('a query for a metric that nobody exports', () => {
    expect(unknownMetrics('sum by (service) (rate(observatory_jobs_imagined_total{outcome="up"}[$__rate_interval]))')).toEqual(['observatory_jobs_imagined_total']);
  });

  it('a label that the metric does not have, and a value that its label does not have', () => {
    expect(unknownLabels('rate(observatory_jobs_submitted_total{outcom="accepted"}[1m]) + rate(observatory_jobs_submitted_total{outcome=~"accepted|imagined"}[1m])')).toEqual(['outcom', 'outcome="imagined"']);
  });

  it('PromQL that is none', () => {
    expect(() => unknownMetrics('sum by (service (up)')).toThrow('no PromQL');
  });

  it('a variable that the dashboard does not declare', () => {
    expect(() => fillIn('up{service=~"$service"}', ['queue'], 60)).toThrow('$service is no variable');
    expect(fillIn('rate(x{q=~"$queue"}[$__rate_interval]) + ${__range}', ['queue'], 60)).toBe('rate(x{q=~".*"}[20s]) + 60s');
  });
});
