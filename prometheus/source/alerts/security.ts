import type { AlertDefinition } from '../alert';
import { inWords, secondsOf } from '../span';

/** How late a deadline may be enforced, in seconds: a bound of the histogram's buckets. */
const LATENESS_SECONDS = 5;

export const SECURITY_ALERTS: readonly AlertDefinition[] = [
  {
    name: 'TtlViolations',
    category: 'security',
    limits: { critical: 0 },
    hold: '0s',
    labels: { service: 'gateway' },
    expression: ({ limit, spans }) => {
      const fired = (series: string) => `sum(increase(observatory_timer_delay_seconds_${series}[${spans.window('5m')}]))`;
      // Prometheus 3 writes the bound as 5.0, Prometheus 2 as the service does. 0.5, as the two may be scraped an instant apart.
      return `${fired('count{timer="deadline"}')} - ${fired(`bucket{timer="deadline", le=~"${LATENESS_SECONDS}([.]0)?"}`)} > ${limit + 0.5}`;
    },
    summary: 'deadlines are enforced too late',
    description: ({ spans }) => `{{ $value | humanize }} jobs within ${inWords(spans.window('5m'))} lived on for more than ${LATENESS_SECONDS} seconds after their deadline.`,
    recoverySeconds: (spans) => secondsOf(spans.window('5m')),
    cases: [
      {
        name: 'a deadline that was enforced more than five seconds late is reported; other timers are not deadlines',
        given: [
          { series: 'observatory_timer_delay_seconds_count{service="gateway", timer="deadline"}', quiet: '+2', fault: '+3', repaired: '+2' },
          { series: 'observatory_timer_delay_seconds_bucket{service="gateway", timer="deadline", le="5"}', quiet: '+2', fault: '+2', repaired: '+2' },
          { series: 'observatory_timer_delay_seconds_bucket{service="gateway", timer="deadline", le="10"}', quiet: '+2', fault: '+3', repaired: '+2' },
          { series: 'observatory_timer_delay_seconds_count{service="gateway", timer="due"}', quiet: '+5', fault: '+5', repaired: '+5' },
        ],
        fires: ['critical'],
        labels: {},
        value: '1',
        recovery: '5m',
      },
    ],
  },
  {
    name: 'ReplayAttack',
    category: 'security',
    limits: { critical: 20 },
    hold: '0s',
    labels: { service: 'gateway' },
    expression: ({ limit, spans }) => `sum(increase(observatory_jobs_submitted_total{outcome="conflict"}[${spans.window('5m')}])) > ${limit}`,
    summary: 'known idempotency keys are used with other bodies, again and again',
    description: ({ limit, spans }) => `{{ $value | humanize }} submissions within ${inWords(spans.window('5m'))} reused a key of another job (limit: ${limit}). All were refused; a client is broken, or somebody replays what was recorded.`,
    onsetSeconds: () => 5,
    recoverySeconds: (spans) => secondsOf(spans.window('5m')),
    cases: [
      {
        name: 'more than twenty such submissions within five minutes are reported; the same body twice is a retry, no attack',
        given: [
          { series: 'observatory_jobs_submitted_total{service="gateway", route="single", outcome="conflict"}', quiet: '+0', fault: '+30', repaired: '+0' },
          { series: 'observatory_jobs_submitted_total{service="gateway", route="single", outcome="duplicate"}', quiet: '+90', fault: '+90', repaired: '+90' },
        ],
        fires: ['critical'],
        labels: {},
        value: '30',
        recovery: '5m',
      },
    ],
  },
];
