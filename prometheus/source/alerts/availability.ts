import type { AlertDefinition } from '../alert';
import { inWords, secondsOf as seconds } from '../span';

/** The processes of the project, as the `job` of their targets. */
const OUR_SERVICES = 'gateway|worker|aggregator|observatory';

/**
 * A store counts as away when those who use it say so, or its exporter does. Either alone is too little: an exporter cannot see a
 * connection that is cut in between, and a service that is down says nothing.
 */
const storeAway = (exporter: string, dependency: string) => `min(${exporter}) == 0 or min(observatory_dependency_ready{dependency="${dependency}"}) == 0`;

export const AVAILABILITY_ALERTS: readonly AlertDefinition[] = [
  {
    name: 'ServiceDown',
    category: 'availability',
    limits: { critical: 0 },
    hold: '30s',
    expression: ({ limit }) => `up{job=~"${OUR_SERVICES}"} == ${limit}`,
    summary: '{{ $labels.service }} at {{ $labels.instance }} does not answer its metrics scrape',
    description: ({ spans }) => `Prometheus has not been able to scrape {{ $labels.instance }} for ${inWords(spans.hold('30s'))}: the process is gone, hangs, or cannot be reached.`,
    cases: [
      {
        name: 'a service that stops answering is reported after 30 seconds, and only it',
        given: [
          { series: 'up{job="gateway", service="gateway", instance="127.0.0.1:13000"}', quiet: 1, fault: 0, repaired: 1 },
          { series: 'up{job="worker", service="worker", instance="127.0.0.1:13001"}', quiet: 1, fault: 1, repaired: 1 },
          { series: 'up{job="postgres", service="postgres", instance="127.0.0.1:19187"}', quiet: 1, fault: 0, repaired: 1 },
        ],
        fires: ['critical'],
        labels: { job: 'gateway', service: 'gateway', instance: '127.0.0.1:13000' },
      },
    ],
  },
  {
    name: 'ServiceRestarting',
    category: 'availability',
    limits: { warning: 3 },
    hold: '0s',
    expression: ({ limit, spans }) => `changes(process_start_time_seconds{service=~"${OUR_SERVICES}"}[${spans.window('15m')}]) >= ${limit}`,
    summary: '{{ $labels.service }} at {{ $labels.instance }} ends and is started again and again',
    description: ({ spans, limit }) => `The process began anew {{ $value }} times within ${inWords(spans.window('15m'))} (limit: ${limit}).`,
    recoverySeconds: (spans) => (spans.profile === 'fast' ? 30 : 900),
    cases: [
      {
        name: 'the third start within a quarter of an hour is reported',
        given: [{ series: 'process_start_time_seconds{job="worker", service="worker", instance="127.0.0.1:13001"}', quiet: 1000, fault: '+20', repaired: '+0' }],
        fires: ['warning'],
        labels: { job: 'worker', service: 'worker', instance: '127.0.0.1:13001' },
        value: '3',
        onset: '30s',
        recovery: '15m',
      },
    ],
  },
  {
    name: 'MetricsMissing',
    category: 'availability',
    limits: { warning: 0 },
    hold: '1m',
    expression: ({ limit }) => `up{job!~"${OUR_SERVICES}"} == ${limit}`,
    summary: 'no metrics from {{ $labels.job }} at {{ $labels.instance }}',
    description: ({ spans }) => `Prometheus has not been able to scrape {{ $labels.instance }} for ${inWords(spans.hold('1m'))}: what it watches is not watched now, and alerts about it cannot fire.`,
    hiddenBy: ['BrokerUnavailable', 'PostgresUnavailable', 'MongoUnavailable', 'RedisUnavailable'],
    cases: [
      {
        name: 'an exporter that does not answer is reported after a minute',
        given: [
          { series: 'up{job="node", service="node", instance="127.0.0.1:19100"}', quiet: 1, fault: 0, repaired: 1 },
          { series: 'up{job="gateway", service="gateway", instance="127.0.0.1:13000"}', quiet: 1, fault: 0, repaired: 1 },
        ],
        fires: ['warning'],
        labels: { job: 'node', service: 'node', instance: '127.0.0.1:19100' },
      },
    ],
  },
  {
    name: 'PostgresUnavailable',
    category: 'availability',
    limits: { critical: 0 },
    hold: '15s',
    labels: { service: 'postgres' },
    expression: () => storeAway('pg_up', 'postgres'),
    summary: 'PostgreSQL cannot be used',
    description: ({ spans }) => `For ${inWords(spans.hold('15s'))} the exporter or a gateway has not been able to use PostgreSQL. Commands are refused with 503; nothing that was accepted is lost.`,
    cases: [
      {
        name: 'a PostgreSQL that its exporter cannot reach is reported',
        given: [
          { series: 'pg_up{job="postgres", service="postgres", instance="127.0.0.1:19187"}', quiet: 1, fault: 0, repaired: 1 },
          { series: 'observatory_dependency_ready{service="gateway", dependency="postgres"}', quiet: 1, fault: 1, repaired: 1 },
        ],
        fires: ['critical'],
        labels: {},
      },
      {
        name: 'a PostgreSQL that a gateway cannot reach is reported, whatever its exporter sees',
        given: [
          { series: 'pg_up{job="postgres", service="postgres", instance="127.0.0.1:19187"}', quiet: 1, fault: 1, repaired: 1 },
          { series: 'observatory_dependency_ready{service="gateway", dependency="postgres"}', quiet: 1, fault: 0, repaired: 1 },
          { series: 'observatory_dependency_ready{service="gateway", dependency="rabbitmq"}', quiet: 0, fault: 0, repaired: 0 },
        ],
        fires: ['critical'],
        labels: {},
      },
    ],
  },
  {
    name: 'MongoUnavailable',
    category: 'availability',
    limits: { critical: 0 },
    hold: '15s',
    labels: { service: 'mongodb' },
    expression: () => storeAway('mongodb_up', 'mongodb'),
    summary: 'MongoDB cannot be used',
    description: ({ spans }) => `For ${inWords(spans.hold('15s'))} its collector, an aggregator or an observatory has not been able to use MongoDB. Queries fail; commands and jobs go on.`,
    cases: [
      {
        name: 'a MongoDB that an aggregator cannot reach is reported',
        given: [
          { series: 'observatory_dependency_ready{service="aggregator", dependency="mongodb"}', quiet: 1, fault: 0, repaired: 1 },
          { series: 'observatory_dependency_ready{service="observatory", dependency="mongodb"}', quiet: 1, fault: 1, repaired: 1 },
        ],
        fires: ['critical'],
        labels: {},
      },
    ],
  },
  {
    name: 'RedisUnavailable',
    category: 'availability',
    limits: { warning: 0 },
    hold: '15s',
    labels: { service: 'redis' },
    expression: ({ limit }) => `min(redis_up) == ${limit}`,
    summary: 'Redis cannot be used',
    description: ({ spans }) => `For ${inWords(spans.hold('15s'))} the exporter has not been able to reach Redis. What it holds may be lost at any time by design, so this is no emergency.`,
    cases: [
      {
        name: 'a Redis that does not answer is reported',
        given: [{ series: 'redis_up{job="redis", service="redis", instance="127.0.0.1:19121"}', quiet: 1, fault: 0, repaired: 1 }],
        fires: ['warning'],
        labels: {},
      },
    ],
  },
  {
    name: 'BrokerUnavailable',
    category: 'availability',
    limits: { critical: 0 },
    hold: '15s',
    labels: { service: 'rabbitmq' },
    expression: () => 'max(up{job="rabbitmq"}) == 0 or max(observatory_dependency_ready{dependency="rabbitmq"}) == 0',
    summary: 'RabbitMQ cannot be used',
    description: ({ spans }) => `For ${inWords(spans.hold('15s'))} the broker has not answered its scrape, or no service at all has been connected to it. Submissions are accepted and relayed later; nothing is dispatched.`,
    cases: [
      {
        name: 'a broker that does not answer is reported',
        given: [{ series: 'up{job="rabbitmq", service="rabbitmq", instance="127.0.0.1:15693"}', quiet: 1, fault: 0, repaired: 1 }],
        fires: ['critical'],
        labels: {},
      },
      {
        name: 'a broker to which nobody can connect is reported, though it answers its scrape; one that only a worker has lost is not',
        given: [
          { series: 'up{job="rabbitmq", service="rabbitmq", instance="127.0.0.1:15693"}', quiet: 1, fault: 1, repaired: 1 },
          { series: 'observatory_dependency_ready{service="gateway", dependency="rabbitmq"}', quiet: 1, fault: 0, repaired: 1 },
          { series: 'observatory_dependency_ready{service="worker", dependency="rabbitmq"}', quiet: 0, fault: 0, repaired: 0 },
        ],
        fires: ['critical'],
        labels: {},
      },
    ],
  },
  {
    name: 'BrokerConnectionLost',
    category: 'availability',
    limits: { warning: 0 },
    hold: '1m',
    expression: ({ limit }) => `min by (service, instance) (observatory_broker_connected) == ${limit}`,
    summary: '{{ $labels.service }} at {{ $labels.instance }} has lost a connection to RabbitMQ',
    description: ({ spans }) => `At least one of its AMQP connections has been down for ${inWords(spans.hold('1m'))}. Connections come back by themselves as soon as they can.`,
    hiddenBy: ['BrokerUnavailable'],
    cases: [
      {
        name: 'a service that has been without one of its connections for a minute is reported',
        given: [
          { series: 'observatory_broker_connected{service="worker", instance="127.0.0.1:13001", connection="consume"}', quiet: 1, fault: 0, repaired: 1 },
          { series: 'observatory_broker_connected{service="worker", instance="127.0.0.1:13001", connection="publish"}', quiet: 1, fault: 1, repaired: 1 },
        ],
        fires: ['warning'],
        labels: { service: 'worker', instance: '127.0.0.1:13001' },
      },
    ],
  },
  {
    name: 'BrokerResourceAlarm',
    category: 'capacity',
    limits: { critical: 0 },
    hold: '0s',
    labels: { service: 'rabbitmq' },
    expression: ({ limit }) => `max(rabbitmq_alarms_memory_used_watermark) > ${limit} or max(rabbitmq_alarms_free_disk_space_watermark) > ${limit}`,
    summary: 'RabbitMQ takes no messages: its memory or disk alarm is set',
    description: () => 'The broker is above its memory watermark or below its limit of free disk, and blocks everybody who publishes until that ends.',
    cases: [
      {
        name: 'a memory alarm is reported at once',
        given: [
          { series: 'rabbitmq_alarms_memory_used_watermark{service="rabbitmq"}', quiet: 0, fault: 1, repaired: 0 },
          { series: 'rabbitmq_alarms_free_disk_space_watermark{service="rabbitmq"}', quiet: 0, fault: 0, repaired: 0 },
        ],
        fires: ['critical'],
        labels: {},
      },
      {
        name: 'a disk alarm is reported at once',
        given: [{ series: 'rabbitmq_alarms_free_disk_space_watermark{service="rabbitmq"}', quiet: 0, fault: 1, repaired: 0 }],
        fires: ['critical'],
        labels: {},
      },
    ],
  },
  {
    name: 'AlertUnacknowledged',
    category: 'availability',
    limits: { critical: 0 },
    hold: '0s',
    labels: { service: 'gateway' },
    expression: ({ spans }) => `max(observatory_alert_unacknowledged_seconds) > ${seconds(spans.age('15m'))}`,
    summary: 'a critical alert has been firing, and nobody has acknowledged it',
    description: ({ spans }) => `The oldest critical alert without an acknowledgement is {{ $value | humanizeDuration }} old (limit: ${inWords(spans.age('15m'))}). It is sent on to those who are next in line.`,
    onsetSeconds: (spans) => seconds(spans.age('15m')),
    cases: [
      {
        name: 'a critical alert that nobody acknowledged for a quarter of an hour escalates, until somebody does',
        given: [
          { series: 'observatory_alert_unacknowledged_seconds{service="gateway", instance="a"}', quiet: 0, fault: '+15', repaired: 0 },
          { series: 'observatory_alert_unacknowledged_seconds{service="gateway", instance="b"}', quiet: 0, fault: 0, repaired: 0 },
        ],
        fires: ['critical'],
        labels: {},
        value: '15m 15s',
        onset: '15m',
      },
    ],
  },
];
