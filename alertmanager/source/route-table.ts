import type { Receiver } from './routes';

/** Who is told of which alert: the labels that it comes with, and the receivers in their order. amtool tries each row. */
export interface RouteCase {
  readonly labels: Readonly<Record<string, string>>;
  readonly told: readonly Receiver[];
}

export const ROUTE_TABLE: readonly RouteCase[] = [
  { labels: { alertname: 'ServiceDown', severity: 'critical', category: 'availability', service: 'gateway' }, told: ['observatory', 'page'] },
  { labels: { alertname: 'MetricsMissing', severity: 'warning', category: 'availability', service: 'node' }, told: ['observatory', 'ticket'] },
  { labels: { alertname: 'JobFailureRateHigh', severity: 'critical', category: 'jobs', job_type: 'email.send' }, told: ['observatory', 'page'] },
  { labels: { alertname: 'JobFailureRateHigh', severity: 'warning', category: 'jobs', job_type: 'email.send' }, told: ['observatory', 'ticket'] },
  { labels: { alertname: 'InvariantViolated', severity: 'critical', category: 'data', service: 'aggregator' }, told: ['observatory', 'page'] },
  { labels: { alertname: 'ReadModelRebuilding', severity: 'info', category: 'data', service: 'aggregator' }, told: ['observatory', 'nobody'] },
  { labels: { alertname: 'DiskSpaceLow', severity: 'critical', category: 'capacity', mountpoint: '/' }, told: ['observatory', 'page'] },
  { labels: { alertname: 'EventLoopStalled', severity: 'warning', category: 'capacity', service: 'worker' }, told: ['observatory', 'ticket'] },
  { labels: { alertname: 'ReplayAttack', severity: 'critical', category: 'security', service: 'gateway' }, told: ['observatory', 'security'] },
  { labels: { alertname: 'SloAvailabilityBurn', severity: 'critical', category: 'slo', slo: 'availability' }, told: ['observatory', 'page'] },
  { labels: { alertname: 'SloAvailabilityBurn', severity: 'warning', category: 'slo', slo: 'availability' }, told: ['observatory', 'ticket'] },
  // Nobody acknowledged a critical alert: those who are next in line, not those who did not react.
  { labels: { alertname: 'AlertUnacknowledged', severity: 'critical', category: 'availability', service: 'gateway' }, told: ['observatory', 'escalation'] },
  // A security alert that is no emergency goes with the other tickets.
  { labels: { alertname: 'SomethingOdd', severity: 'warning', category: 'security' }, told: ['observatory', 'ticket'] },
  // An alert of somebody else's rules, without a severity that is known here, is looked at all the same.
  { labels: { alertname: 'ForeignAlert', severity: 'urgent' }, told: ['observatory', 'ticket'] },
];
