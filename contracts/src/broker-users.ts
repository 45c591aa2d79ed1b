import { JOB_PRIORITIES, REPORT_TYPES, TELEMETRY_TYPES } from './generated/catalogue';
import { TOPOLOGY, type Exchange, type Queue } from './topology';

/**
 * What each service may do at the broker, derived from what it has to do with the topology: a user who has these rights can do its work and nothing else.
 *
 * RabbitMQ knows three rights over names: *configure* (declare, delete), *write* (publish to an exchange; bind a queue) and *read* (consume and purge a queue;
 * bind to an exchange), and for topic exchanges which routing keys. To declare a queue with a dead-letter exchange takes read on the queue and write on that
 * exchange; to declare an exchange with an alternate, read on it and write on the alternate.
 */
export const BROKER_USERS = ['gateway', 'worker', 'aggregator'] as const;
export type BrokerUser = (typeof BROKER_USERS)[number];

type ExchangeKey = keyof typeof TOPOLOGY.exchanges;
type QueueKey = keyof typeof TOPOLOGY.queues;

interface Duties {
  /** Declares and binds all but the control queues of others. */
  readonly declares: boolean;
  /** The event types that it sends to an exchange; `any` where the routing key is no event type. */
  readonly publishes: Readonly<Partial<Record<ExchangeKey, readonly string[] | 'any'>>>;
  readonly consumes: readonly QueueKey[];
  readonly consumesJobs: boolean;
  /** Has a control queue of its own on each connection. */
  readonly isCalled: boolean;
}

/** The engine wakes itself through the queue of reports; everything else there is said by workers. */
const OF_THE_ENGINE = 'engine.ticked';

const DUTIES: Readonly<Record<BrokerUser, Duties>> = {
  gateway: {
    declares: true,
    publishes: { events: 'any', dispatch: 'any', reports: [OF_THE_ENGINE], control: 'any', telemetry: ['service.heartbeat'], parked: 'any' },
    consumes: ['reports'],
    consumesJobs: false,
    isCalled: true,
  },
  worker: {
    declares: false,
    publishes: { reports: REPORT_TYPES.filter((type) => type !== OF_THE_ENGINE), telemetry: TELEMETRY_TYPES, parked: 'any' },
    consumes: [],
    consumesJobs: true,
    isCalled: true,
  },
  aggregator: {
    declares: false,
    publishes: { telemetry: ['service.heartbeat'], parked: 'any' },
    consumes: ['events', 'telemetry'],
    consumesJobs: false,
    isCalled: false,
  },
};

/** Anchored regular expressions over names, as RabbitMQ takes them; `^$` matches nothing. */
export interface BrokerPermissions {
  readonly configure: string;
  readonly write: string;
  readonly read: string;
}

/** The same over the routing keys of one topic exchange. */
export interface TopicPermissions {
  readonly exchange: string;
  readonly write: string;
  readonly read: string;
}

/** For a worker of some queues alone: their names. Default: every queue. */
export interface BrokerUserOptions {
  readonly queues?: readonly string[];
}

/** The rights of a service's user in the vhost of the installation. */
export function brokerPermissions(user: BrokerUser, options: BrokerUserOptions = {}): BrokerPermissions {
  const duties = DUTIES[user];
  const exchanges: readonly Exchange[] = Object.values(TOPOLOGY.exchanges);
  const queues: readonly Queue[] = Object.values(TOPOLOGY.queues);
  const jobs = jobQueuesPattern(options.queues);
  const control = duties.isCalled ? [pattern(TOPOLOGY.controlQueues.namePattern, { instanceId: '.+', random: '.+' })] : [];
  const declared = <T>(...all: T[]): T[] => (duties.declares ? all : []);
  const argumentOf = (things: readonly (Exchange | Queue)[], name: string): string[] => things.flatMap((thing) => literal(thing.arguments[name]));
  return {
    configure: anyOf([...declared(...[...exchanges, ...queues].flatMap(({ name }) => literal(name)), jobs), ...control]),
    write: anyOf([
      ...publishedExchanges(duties).flatMap(({ name }) => literal(name)),
      ...declared(...argumentOf(exchanges, 'alternate-exchange'), ...argumentOf(queues, 'x-dead-letter-exchange'), ...queues.flatMap(({ name }) => literal(name)), jobs),
      ...control,
    ]),
    read: anyOf([
      ...duties.consumes.flatMap((key) => literal(TOPOLOGY.queues[key].name)),
      ...declared(
        ...queues.flatMap(({ bindings }) => bindings.flatMap(({ exchange }) => literal(exchange))),
        ...exchanges.filter((exchange) => 'alternate-exchange' in exchange.arguments).flatMap(({ name }) => literal(name)),
        ...queues.filter((queue) => 'x-dead-letter-exchange' in queue.arguments).flatMap(({ name }) => literal(name)),
        ...literal(TOPOLOGY.jobQueues.exchange),
        jobs,
      ),
      ...(duties.consumesJobs ? [jobs] : []),
      ...(duties.isCalled ? [...control, ...literal(TOPOLOGY.controlQueues.exchange)] : []),
    ]),
  };
}

/** Which event types the user may publish to each topic exchange that it may write to. It may bind with the keys of the topology, or with none. */
export function brokerTopicPermissions(user: BrokerUser): TopicPermissions[] {
  const duties = DUTIES[user];
  const topics = Object.entries(TOPOLOGY.exchanges).filter(([, { type }]) => type === 'topic');
  return topics.flatMap(([key, { name }]) => {
    const types = duties.publishes[key as ExchangeKey];
    if (types === undefined && !duties.declares) return [];
    const bound = Object.values(TOPOLOGY.queues).flatMap(({ bindings }) => bindings.filter(({ exchange }) => exchange === name).flatMap(({ routingKey }) => literal(routingKey)));
    return [{ exchange: name, write: types === 'any' ? '.*' : anyOf((types ?? []).flatMap(literal)), read: anyOf(duties.declares ? bound : []) }];
  });
}

function publishedExchanges({ publishes }: Duties): Exchange[] {
  return (Object.keys(publishes) as ExchangeKey[]).map((key) => TOPOLOGY.exchanges[key]);
}

function jobQueuesPattern(queues: readonly string[] | undefined): string {
  const named = queues === undefined ? '.+' : group(queues.flatMap(literal));
  return pattern(TOPOLOGY.jobQueues.namePattern, { queue: named, priority: group(JOB_PRIORITIES) });
}

/** A name with places, e.g. `jobs.<queue>.<priority>.v1`, as a regular expression. */
function pattern(name: string, places: Readonly<Record<string, string>>): string {
  return name.split(/<([^<>]+)>/).map((part, index) => (index % 2 === 1 ? (places[part] ?? '.+') : part.replaceAll('.', '\\.'))).join('');
}

/** A list of one, or of none where there is no such name. */
const literal = (name: unknown): string[] => (typeof name === 'string' ? [name.replaceAll('.', '\\.')] : []);

const group = (alternatives: readonly string[]): string => `(${alternatives.join('|')})`;

const anyOf = (alternatives: readonly string[]): string => (alternatives.length === 0 ? '^$' : `^${group([...new Set(alternatives)])}$`);
