import type { JobPriority } from './generated/types';

/**
 * The exchanges and queues, as data: what declares them, what documents them and what tests them read the same lines.
 * Quorum queues everywhere but for control queues, which belong to one connection; only arguments that RabbitMQ 3.10 and 4.x
 * both take.
 */
export type Arguments = Readonly<Record<string, string | number | boolean>>;
export type Exchange = { readonly name: string; readonly type: 'topic' | 'direct' | 'fanout'; readonly arguments: Arguments; readonly description: string };
export type Queue = {
  readonly name: string;
  readonly arguments: Arguments;
  readonly bindings: readonly { readonly exchange: string; readonly routingKey: string }[];
  readonly description: string;
};

/**
 * The count of the broker also goes up for messages that merely waited beside the one that killed a worker, so it is no judge
 * of poison; the gateway counts losses itself. 1,000,000 stands for "never", which 4.x no longer spells -1.
 */
const NEVER = 1_000_000;
/** Anything published to a name that nobody is bound to is kept and shown. */
const UNROUTED = { 'alternate-exchange': 'observatory.unrouted' } as const;
const QUORUM = { 'x-queue-type': 'quorum' } as const;
const PARK = { 'x-dead-letter-exchange': 'observatory.parked' } as const;
const MEBIBYTE = 1_048_576;

export const TOPOLOGY = {
  exchanges: {
    events: { name: 'observatory.events', type: 'topic', arguments: UNROUTED, description: 'Every event of the log, in log order; the routing key is the event type.' },
    dispatch: { name: 'observatory.dispatch', type: 'direct', arguments: UNROUTED, description: 'job.queued on its way to the workers; the routing key is <queue>.<priority>. Bound to job queues only.' },
    reports: { name: 'observatory.reports', type: 'topic', arguments: UNROUTED, description: 'Claims of workers to the gateway; the routing key is the event type.' },
    control: { name: 'observatory.control', type: 'direct', arguments: {}, description: 'To one process; the routing key is its instance id, or "gateways". Without an alternate: an undeliverable probe must come back, for that is how a dead worker is noticed.' },
    telemetry: { name: 'observatory.telemetry', type: 'topic', arguments: {}, description: 'Facts that may be lost; the routing key is the event type.' },
    unrouted: { name: 'observatory.unrouted', type: 'fanout', arguments: {}, description: 'What no queue was bound for.' },
    parked: { name: 'observatory.parked', type: 'fanout', arguments: {}, description: 'What could not be handled, with the reason in its headers.' },
  },
  queues: {
    reports: {
      name: 'gateway.reports.v1',
      arguments: { ...QUORUM, ...PARK, 'x-delivery-limit': NEVER },
      bindings: [{ exchange: 'observatory.reports', routingKey: '#' }],
      description: 'Reports, consumed by every gateway that has the engine role.',
    },
    events: {
      name: 'aggregator.events.v1',
      arguments: {
        ...QUORUM,
        'x-single-active-consumer': true,
        'x-delivery-limit': NEVER,
        'x-max-length': 200_000,
        'x-max-length-bytes': 512 * MEBIBYTE,
        'x-overflow': 'drop-head',
      },
      bindings: [{ exchange: 'observatory.events', routingKey: '#' }],
      description: 'The log on its way into the read models. Bounded: what is dropped is read again from the feed.',
    },
    telemetry: {
      name: 'aggregator.telemetry.v1',
      arguments: { ...QUORUM, 'x-delivery-limit': NEVER, 'x-max-length': 20_000, 'x-max-length-bytes': 64 * MEBIBYTE, 'x-overflow': 'drop-head' },
      bindings: [{ exchange: 'observatory.telemetry', routingKey: '#' }],
      description: 'Progress, attempt logs, heartbeats of workers.',
    },
    unrouted: {
      name: 'observatory.unrouted.v1',
      arguments: { ...QUORUM, 'x-max-length': 100_000, 'x-max-length-bytes': 256 * MEBIBYTE, 'x-overflow': 'drop-head' },
      bindings: [{ exchange: 'observatory.unrouted', routingKey: '' }],
      description: 'Kept for people to look at.',
    },
    parked: {
      name: 'observatory.parked.v1',
      arguments: { ...QUORUM, 'x-max-length': 100_000, 'x-max-length-bytes': 256 * MEBIBYTE, 'x-overflow': 'drop-head' },
      bindings: [{ exchange: 'observatory.parked', routingKey: '' }],
      description: 'Kept for people to look at and to send again.',
    },
  },
  /** One queue per job queue and priority, declared by the gateway before it accepts a job for it. */
  jobQueues: {
    namePattern: 'jobs.<queue>.<priority>.v1',
    exchange: 'observatory.dispatch',
    arguments: { ...QUORUM, ...PARK, 'x-delivery-limit': NEVER },
    description: 'Jobs that wait for a worker, one queue per priority.',
  },
  /** One queue per process and connection, with a fresh name, so that a reconnecting process never meets its own ghost. */
  controlQueues: {
    namePattern: 'control.<instanceId>.<random>',
    exchange: 'observatory.control',
    exclusive: true,
    autoDelete: true,
    durable: false,
    arguments: {},
    description: 'Answers and calls to one process. Its existence is the proof that the process is alive.',
  },
  /** Routing key on observatory.control that reaches every gateway. */
  gatewaysKey: 'gateways',
} as const satisfies {
  exchanges: Record<string, Exchange>;
  queues: Record<string, Queue>;
  [part: string]: unknown;
};

/** The AMQP queue of a job queue and priority. */
export const jobQueueName = (queue: string, priority: JobPriority): string => `jobs.${queue}.${priority}.v1`;

/** The key under which `job.queued` goes out on observatory.dispatch. */
export const jobRoutingKey = (queue: string, priority: JobPriority): string => `${queue}.${priority}`;

/** The name of a control queue; `random` must be new for each connection. */
export const controlQueueName = (instanceId: string, random: string): string => `control.${instanceId}.${random}`;
