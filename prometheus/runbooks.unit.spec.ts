import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { METRICS, STORE_METRICS } from '#observability';
import { projectRoot } from '../deploy/native';
import { metricsOf } from './source/promql';
import { severitiesOf } from './source/render-rules';
import { ALERTS, RECORDING_RULES } from './source/rule-files';
import { spansOf } from './source/span';

const folder = join(projectRoot(), 'docs', 'runbooks');
const SECTIONS = ['Meaning', 'Impact', 'Diagnosis', 'Mitigation', 'Resolution'];
const known = new Set([...Object.values(METRICS).map(({ name }) => name), ...STORE_METRICS.map(({ name }) => name), ...RECORDING_RULES.map(({ record }) => record)]);

/** What a runbook lacks. */
export function faultsOf(name: string, text: string, metrics: readonly string[]): string[] {
  const sections = text.split(/^## /m).slice(1).map((section): [string, string] => [section.split('\n')[0] ?? '', section.slice(section.indexOf('\n')).trim()]);
  const titles = sections.map(([title]) => title);
  // Names of our metrics in the text, without the suffixes of a histogram's series.
  const named = [...text.matchAll(/\b(observatory_[a-z0-9_]+[a-z0-9])\b/g)].map(([, metric]) => metric ?? '');
  return [
    ...(text.startsWith(`# ${name}\n`) ? [] : ['its title is not the name of the alert']),
    ...(titles.join() === SECTIONS.join() ? [] : [`its sections are ${titles.join(', ')}`]),
    ...sections.filter(([, body]) => body.length < 20).map(([title]) => `${title} says nothing`),
    ...(metrics.some((metric) => text.includes(metric.replace(/_(bucket|count|sum)$/, ''))) ? [] : [`it names none of ${metrics.join(', ')}`]),
    ...named.filter((metric) => !known.has(metric) && !known.has(metric.replace(/_(bucket|count|sum)$/, '')) && ![...known].some((other) => other.includes(`:${metric}`))).map((metric) => `it names ${metric}, which nobody exports`),
  ];
}

describe('the runbooks', () => {
  it.each(ALERTS.map((alert) => [alert.name, alert] as const))('%s says what it means, what users notice, how to look, what to do and how it ends', (name, alert) => {
    const spans = spansOf('standard');
    const metrics = severitiesOf(alert).flatMap((severity) => metricsOf(alert.expression({ severity, spans, limit: alert.limits[severity]! })));
    expect(faultsOf(name, readFileSync(join(folder, `${name}.md`), 'utf8'), [...new Set(metrics)])).toEqual([]);
  });

  it('are those of the alerts, and no others', () => {
    expect(readdirSync(folder).filter((file) => file !== 'README.md').sort()).toEqual(ALERTS.map(({ name }) => `${name}.md`).sort());
  });

  it('would be found wanting', () => {
    expect(faultsOf('Made', '# Other\n\n## Meaning\n\nShort.\n\n## Impact\n\n`observatory_imagined_total` is what it looks at.\n', ['up'])).toEqual([
      'its title is not the name of the alert',
      'its sections are Meaning, Impact',
      'Meaning says nothing',
      'it names none of up',
      'it names observatory_imagined_total, which nobody exports',
    ]);
  });
});
