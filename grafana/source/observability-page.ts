import { type MetricDeclaration, METRICS, STORE_METRICS } from '#observability';
import type { AlertDefinition, Severity } from '../../prometheus/source/alert';
import { detectionSeconds } from '../../prometheus/source/detection';
import { severitiesOf } from '../../prometheus/source/render-rules';
import { ALERTS, RECORDING_RULES } from '../../prometheus/source/rule-files';
import { spansOf } from '../../prometheus/source/span';
import { CAUSES } from './cause';
import { DASHBOARDS } from './dashboards';
import type { Panel } from './panel';

/*
 * `docs/observability.md`: every metric, recording rule, alert, dashboard and panel, written from the data that they are made from, so that
 * the page cannot say anything else than what runs. `npm run observability:generate`.
 */

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const code = (text: string): string => `\`${text}\``;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map((row) => line(row.map(cell)))].join('\n');
}

const labelsOf = (labels: MetricDeclaration['labels']): string =>
  Object.entries(labels)
    .map(([label, values]) => (values === null || values.length > 10 ? code(label) : `${code(label)}: ${values.join(', ')}`))
    .join('; ');

const ours = (): string =>
  table(
    ['metric', 'type', 'of', 'labels', 'what it says'],
    Object.values<MetricDeclaration>(METRICS).map(({ name, type, services, labels, help }) => [code(name), type, services.length === 4 ? 'every service' : services.join(', '), labelsOf(labels), help]),
  );

const EXPORTERS = { postgres: 'PostgreSQL', redis: 'Redis', mongodb: 'MongoDB', rabbitmq: 'RabbitMQ', node: 'host', process: 'every service', prometheus: 'Prometheus' } as const;

const theirs = (): string =>
  table(
    ['metric', 'type', 'of', 'labels', 'what it says'],
    STORE_METRICS.map(({ name, type, exporter, labels, help }) => [code(name), type, EXPORTERS[exporter], labels.map(code).join(', '), help]),
  );

const recordings = (): string => table(['rule', 'expression'], RECORDING_RULES.map(({ record, expression }): [string, string] => [code(record), code(expression(spansOf('standard')))]).filter(unlike()));

/** The same rule is recorded for each service level: once is enough here. */
function unlike(): (row: [string, string]) => boolean {
  const seen = new Set<string>();
  return ([record]) => !seen.has(record) && seen.add(record).has(record);
}

/** Prometheus' own templates mean nothing to a reader: what stands for a label is its name. */
const readable = (text: string): string => text.replaceAll(/\{\{\s*\$labels\.(\w+)\s*\}\}/g, '`$1`').replaceAll(/\{\{[^}]*\}\}/g, '`value`');

const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

function alertRow(alert: AlertDefinition): readonly string[] {
  const severities = severitiesOf(alert).map((severity: Severity) => `${severity} (${alert.limits[severity]})`);
  return [`[${alert.name}](runbooks/${alert.name}.md)`, severities.join(', '), `${alert.hold}`, `${detectionSeconds(alert, 'standard')} s`, `${capital(readable(alert.summary))}.`, (alert.hiddenBy ?? []).join(', ')];
}

function alerts(): string {
  const categories = [...new Set(ALERTS.map(({ category }) => category))];
  return categories
    .map((category) => `### Alerts: ${category}\n\n${table(['alert', 'severity (limit)', 'lasts', 'told after at most', 'what it says', 'not sent while'], ALERTS.filter((alert) => alert.category === category).map(alertRow))}`)
    .join('\n\n');
}

function panelRow(panel: Panel): readonly string[] {
  const causes = [...new Set(panel.queries.map(({ moves }) => (moves ?? panel.moves).cause))];
  return [panel.title, panel.unit, panel.description, causes.map(code).join(', '), (panel.runbooks ?? []).map((alert) => `[${alert}](runbooks/${alert}.md)`).join(', ')];
}

const dashboards = (): string =>
  DASHBOARDS.map(({ uid, title, description, rows, variables }) => {
    const chosen = variables.length === 0 ? '' : `\n\nVariables: ${variables.map(({ label, name }) => `${label} (${code(name)})`).join(', ')}.`;
    return `### ${title} (${code(uid)})\n\n${description}${chosen}\n\n${table(['panel', 'unit', 'what it shows', 'moved by', 'runbooks'], rows.flatMap(({ panels }) => panels.map(panelRow)))}`;
  }).join('\n\n');

const counted = (): string => {
  const panels = DASHBOARDS.reduce((sum, { rows }) => sum + rows.reduce((inRows, row) => inRows + row.panels.length, 0), 0);
  return `${Object.keys(METRICS).length} metrics of our own and ${STORE_METRICS.length} of stores, host and runtime; ${new Set(RECORDING_RULES.map(({ record }) => record)).size} recording rules; ${ALERTS.length} alerts; ${DASHBOARDS.length} dashboards with ${panels} panels.`;
};

/** The page as it is committed. */
export function observabilityPage(): string {
  return `<!-- Generated from the metric catalogue, prometheus/source and grafana/source, do not edit: npm run observability:generate -->
# Observability

${counted()}

Every list here is written from the data that the system itself is made from: the metric catalogue (\`libs/observability\`), the rules
(\`prometheus/source\`) and the dashboards (\`grafana/source\`). A name that a rule or a panel asks for and that nobody exports is a failing test.

| to see | where |
| --- | --- |
| every user interface on one page | \`GET /\` of the observatory |
| metrics of a service | \`GET /metrics\`; scraped every 5 s |
| alerts that fire, with their history | \`GET /v1/alerts\` of the observatory, Alertmanager, the page of alerts in Prometheus |
| what to do when one fires | \`GET /runbooks/<Alert>\` of the observatory, \`docs/runbooks\` |
| dashboards | Grafana, where it runs; the JSON is in \`grafana/dashboards\` |

## Metrics of our own

Every series carries \`service\`. Labels whose values are a closed list exist from boot, at zero; the others (a queue, a job type, a tenant) appear with
their first value and fold into \`other\` beyond a cap. Ids are never labels.

${ours()}

## Metrics of stores, host and runtime

Those that rules and dashboards may ask for; the exporters serve more.

${theirs()}

## Recording rules

${recordings()}

## Alerts

*Limit* is what the expression compares with, *lasts* how long it must hold. *Told after at most* is the time from the fault to the alert standing in the
observatory. An alert is not sent while one of those in the last column fires, since that one explains it.

${alerts()}

## Dashboards

Each query of a panel names the cause that moves it. \`npm run dashboards:check\` starts a stack of its own, does all of them to it, and fails when a query
does not move when its cause happens: zero series that exist from boot are not enough. Below three minutes.

${table(['cause', 'what the check does'], Object.entries(CAUSES).map(([cause, what]) => [code(cause), `${capital(what)}.`]))}

${dashboards()}
`;
}
