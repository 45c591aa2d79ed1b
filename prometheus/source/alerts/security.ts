import type { AlertDefinition } from '../alert';
import { inWords, secondsOf } from '../span';

/** How late a deadline may be enforced, in seconds: a bound of the histogram's buckets. */
const LATENESS_SECONDS = 5;
/** How long an entry of the audit trail may be nowhere but in memory, in seconds: longer than a restart of the store. */
const UNSTORED_SECONDS = 30;

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
  {
    name: 'SecurityIncident',
    category: 'security',
    limits: { critical: 0 },
    hold: '0s',
    labels: { service: 'gateway' },
    // 0.5, as an increase is extrapolated.
    expression: ({ limit, spans }) => `sum by (pattern) (increase(observatory_security_incidents_total[${spans.window('5m')}])) > ${limit + 0.5}`,
    summary: 'security events look like an attack: {{ $labels.pattern }}',
    description: ({ spans }) => `{{ $value | humanize }} incidents were opened within ${inWords(spans.window('5m'))}. Each names its source and its evidence at GET /v1/incidents of the observatory.`,
    onsetSeconds: () => 10,
    recoverySeconds: (spans) => secondsOf(spans.window('5m')),
    cases: [
      {
        name: 'an incident that was opened is reported by its pattern; events that make no pattern are not',
        given: [
          { series: 'observatory_security_incidents_total{service="gateway", pattern="brute_force"}', quiet: '+0', fault: '+2', repaired: '+0' },
          { series: 'observatory_security_incidents_total{service="gateway", pattern="replay_burst"}', quiet: '+0', fault: '+0', repaired: '+0' },
          { series: 'observatory_security_events_total{service="gateway", category="replay"}', quiet: '+1', fault: '+1', repaired: '+1' },
        ],
        fires: ['critical'],
        labels: { pattern: 'brute_force' },
        value: '2',
        recovery: '5m',
      },
    ],
  },
  {
    name: 'AuditTrailTamperedWith',
    category: 'security',
    limits: { critical: 0 },
    hold: '0s',
    labels: { service: 'gateway' },
    expression: ({ limit, spans }) => `sum(increase(observatory_audit_chain_faults_total[${spans.window('5m')}])) > ${limit + 0.5}`,
    summary: 'the audit trail does not follow from itself',
    description: ({ spans }) => `{{ $value | humanize }} rows within ${inWords(spans.window('5m'))} do not follow from the row before: somebody changed, removed or slipped in a row of audit_log.`,
    onsetSeconds: () => 5,
    recoverySeconds: (spans) => secondsOf(spans.window('5m')),
    cases: [
      {
        name: 'a row that does not follow from the one before is reported',
        given: [{ series: 'observatory_audit_chain_faults_total{service="gateway"}', quiet: '+0', fault: '+1', repaired: '+0' }],
        fires: ['critical'],
        labels: {},
        value: '1',
        recovery: '5m',
      },
    ],
  },
  {
    name: 'AuditTrailNotStored',
    category: 'security',
    limits: { warning: UNSTORED_SECONDS },
    hold: '0s',
    labels: { service: 'gateway' },
    expression: ({ limit }) => `max(observatory_audit_waiting_seconds) > ${limit}`,
    summary: 'entries of the audit trail cannot be stored',
    description: ({ limit }) => `The oldest entry that a gateway holds in memory has waited for {{ $value | humanizeDuration }} (limit: ${limit} seconds). A gateway that ends now takes them with it.`,
    hiddenBy: ['PostgresUnavailable'],
    // A statement that finds a lock gives up after five seconds, and then the age is told.
    onsetSeconds: () => UNSTORED_SECONDS + 10,
    recoverySeconds: () => 10,
    cases: [
      {
        name: 'an entry that has waited for more than half a minute is reported',
        given: [
          { series: 'observatory_audit_waiting_seconds{service="gateway", instance="a"}', quiet: 0, fault: 45, repaired: 0 },
          { series: 'observatory_audit_waiting_seconds{service="gateway", instance="b"}', quiet: 0, fault: 5, repaired: 0 },
        ],
        fires: ['warning'],
        labels: {},
        value: '45s',
      },
    ],
  },
];
