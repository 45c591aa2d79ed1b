import type { ServerName } from '../../deploy/native';

/** Where the servers of a test run are. */
export interface Servers {
  /** Connects as a role that may create databases. */
  readonly postgres: string;
  /** AMQP, vhost "/", user guest. */
  readonly rabbitmq: string;
  readonly rabbitmqManagement: string;
  readonly mongo: string;
  readonly redis: string;
}

/** The servers that suites use. */
export type StoreName = Extract<ServerName, 'postgres' | 'rabbitmq' | 'mongo' | 'redis'>;

export const STORES: readonly StoreName[] = ['postgres', 'rabbitmq', 'mongo', 'redis'];

const VARIABLES = {
  postgres: 'TEST_POSTGRES_URL',
  rabbitmq: 'TEST_RABBITMQ_URL',
  rabbitmqManagement: 'TEST_RABBITMQ_MANAGEMENT_URL',
  mongo: 'TEST_MONGO_URL',
  redis: 'TEST_REDIS_URL',
} as const satisfies Record<keyof Servers, string>;

/** The variables that hand the servers on to the processes of the suites. */
export function environmentOf(servers: Servers): Record<string, string> {
  return Object.fromEntries(Object.entries(VARIABLES).map(([name, variable]) => [variable, servers[name as keyof Servers]]));
}

/** The servers that the jest set-up of the int and e2e levels started. Throws when there are none: an absent server fails a suite. */
export function serversFromEnv(environment: NodeJS.ProcessEnv = process.env): Servers {
  const missing = Object.values(VARIABLES).filter((variable) => !environment[variable]);
  if (missing.length > 0) throw new Error(`no servers for this suite (${missing.join(', ')} not set): specs that need some are named *.int.spec.ts or *.e2e.spec.ts`);
  return Object.fromEntries(Object.entries(VARIABLES).map(([name, variable]) => [name, environment[variable]])) as unknown as Servers;
}
