import { MongoClient } from 'mongodb';
import { Client } from 'pg';
import { brokerDefinitions, type BrokerPasswords, brokerUrlFor } from '../../deploy/native';
import { type Servers, serversFromEnv } from './servers';

/**
 * A database, vhost or Mongo database for one spec file: empty, and nobody else's. Dropped when the spec file has ended (after its own
 * hooks, by the environment of the int and e2e levels); what a killed run leaves is swept by the next one.
 */
export const FRESH_PREFIX = 't_';

/** Where the environment of a spec file finds what to drop. Plain data: the file's own modules are gone by then. */
export const FRESH_THINGS = Symbol.for('observatory.testing.fresh-things');

export interface FreshThing {
  readonly kind: 'database' | 'vhost' | 'mongo';
  readonly name: string;
  readonly servers: Servers;
}

/** A private stack is thrown away as a whole, perhaps before its spec file's environment ends; nothing of it needs to be dropped. */
const thrownAway = new Set<Servers>();

export function neverDropOn(servers: Servers): void {
  thrownAway.add(servers);
}

function remember(thing: FreshThing): void {
  if (thrownAway.has(thing.servers)) return;
  (globalThis as { [FRESH_THINGS]?: FreshThing[] })[FRESH_THINGS]?.push(thing);
}

let counter = 0;

function freshName(): string {
  counter += 1;
  return `${FRESH_PREFIX}${Date.now().toString(36)}_${process.pid}_${counter}_${Math.random().toString(36).slice(2, 6)}`;
}

async function asOwner<T>(servers: Servers, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: servers.postgres, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Creates an empty PostgreSQL database and resolves to its URL. */
export async function freshDatabase(servers: Servers = serversFromEnv()): Promise<string> {
  const name = freshName();
  remember({ kind: 'database', name, servers });
  await asOwner(servers, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE template0`));
  const url = new URL(servers.postgres);
  url.pathname = `/${name}`;
  return url.href;
}

/** Drops one of the above; nothing happens when it is gone already. */
export async function drop({ kind, name, servers }: FreshThing): Promise<void> {
  switch (kind) {
    case 'database':
      await asOwner(servers, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
      return;
    case 'vhost':
      await management(servers, 'DELETE', `vhosts/${name}`);
      return;
    case 'mongo':
      await withMongo(servers, (client) => client.db(name).dropDatabase());
  }
}

async function management(servers: Servers, method: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(`${servers.rabbitmqManagement}/api/${path}`, {
    method,
    headers: { authorization: `Basic ${Buffer.from('guest:guest').toString('base64')}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  });
  const text = await answer.text();
  if (!answer.ok && !(method === 'DELETE' && answer.status === 404)) throw new Error(`${method} ${path} on the broker's management answered ${answer.status}: ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

/** Of the services' users on servers of suites: the same for all, since suites share a broker; who gets there is its administrator anyway. The stack's own users stay what they are. */
const BROKER_PREFIX = 'suite-';
const BROKER_PASSWORDS: BrokerPasswords = { gateway: 'test-gateway', worker: 'test-worker', aggregator: 'test-aggregator', monitoring: 'test-monitoring' };

/** The URL of {@link freshVhost} for one of the services, with the rights that it has in earnest. A URL with another user than guest stays what it is. */
export function asService(service: 'gateway' | 'worker' | 'aggregator', amqpUrl: string): string {
  return new URL(amqpUrl).username === 'guest' ? brokerUrlFor(service, amqpUrl, BROKER_PASSWORDS, BROKER_PREFIX) : amqpUrl;
}

/** Creates an empty vhost, in which guest may do everything and the services' users what is theirs, and resolves to its AMQP URL. */
export async function freshVhost(servers: Servers = serversFromEnv()): Promise<string> {
  const name = freshName();
  remember({ kind: 'vhost', name, servers });
  const definitions = brokerDefinitions(BROKER_PASSWORDS, { vhost: name, prefix: BROKER_PREFIX });
  await management(servers, 'POST', 'definitions', { ...definitions, permissions: [...definitions.permissions, { user: 'guest', vhost: name, configure: '.*', write: '.*', read: '.*' }] });
  return `${servers.rabbitmq}/${name}`;
}

export interface FreshMongo {
  readonly url: string;
  readonly database: string;
}

async function withMongo<T>(servers: Servers, work: (client: MongoClient) => Promise<T>): Promise<T> {
  const client = new MongoClient(servers.mongo, { serverSelectionTimeoutMS: 10_000 });
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}

/** Names a Mongo database that does not exist yet (MongoDB makes one with its first collection). */
export function freshMongo(servers: Servers = serversFromEnv()): Promise<FreshMongo> {
  const database = freshName();
  remember({ kind: 'mongo', name: database, servers });
  return Promise.resolve({ url: servers.mongo, database });
}

async function leftovers(servers: Servers): Promise<FreshThing[]> {
  const databases = await asOwner(servers, (client) => client.query<{ name: string }>('SELECT datname AS name FROM pg_database'));
  const vhosts = (await management(servers, 'GET', 'vhosts?columns=name')) as { name: string }[];
  const mongo = await withMongo(servers, (client) => client.db('admin').admin().listDatabases({ nameOnly: true }));
  const found = { database: databases.rows, vhost: vhosts, mongo: mongo.databases } satisfies Record<FreshThing['kind'], { name: string }[]>;
  return Object.entries(found).flatMap(([kind, things]) =>
    things.filter(({ name }) => name.startsWith(FRESH_PREFIX)).map(({ name }) => ({ kind: kind as FreshThing['kind'], name, servers })),
  );
}

/** Drops everything that earlier, killed runs left behind. Only for a run that is alone on these servers. */
export async function sweep(servers: Servers): Promise<void> {
  for (const thing of await leftovers(servers)) await drop(thing);
}
