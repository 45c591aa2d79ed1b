import type { AlertDefinition } from '../alert';
import { inWords, secondsOf } from '../span';

/** Reasons for parking a message that mean: it is not what the contracts say. */
const AGAINST_THE_CONTRACT = 'not_json|not_an_envelope|unknown_event_type|unknown_major_version|invalid_payload';

export const DATA_ALERTS: readonly AlertDefinition[] = [
  {
    name: 'RelayStalled',
    category: 'data',
    limits: { critical: 1 },
    hold: '30s',
    labels: { service: 'gateway' },
    expression: ({ limit, spans }) => `max(observatory_relay_lag_seconds) > ${limit * secondsOf(spans.age('10s'))} or max(observatory_relay_leader) == 0`,
    summary: 'committed events do not reach the broker',
    description: ({ spans }) => `The oldest event that the broker has not confirmed is older than ${inWords(spans.age('10s'))}, or no gateway relays at all. Jobs that were accepted do not start.`,
    hiddenBy: ['PostgresUnavailable', 'BrokerUnavailable'],
    onsetSeconds: (spans) => secondsOf(spans.age('10s')) + 5,
    cases: [
      {
        name: 'events that have been waiting for the broker for more than ten seconds are reported',
        given: [
          { series: 'observatory_relay_lag_seconds{service="gateway", instance="a"}', quiet: 0, fault: 12, repaired: 0 },
          { series: 'observatory_relay_leader{service="gateway", instance="a"}', quiet: 1, fault: 1, repaired: 1 },
        ],
        fires: ['critical'],
        labels: {},
      },
      {
        name: 'gateways of which none relays are reported',
        given: [
          { series: 'observatory_relay_leader{service="gateway", instance="a"}', quiet: 1, fault: 0, repaired: 0 },
          { series: 'observatory_relay_leader{service="gateway", instance="b"}', quiet: 0, fault: 0, repaired: 1 },
          { series: 'observatory_relay_lag_seconds{service="gateway", instance="b"}', quiet: 0, fault: 0, repaired: 0 },
        ],
        fires: ['critical'],
        labels: {},
      },
    ],
  },
  {
    name: 'ProjectionLagging',
    category: 'data',
    limits: { warning: 1, critical: 6 },
    hold: '30s',
    labels: { service: 'aggregator' },
    expression: ({ limit, spans }) => `max by (projection) (observatory_projection_lag_seconds) > ${limit * secondsOf(spans.age('10s'))}`,
    summary: 'the read model {{ $labels.projection }} is behind the log',
    description: ({ limit, spans }) => `The oldest event that it does not show yet is {{ $value | humanizeDuration }} old (limit: ${limit * secondsOf(spans.age('10s'))} seconds). Answers say how old they are.`,
    hiddenBy: ['MongoUnavailable', 'BrokerUnavailable', 'RelayStalled'],
    onsetSeconds: (spans) => secondsOf(spans.age('10s')) + 5,
    recoverySeconds: () => 10,
    cases: [
      {
        name: 'a read model that is more than ten seconds behind is a warning, whoever says so',
        given: [
          { series: 'observatory_projection_lag_seconds{service="aggregator", projection="jobs"}', quiet: 0, fault: '_', repaired: 0 },
          { series: 'observatory_projection_lag_seconds{service="observatory", projection="jobs"}', quiet: 0, fault: 15, repaired: 0 },
          { series: 'observatory_projection_lag_seconds{service="observatory", projection="overview"}', quiet: 9, fault: 9, repaired: 9 },
        ],
        fires: ['warning'],
        labels: { projection: 'jobs' },
        value: '15s',
      },
      {
        name: 'one that is more than a minute behind is critical',
        given: [{ series: 'observatory_projection_lag_seconds{service="aggregator", projection="jobs"}', quiet: 0, fault: 61, repaired: 0 }],
        fires: ['warning', 'critical'],
        labels: { projection: 'jobs' },
        value: '1m 1s',
      },
    ],
  },
  {
    name: 'MessagesParked',
    category: 'data',
    limits: { warning: 0 },
    hold: '0s',
    expression: ({ limit, spans }) => `sum by (service, reason) (increase(observatory_messages_parked_total[${spans.window('5m')}])) > ${limit}`,
    summary: '{{ $labels.service }} put messages aside that it could not handle',
    description: ({ spans }) => `{{ $value | humanize }} messages were parked within ${inWords(spans.window('5m'))} because of: {{ $labels.reason }}. They wait in the parking queue.`,
    recoverySeconds: (spans) => secondsOf(spans.window('5m')),
    cases: [
      {
        name: 'a message whose handler failed again and again is reported',
        given: [
          { series: 'observatory_messages_parked_total{service="gateway", reason="handler_failed"}', quiet: '+0', fault: '+1', repaired: '+0' },
          { series: 'observatory_messages_parked_total{service="gateway", reason="not_json"}', quiet: '+0', fault: '+0', repaired: '+0' },
        ],
        fires: ['warning'],
        labels: { service: 'gateway', reason: 'handler_failed' },
        value: '1',
        recovery: '5m',
      },
    ],
  },
  {
    name: 'ContractViolations',
    category: 'data',
    limits: { critical: 0 },
    hold: '0s',
    expression: ({ limit, spans }) => `sum by (service) (increase(observatory_messages_parked_total{reason=~"${AGAINST_THE_CONTRACT}"}[${spans.window('5m')}])) > ${limit}`,
    summary: '{{ $labels.service }} receives messages that break the contracts',
    description: ({ spans }) => `{{ $value | humanize }} messages within ${inWords(spans.window('5m'))} were no envelope, of an unknown kind, or not what their schema says: somebody publishes what was never agreed on.`,
    recoverySeconds: (spans) => secondsOf(spans.window('5m')),
    cases: [
      {
        name: 'a message that is no JSON is reported; one whose handler failed is no breach of a contract',
        given: [
          { series: 'observatory_messages_parked_total{service="aggregator", reason="not_json"}', quiet: '+0', fault: '+1', repaired: '+0' },
          { series: 'observatory_messages_parked_total{service="gateway", reason="handler_failed"}', quiet: '+1', fault: '+1', repaired: '+1' },
        ],
        fires: ['critical'],
        labels: { service: 'aggregator' },
        value: '1',
        recovery: '5m',
      },
    ],
  },
  {
    name: 'InvariantViolated',
    category: 'data',
    limits: { critical: 0 },
    hold: '0s',
    expression: ({ limit, spans }) => `sum by (service, invariant) (increase(observatory_invariant_violations_total[${spans.window('10m')}])) > ${limit}`,
    summary: 'the log contradicts itself: {{ $labels.invariant }}',
    description: ({ spans }) => `{{ $value | humanize }} times within ${inWords(spans.window('10m'))} {{ $labels.service }} met in the log what must never be.`,
    recoverySeconds: (spans) => secondsOf(spans.window('10m')),
    cases: [
      {
        name: 'a single violation is reported',
        given: [
          { series: 'observatory_invariant_violations_total{service="aggregator", invariant="second_terminal"}', quiet: '+0', fault: '+1', repaired: '+0' },
          { series: 'observatory_invariant_violations_total{service="aggregator", invariant="version_gap"}', quiet: '+0', fault: '+0', repaired: '+0' },
        ],
        fires: ['critical'],
        labels: { service: 'aggregator', invariant: 'second_terminal' },
        value: '1',
        recovery: '10m',
      },
    ],
  },
  {
    name: 'ReadModelRebuilding',
    category: 'data',
    limits: { info: 0 },
    hold: '0s',
    expression: ({ limit, spans }) => `sum by (service, reason) (increase(observatory_rebuilds_total[${spans.window('10m')}])) > ${limit}`,
    summary: 'a read model is built anew',
    description: ({ spans }) => `Rebuilds within ${inWords(spans.window('10m'))}: {{ $value | humanize }}, because of: {{ $labels.reason }}. The old one answers until the new one is ready.`,
    recoverySeconds: (spans) => secondsOf(spans.window('10m')),
    cases: [
      {
        name: 'a rebuild is kept in the history',
        given: [{ series: 'observatory_rebuilds_total{service="aggregator", reason="epoch"}', quiet: '+0', fault: '+1', repaired: '+0' }],
        fires: ['info'],
        labels: { service: 'aggregator', reason: 'epoch' },
        value: '1',
        recovery: '10m',
      },
    ],
  },
];
