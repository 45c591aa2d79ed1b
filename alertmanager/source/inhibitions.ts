import type { AlertDefinition } from '../../prometheus/source/alert';

export interface Inhibition {
  readonly source_matchers: readonly string[];
  readonly target_matchers: readonly string[];
  readonly equal?: readonly string[];
}

/** What makes an alert the same at two severities: everything that a rule's expression may leave on it. */
const SAME = ['alertname', 'service', 'instance', 'queue', 'job_type', 'projection', 'reason', 'mountpoint', 'device', 'slo'];

/** Which alerts are not sent while others fire. What is hidden still stands in Prometheus and Alertmanager, marked so. */
export function inhibitions(alerts: readonly AlertDefinition[]): readonly Inhibition[] {
  const causes = [...new Set(alerts.flatMap(({ hiddenBy }) => hiddenBy ?? []))].sort();
  return [
    // The worse severity of an alert hides the lesser one.
    { source_matchers: ['severity = critical'], target_matchers: ['severity =~ "warning|info"'], equal: SAME },
    { source_matchers: ['severity = warning'], target_matchers: ['severity = info'], equal: SAME },
    // A service that is down explains every lesser alert about it.
    { source_matchers: ['alertname = ServiceDown'], target_matchers: ['severity =~ "warning|info"'], equal: ['service'] },
    // A store that is away explains its consequences.
    ...causes.map((cause) => ({
      source_matchers: [`alertname = ${cause}`],
      target_matchers: [`alertname =~ "${alerts.filter(({ hiddenBy }) => hiddenBy?.includes(cause)).map(({ name }) => name).join('|')}"`],
    })),
  ];
}
