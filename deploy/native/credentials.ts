import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot, stackFolder } from './project';

const run = promisify(execFile);

/** Whose keys there are, and what each may do. `demo` is of those who look at a stack; `tests` only a system has that a test starts, whose clients do everything. */
const ROLES = { demo: 'operator', aggregator: 'service', worker: 'worker', tests: 'admin' } as const;

export type KeyName = keyof typeof ROLES;

/** With what one gets into a stack, and its parts into each other: random, made once for each stack, readable by its owner only. */
export interface StackCredentials {
  readonly admin: { readonly name: string; readonly password: string };
  readonly keys: readonly { readonly name: KeyName; readonly role: string; readonly key: string }[];
  readonly metricsToken: string;
  readonly webhookToken: string;
  readonly tokenSecret: string;
}

const secret = (): string => randomBytes(24).toString('base64url');
const apiKey = (): string => `jo_dev_${randomBytes(8).toString('hex')}_${randomBytes(32).toString('base64url')}`;

/** @param more keys beside those that every stack has */
export function newCredentials(more: readonly KeyName[] = []): StackCredentials {
  return {
    admin: { name: 'admin', password: secret() },
    keys: [...(['demo', 'aggregator', 'worker'] as const), ...more].map((name) => ({ name, role: ROLES[name], key: apiKey() })),
    metricsToken: secret(),
    webhookToken: secret(),
    tokenSecret: secret(),
  };
}

/** Everybody is asked who they are, unless AUTH_MODE=off says otherwise. */
export const asksWho = (): boolean => process.env['AUTH_MODE'] !== 'off';

export const credentialsFile = (stack: string): string => join(stackFolder(stack), 'credentials.json');

/** Those of a stack; `fresh` when they were made just now. */
export function stackCredentials(stack: string): { readonly credentials: StackCredentials; readonly fresh: boolean } {
  const file = credentialsFile(stack);
  if (existsSync(file)) return { credentials: JSON.parse(readFileSync(file, 'utf8')) as StackCredentials, fresh: false };
  const credentials = newCredentials();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 });
  return { credentials, fresh: true };
}

export function keyOf({ keys }: StackCredentials, name: KeyName): string {
  return keys.find((key) => key.name === name)?.key ?? '';
}

/** Makes the administrator and the keys of the file, where they are not there yet. The database must be migrated. @param environment how the gateway reaches it */
export async function giveAccess(file: string, environment: Readonly<Record<string, string>>): Promise<void> {
  await run(process.execPath, ['--enable-source-maps', join(projectRoot(), 'dist', 'apps', 'gateway', 'src', 'first-access.js'), file], { env: { ...process.env, ...environment } });
}

/** What each service has to be told where everybody is asked who they are. */
export function authEnvironment(app: 'gateway' | 'worker' | 'aggregator' | 'observatory', credentials: StackCredentials): Record<string, string> {
  switch (app) {
    case 'gateway':
      return { AUTH_MODE: 'required', AUTH_METRICS_TOKEN: credentials.metricsToken, GATEWAY_ALERT_WEBHOOK_TOKEN: credentials.webhookToken, GATEWAY_TOKEN_SECRET: credentials.tokenSecret };
    case 'observatory':
      return { AUTH_MODE: 'required', AUTH_METRICS_TOKEN: credentials.metricsToken };
    case 'aggregator':
      return { AGGREGATOR_GATEWAY_KEY: keyOf(credentials, 'aggregator') };
    case 'worker':
      return { WORKER_GATEWAY_KEY: keyOf(credentials, 'worker') };
  }
}

/** What the compose file asks for: what each service has to be told, and whom to give access first. */
export function composeEnvironment(credentials: StackCredentials): Record<string, string> {
  const { AUTH_MODE: _, ...told } = (['gateway', 'worker', 'aggregator', 'observatory'] as const).reduce<Record<string, string>>((all, app) => ({ ...all, ...authEnvironment(app, credentials) }), {});
  return { ...told, FIRST_ACCESS: JSON.stringify({ admin: credentials.admin, keys: credentials.keys }) };
}

/** The environment of this process for the servers of a stack, with what Prometheus and Alertmanager have to be told. */
export function monitoringEnvironment(stack: string): NodeJS.ProcessEnv {
  if (!asksWho()) return process.env;
  const { metricsToken, webhookToken } = stackCredentials(stack).credentials;
  return { ...process.env, AUTH_METRICS_TOKEN: metricsToken, GATEWAY_ALERT_WEBHOOK_TOKEN: webhookToken };
}
