import type { AlertDefinition, AlertCase, RecordingRule, RuleFile } from './alert';
import type { Slo } from './slo';
import { SLO_CASES } from './slo-cases';
import { inWords, secondsOf, type Spans, type Window } from './span';

/**
 * Burn rates over several windows, as the Site Reliability Workbook recommends (chapter 5): a fast burn of the error budget pages, a slow
 * one is a ticket; the long window says that it matters, the short one that it is still so. The names of the recording rules are those of
 * Sloth, so that its dashboards fit.
 *
 * Each event is counted once, in `rate5m`; longer windows are sums of that, which costs a fraction of a rate over days of raw counters.
 */
const RATIO_WINDOWS: readonly Window[] = ['30m', '1h', '2h', '6h', '1d', '3d', '30d'];
/** The budget is that of 30 days. */
const PERIOD = '30d' as const;
const INTERVAL = '15s' as const;

interface Burn {
  readonly factor: number;
  readonly long: Window;
  readonly short: Window;
}

const BURNS: Readonly<Record<'critical' | 'warning', readonly [Burn, Burn]>> = {
  critical: [
    { factor: 14.4, long: '1h', short: '5m' },
    { factor: 6, long: '6h', short: '30m' },
  ],
  warning: [
    { factor: 3, long: '1d', short: '2h' },
    { factor: 1, long: '3d', short: '6h' },
  ],
};

/** Fewer bad events than these say nothing about a service level: with little traffic one would be a large share. */
const FEW_EVENTS = 10;

const budgetOf = ({ objective }: Slo): number => Math.round((1 - objective) * 1e9) / 1e9;

/** A series that begins with its first event is none before that: a budget is untouched then, not unknown. */
const orNone = (rate: string): string => `(${rate}) or vector(0)`;

export function sloRecording(slo: Slo): readonly RecordingRule[] {
  const labels = { slo: slo.id };
  const of = (name: string) => `${name}{slo="${slo.id}"}`;
  const { indicator } = slo;
  const sums = (spans: Spans, window: Window) => {
    const over = (name: string) => `sum_over_time(${of(name)}[${spans.window(window)}])`;
    // Without any event there is nothing bad either.
    return `${over('slo:sli_errors:rate5m')} / (${over('slo:sli_total:rate5m')} > 0) or 0 * ${over('slo:sli_total:rate5m')}`;
  };
  return [
    { record: 'slo:sli_errors:rate5m', labels, expression: (spans) => (indicator.kind === 'events' ? orNone(indicator.bad(spans)) : indicator.bad(spans)) },
    { record: 'slo:sli_total:rate5m', labels, expression: (spans) => (indicator.kind === 'events' ? orNone(indicator.all(spans)) : `0 * (${indicator.bad(spans)}) + 1`) },
    {
      record: 'slo:sli_error:ratio_rate5m',
      labels,
      expression: (spans) =>
        indicator.kind === 'time' ? sums(spans, '5m') : `${of('slo:sli_errors:rate5m')} / (${of('slo:sli_total:rate5m')} > 0) or 0 * ${of('slo:sli_total:rate5m')}`,
    },
    ...RATIO_WINDOWS.map((window): RecordingRule => ({ record: `slo:sli_error:ratio_rate${window}`, labels, expression: (spans) => sums(spans, window) })),
    { record: 'slo:objective:ratio', labels, expression: () => `vector(${slo.objective})` },
    { record: 'slo:error_budget:ratio', labels, expression: () => `vector(${budgetOf(slo)})` },
    { record: 'slo:current_burn_rate:ratio', labels, expression: () => `${of('slo:sli_error:ratio_rate5m')} / ${budgetOf(slo)}` },
    { record: 'slo:period_burn_rate:ratio', labels, expression: () => `${of(`slo:sli_error:ratio_rate${PERIOD}`)} / ${budgetOf(slo)}` },
    { record: 'slo:period_error_budget_remaining:ratio', labels, expression: () => `1 - ${of('slo:period_burn_rate:ratio')}` },
  ];
}

export function sloAlert(slo: Slo): AlertDefinition {
  const burns = (spans: Spans, { factor, long, short }: Burn) => {
    const burnt = (window: Window) => `slo:sli_error:ratio_rate${window}{slo="${slo.id}"} > ${Math.round(factor * budgetOf(slo) * 1e9) / 1e9}`;
    const events = `sum_over_time(slo:sli_errors:rate5m{slo="${slo.id}"}[${spans.window(long)}]) * ${secondsOf(spans.interval(INTERVAL))} >= ${FEW_EVENTS}`;
    return `(${burnt(long)} and ${burnt(short)}${slo.indicator.kind === 'events' ? ` and ${events}` : ''})`;
  };
  return {
    name: slo.alert,
    category: 'slo',
    limits: Object.fromEntries(slo.severities.map((severity) => [severity, budgetOf(slo)])),
    hold: '1m',
    expression: ({ severity, spans }) => BURNS[severity === 'critical' ? 'critical' : 'warning'].map((burn) => burns(spans, burn)).join(' or '),
    summary: `the error budget of "{{ $labels.slo }}" burns: ${slo.broken}`,
    description: ({ severity, spans }) => {
      const [fast, slow] = BURNS[severity === 'critical' ? 'critical' : 'warning'];
      return `Promised: ${slo.promise}. {{ $value | humanizePercentage }} was bad: ${fast.factor} times what the budget allows over ${inWords(spans.window(fast.long))}, or ${slow.factor} times over ${inWords(spans.window(slow.long))}.`;
    },
    // A complete failure is seen as soon as its share of the shorter window has grown large enough; at worst that takes the whole of it.
    onsetSeconds: (spans) => (spans.profile === 'fast' ? secondsOf(spans.window('1h')) : secondsOf('30m')),
    // A bad event leaves the rate that is summed up first, and then the window of the sum.
    recoverySeconds: (spans) => (indicatorIsRate(slo, spans) ? secondsOf(spans.window('5m')) : 0) + secondsOf(spans.window(slo.severities.includes('warning') ? '6h' : '30m')),
    cases: casesOf(slo),
  };
}

const indicatorIsRate = ({ indicator }: Slo, spans: Spans): boolean => indicator.bad(spans).includes('[');

/** Slow enough to spare the pager, fast enough to spend the budget before its period is over. */
const SLOW_BURN = 4.5;

function casesOf(slo: Slo): readonly AlertCase[] {
  const found = SLO_CASES[slo.id];
  const shape = { labels: { slo: slo.id }, step: '1m', quietFor: '10m' } as const;
  const complete: AlertCase = { ...shape, ...found.complete, name: `${slo.id}: while everything is bad the budget burns fast`, given: slo.example({ quiet: 0, fault: 1, repaired: 0 }), fires: slo.severities };
  if (found.slow === undefined) return [complete];
  const share = SLOW_BURN * budgetOf(slo);
  return [
    complete,
    { ...shape, ...found.slow, name: `${slo.id}: while ${Math.round(share * 1e4) / 1e2} % is bad the budget burns slowly, which is a ticket and no page`, given: slo.example({ quiet: 0, fault: share, repaired: 0 }), fires: ['warning'] },
  ];
}

/** A file per service level, so that the test of one need not compute the others. */
export const sloFile = (slo: Slo): RuleFile => ({ name: `slo-${slo.id.replaceAll('_', '-')}`, groups: [{ name: `slo-${slo.id}`, interval: INTERVAL, recording: sloRecording(slo), alerts: [sloAlert(slo)] }] });
