import { METRICS, STORE_METRICS } from '#observability';
import { metricsOf, selectorsOf } from './promql';
import { severitiesOf } from './render-rules';
import { ALERTS, RECORDING_RULES } from './rule-files';
import { PROFILES, spansOf } from './span';

const expressionsOf = (profile: (typeof PROFILES)[number]): [string, string][] => {
  const spans = spansOf(profile);
  return [
    ...ALERTS.flatMap((alert) => severitiesOf(alert).map((severity): [string, string] => [`${alert.name} (${severity})`, alert.expression({ limit: alert.limits[severity]!, severity, spans })])),
    ...RECORDING_RULES.map(({ record, expression }): [string, string] => [record, expression(spans)]),
  ];
};

const SERIES_OF = { counter: [''], gauge: [''], histogram: ['_bucket', '_count', '_sum'] } as const;
const exported = new Map(STORE_METRICS.map((metric) => [metric.name, metric]));
const recorded = new Set(RECORDING_RULES.map(({ record }) => record));
const ours = new Map(Object.values(METRICS).flatMap((metric) => SERIES_OF[metric.type].map((suffix) => [metric.name + suffix, metric] as const)));

describe.each(PROFILES)('the expressions of the profile %s', (profile) => {
  it.each(expressionsOf(profile))('%s is PromQL, reads only metrics that somebody exports, and only labels that they have', (_, expression) => {
    const names = metricsOf(expression);
    const unknown = names.filter((name) => !ours.has(name) && !exported.has(name) && !recorded.has(name));
    expect(unknown).toEqual([]);
  });
});

it('a rule that reads what nobody exports would be noticed', () => {
  expect(metricsOf('rate(observatory_imagined_total[5m])').filter((name) => !ours.has(name) && !exported.has(name) && !recorded.has(name))).toEqual(['observatory_imagined_total']);
});

describe('the catalogue', () => {
  it.each(expressionsOf('standard'))('%s selects by labels and values that the metric has', (_, expression) => {
    for (const { name, matchers } of selectorsOf(expression)) {
      const metric = name === undefined ? undefined : ours.get(name);
      if (metric === undefined) {
        // Of what others export only the names of labels are known.
        const known = ['service', 'instance', 'job', ...(exported.get(name ?? '')?.labels ?? []), ...(recorded.has(name ?? '') ? ['slo'] : [])];
        expect(known).toEqual(expect.arrayContaining(matchers.map(({ label }) => label)));
        continue;
      }
      const labels: Readonly<Record<string, readonly string[] | null>> = { service: null, instance: null, job: null, le: null, ...metric.labels };
      for (const { label, operator, value } of matchers) {
        expect(Object.keys(labels)).toContain(label);
        const values = labels[label] ?? null;
        if (values !== null && (operator === '=' || operator === '=~')) expect(values).toEqual(expect.arrayContaining(value.split('|')));
      }
    }
  });
});
