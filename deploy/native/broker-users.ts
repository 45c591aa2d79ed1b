import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BROKER_USERS, brokerPermissions, brokerTopicPermissions, type BrokerUser } from '../../contracts/src';
import { stackFolder } from './project';

/**
 * The users of a broker: one for each service, with the rights that the topology gives it and no more, and one that may look at the management and at nothing
 * else. Their passwords are made for each stack.
 */
export const MONITORING_USER = 'monitoring';

export type BrokerPasswords = Readonly<Record<BrokerUser | typeof MONITORING_USER, string>>;

export const brokerPasswordsFile = (stack: string): string => join(stackFolder(stack), 'broker-users.json');

export function newBrokerPasswords(): BrokerPasswords {
  return Object.fromEntries([...BROKER_USERS, MONITORING_USER].map((user) => [user, randomBytes(18).toString('base64url')])) as BrokerPasswords;
}

/** Those of a stack; made now, for its owner alone to read, when there are none. */
export function brokerPasswords(stack: string): BrokerPasswords {
  const file = brokerPasswordsFile(stack);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as BrokerPasswords;
  const made = newBrokerPasswords();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  return made;
}

interface DefinedUser {
  readonly name: string;
  readonly password_hash: string;
  readonly hashing_algorithm: 'rabbit_password_hashing_sha256';
  readonly tags: string;
}

/** What RabbitMQ imports: `load_definitions`, or `POST /api/definitions`. Importing it again changes nothing. */
export interface BrokerDefinitions {
  readonly users: readonly DefinedUser[];
  readonly vhosts: readonly { readonly name: string }[];
  readonly permissions: readonly { readonly user: string; readonly vhost: string; readonly configure: string; readonly write: string; readonly read: string }[];
  readonly topic_permissions: readonly { readonly user: string; readonly vhost: string; readonly exchange: string; readonly write: string; readonly read: string }[];
}

export interface BrokerDefinitionsOptions {
  readonly vhost?: string;
  /** Before the names of the services' users, where a broker has several sets of them. */
  readonly prefix?: string;
  /** Name to password, of those who may do everything. */
  readonly operators?: Readonly<Record<string, string>>;
}

/** Makes the users, and what they may do in a vhost. Passwords are in it as salted hashes only. */
export function brokerDefinitions(passwords: BrokerPasswords, { vhost = '/', prefix = '', operators = {} }: BrokerDefinitionsOptions = {}): BrokerDefinitions {
  const everything = { configure: '.*', write: '.*', read: '.*' };
  const nothing = { configure: '^$', write: '^$', read: '^$' };
  return {
    users: [
      ...BROKER_USERS.map((user) => defined(`${prefix}${user}`, passwords[user], '')),
      defined(`${prefix}${MONITORING_USER}`, passwords[MONITORING_USER], 'monitoring'),
      ...Object.entries(operators).map(([name, password]) => defined(name, password, 'administrator')),
    ],
    vhosts: [{ name: vhost }],
    permissions: [
      ...BROKER_USERS.map((user) => ({ user: `${prefix}${user}`, vhost, ...brokerPermissions(user) })),
      { user: `${prefix}${MONITORING_USER}`, vhost, ...nothing },
      ...Object.keys(operators).map((user) => ({ user, vhost, ...everything })),
    ],
    topic_permissions: BROKER_USERS.flatMap((user) => brokerTopicPermissions(user).map((topic) => ({ user: `${prefix}${user}`, vhost, ...topic }))),
  };
}

/** RabbitMQ's own format: base64 of a salt of 4 bytes and the SHA-256 of salt and password. */
function defined(name: string, password: string, tags: string): DefinedUser {
  const salt = randomBytes(4);
  const hash = createHash('sha256').update(salt).update(password).digest();
  return { name, password_hash: Buffer.concat([salt, hash]).toString('base64'), hashing_algorithm: 'rabbit_password_hashing_sha256', tags };
}

/** The AMQP URL of a stack for one of its services. */
export function brokerUrlFor(user: BrokerUser, url: string, passwords: BrokerPasswords, prefix = ''): string {
  const own = new URL(url);
  own.username = `${prefix}${user}`;
  own.password = passwords[user];
  return own.href;
}
