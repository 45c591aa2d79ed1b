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
      const tickets = `(sum(increase(observatory_tickets_total{outcome="too_long"}[${spans.window('5m')}])) or vector(0))`;
      return `${fired('count{timer="deadline"}')} - ${fired(`bucket{timer="deadline", le=~"${LATENESS_SECONDS}([.]0)?"}`)} + ${tickets} > ${limit + 0.5}`;
    },
    summary: 'what has a time to live outlives it',
    description: ({ spans }) => `{{ $value | humanize }} times within ${inWords(spans.window('5m'))} a job lived on for more than ${LATENESS_SECONDS} seconds after its deadline, or a ticket was shown that is good for longer than any may be.`,
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
      {
        name: 'a ticket that is good for longer than any may be is reported; one that has expired is not',
        given: [
          { series: 'observatory_timer_delay_seconds_count{service="gateway", timer="deadline"}', quiet: '+2', fault: '+2', repaired: '+2' },
          { series: 'observatory_timer_delay_seconds_bucket{service="gateway", timer="deadline", le="5"}', quiet: '+2', fault: '+2', repaired: '+2' },
          { series: 'observatory_tickets_total{service="gateway", outcome="too_long"}', quiet: '+0', fault: '+1', repaired: '+0' },
          { series: 'observatory_tickets_total{service="gateway", outcome="expired"}', quiet: '+5', fault: '+5', repaired: '+5' },
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
    expression: ({ limit, spans }) => `sum(increase(observatory_jobs_submitted_total{outcome="conflict"}[${spans.window('5m')}])) + (sum(increase(observatory_tickets_total{outcome="replayed"}[${spans.window('5m')}])) or vector(0)) > ${limit}`,
    summary: 'used tickets are shown again, or known idempotency keys with other bodies, again and again',
    description: ({ limit, spans }) => `{{ $value | humanize }} submissions within ${inWords(spans.window('5m'))} reused a ticket, or the key of another job (limit: ${limit}). All were refused; a client is broken, or somebody replays what was recorded.`,
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
      {
        name: 'so are as many tickets that are shown again; used ones are not',
        given: [
          { series: 'observatory_jobs_submitted_total{service="gateway", route="single", outcome="conflict"}', quiet: '+0', fault: '+0', repaired: '+0' },
          { series: 'observatory_tickets_total{service="gateway", outcome="replayed"}', quiet: '+0', fault: '+30', repaired: '+0' },
          { series: 'observatory_tickets_total{service="gateway", outcome="used"}', quiet: '+90', fault: '+90', repaired: '+90' },
        ],
        fires: ['critical'],
        labels: {},
        value: '30',
        recovery: '5m',
      },
    ],
  },
];
