import { randomBytes } from 'node:crypto';
import { appendFileSync, chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../project';

/** Users of the broker in compose; `operator` may do everything there, and `monitoring` look at its management. */
export const BROKER_PASSWORD_VARIABLES = {
  gateway: 'BROKER_GATEWAY_PASSWORD',
  worker: 'BROKER_WORKER_PASSWORD',
  aggregator: 'BROKER_AGGREGATOR_PASSWORD',
  monitoring: 'BROKER_MONITORING_PASSWORD',
  operator: 'BROKER_OPERATOR_PASSWORD',
} as const;

/** What asks for a password, by the variable that holds it. Anything else is open, on the loopback interface only. */
export const PASSWORD_VARIABLES = ['GRAFANA_PASSWORD', 'PGADMIN_PASSWORD', 'MONGO_EXPRESS_PASSWORD', ...Object.values(BROKER_PASSWORD_VARIABLES)] as const;

export type PasswordVariable = (typeof PASSWORD_VARIABLES)[number];

export const PGADMIN_USER = 'observatory@example.com';
export const MONGO_EXPRESS_USER = 'observatory';

/** Whether `make start` also starts the user interfaces of PostgreSQL and MongoDB: `WITH_ADMIN=1`. */
export const withAdmin = (environment: NodeJS.ProcessEnv = process.env): boolean => ['1', 'true', 'yes', 'on'].includes(environment['WITH_ADMIN']?.toLowerCase() ?? '');

/** Not in git, readable by its owner only; compose reads it as well. */
export const loginFile = (): string => join(projectRoot(), '.env');

function assigned(file: string): ReadonlyMap<string, string> {
  if (!existsSync(file)) return new Map();
  const lines = readFileSync(file, 'utf8').matchAll(/^\s*([A-Z][A-Z0-9_]*)=(?:"([^"]*)"|'([^']*)'|(.*?))\s*$/gm);
  return new Map([...lines].map(([, name = '', double, single, bare]): [string, string] => [name, double ?? single ?? bare ?? '']));
}

/**
 * The passwords: from the environment, else from `.env`, else made up now and written there, so that each clone has its own and none is ever
 * committed. Repeatable: what is there stays.
 */
export function passwords(environment: NodeJS.ProcessEnv = process.env, file = loginFile()): Readonly<Record<PasswordVariable, string>> {
  const known = assigned(file);
  const missing: string[] = [];
  const entries = PASSWORD_VARIABLES.map((name): [PasswordVariable, string] => {
    const given = environment[name] || known.get(name);
    if (given) return [name, given];
    const made = randomBytes(15).toString('base64url');
    missing.push(`${name}=${made}`);
    return [name, made];
  });
  if (missing.length > 0) {
    const start = existsSync(file) && !readFileSync(file, 'utf8').endsWith('\n') && readFileSync(file, 'utf8') !== '' ? '\n' : '';
    appendFileSync(file, `${start}${missing.join('\n')}\n`, { mode: 0o600 });
    chmodSync(file, 0o600);
  }
  return Object.fromEntries(entries) as Record<PasswordVariable, string>;
}
