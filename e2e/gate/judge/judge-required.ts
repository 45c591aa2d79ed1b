import { fails, type Finding, holds, without } from '../step';
import type { RuleOfPrometheus } from '../system/prometheus';
import { MOST_SERIES_OF_A_METRIC, REQUIRED_ALERTS, REQUIRED_FAMILIES, REQUIRED_SERVICES } from './required';

export interface RequiredFacts {
  /** Number of series that each required query finds. */
  readonly found: ReadonlyMap<string, number>;
  /** Labels of every series of ours, name included. */
  readonly series: readonly Readonly<Record<string, string>>[];
  readonly rules: readonly RuleOfPrometheus[];
  /** Whether a file of the repository is there. */
  readonly exists: (path: string) => boolean;
  /** Names of alerts that some promtool test is about. */
  readonly tested: ReadonlySet<string>;
  /** Ids and correlation ids of the gate's own jobs; none of them may be a label. */
  readonly ids: readonly string[];
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;
/** The severities that the routes know. */
const SEVERITIES = new Set(['critical', 'warning', 'info']);

export function judgeRequired(facts: RequiredFacts): Finding[] {
  const { found, series } = facts;
  const services = new Set(series.map(({ service }) => service));
  return [
    ...REQUIRED_FAMILIES.map(({ requirement, query }) => ((found.get(query) ?? 0) > 0 ? holds(`metric: ${requirement}`, query) : fails(`metric: ${requirement}`, `Prometheus has no series for ${query}`))),
    without('every service exposes metrics', REQUIRED_SERVICES.filter((service) => !services.has(service)).map((service) => `${service} has no series`)),
    without('every series of ours says which service it is of', unique(series.filter(({ service }) => !service).map(({ __name__ }) => `${__name__} has series without the label service`))),
    without('no id is a label', unique(series.flatMap((labels) => idFaults(labels, facts.ids)))),
    without('each metric has a bounded number of series', crowded(series)),
    ...Object.entries(REQUIRED_ALERTS).flatMap(([asker, alerts]) => alerts.map((alert) => without(`alert of ${asker}: ${alert}`, alertFaults(alert, facts)))),
  ];
}

const unique = (texts: readonly string[]) => [...new Set(texts)];

function idFaults(labels: Readonly<Record<string, string>>, ids: readonly string[]): string[] {
  return Object.entries(labels).flatMap(([label, value]) => (UUID.test(value) || ids.includes(value) ? [`${labels['__name__']}{${label}="${value}"}`] : []));
}

function crowded(series: readonly Readonly<Record<string, string>>[]): string[] {
  const counts = new Map<string, number>();
  for (const { __name__ = '' } of series) counts.set(__name__, (counts.get(__name__) ?? 0) + 1);
  return [...counts].filter(([, count]) => count > MOST_SERIES_OF_A_METRIC).map(([name, count]) => `${name} has ${count}`);
}

function alertFaults(alert: string, { rules, exists, tested }: RequiredFacts): string[] {
  const own = rules.filter(({ name, type }) => name === alert && type === 'alerting');
  if (own.length === 0) return ['the running Prometheus has no such rule'];
  const faults = own.flatMap(({ labels = {}, annotations = {}, health, lastError }) => {
    const runbook = annotations['runbook_url'] ?? '';
    return [
      SEVERITIES.has(labels['severity'] ?? '') ? '' : `its severity is "${labels['severity'] ?? ''}"`,
      runbook === '' ? 'it names no runbook' : exists(runbook.replace(/^https?:\/\/[^/]+\//, '')) ? '' : `its runbook ${runbook} is not in the repository`,
      annotations['summary'] ? '' : 'it has no summary',
      health === 'err' ? `it cannot be evaluated: ${lastError}` : '',
    ];
  });
  if (!tested.has(alert)) faults.push('no promtool test is about it');
  return unique(faults.filter((fault) => fault !== ''));
}
