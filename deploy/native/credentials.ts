import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot, stackFolder } from './project';

const run = promisify(execFile);

/** With what one gets into a stack, and its parts into each other: random, made once for each stack, readable by its owner only. */
export interface StackCredentials {
  readonly admin: { readonly name: string; readonly password: string };
  readonly keys: readonly { readonly name: 'demo' | 'aggregator' | 'worker'; readonly role: string; readonly key: string }[];
  readonly metricsToken: string;
  readonly webhookToken: string;
  readonly tokenSecret: string;
}

const secret = (): string => randomBytes(24).toString('base64url');
const apiKey = (): string => `jo_dev_${randomBytes(8).toString('hex')}_${randomBytes(32).toString('base64url')}`;

export function newCredentials(): StackCredentials {
  return {
    admin: { name: 'admin', password: secret() },
    keys: [
      { name: 'demo', role: 'operator', key: apiKey() },
      { name: 'aggregator', role: 'service', key: apiKey() },
      { name: 'worker', role: 'worker', key: apiKey() },
    ],
    metricsToken: secret(),
    webhookToken: secret(),
    tokenSecret: secret(),
  };
}

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

export function keyOf({ keys }: StackCredentials, name: StackCredentials['keys'][number]['name']): string {
  return keys.find((key) => key.name === name)?.key ?? '';
}

/** Makes the administrator and the keys of the file, where they are not there yet. The database must be migrated. */
export async function giveAccess(file: string, databaseUrl: string): Promise<void> {
  await run(process.execPath, ['--enable-source-maps', join(projectRoot(), 'dist', 'apps', 'gateway', 'src', 'first-access.js'), file], { env: { ...process.env, DATABASE_URL: databaseUrl } });
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

/** What Prometheus and Alertmanager have to be told. */
export function monitoringTokens({ metricsToken, webhookToken }: StackCredentials): Record<string, string> {
  return { AUTH_METRICS_TOKEN: metricsToken, GATEWAY_ALERT_WEBHOOK_TOKEN: webhookToken };
}
