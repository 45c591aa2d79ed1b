import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Profile } from '../../../prometheus/source/span';
import { brokerPasswords, brokerUrlFor } from '../broker-users';
import { asksWho, authEnvironment, stackCredentials } from '../credentials';
import { profileOf } from '../monitoring';
import { projectRoot, stackFolder } from '../project';
import { withAdmin } from '../servers/admin-login';
import { type StackPorts, urlsOf } from '../stack-ports';

/** In the order in which they start; they stop in the order of APP_STOP_ORDER. */
export const APP_NAMES = ['gateway', 'worker', 'aggregator', 'observatory'] as const;

export type AppName = (typeof APP_NAMES)[number];

/** Readers first, then what produces for the gateway, the gateway last: what a worker hands back still finds somebody. */
export const APP_STOP_ORDER: readonly AppName[] = ['observatory', 'worker', 'aggregator', 'gateway'];

/** One service as the supervisor runs it. */
export interface AppDefinition {
  readonly name: AppName;
  readonly script: string;
  readonly url: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly logFile: string;
  readonly pidFile: string;
}

export const appUrl = (app: AppName, ports: StackPorts) => `http://127.0.0.1:${ports[app]}`;

/** What the page of the observatory links; empty is not there: Grafana without containers, the stores' UIs without WITH_ADMIN=1. */
function userInterfaces(ports: StackPorts): Record<string, string> {
  const urls = urlsOf(ports);
  const admin = (url: string) => (withAdmin() ? url : '');
  return {
    UI_GATEWAY_URL: appUrl('gateway', ports),
    UI_WORKER_URL: appUrl('worker', ports),
    UI_AGGREGATOR_URL: appUrl('aggregator', ports),
    UI_RABBITMQ_URL: urls.rabbitmqManagement,
    UI_PROMETHEUS_URL: urls.prometheus,
    UI_ALERTMANAGER_URL: urls.alertmanager,
    UI_GRAFANA_URL: process.env['UI_GRAFANA_URL'] ?? '',
    UI_PGADMIN_URL: admin(urls.pgadmin),
    UI_MONGO_EXPRESS_URL: admin(urls['mongo-express']),
  };
}

/** The gateway's own spans of time about alerts follow the profile of the rules. */
const ALERT_SPANS: Readonly<Record<Profile, Readonly<Record<string, string>>>> = {
  standard: {},
  fast: { GATEWAY_ALERT_SILENCE_MINUTES: '1', GATEWAY_ALERT_ACKNOWLEDGE_MINUTES: '0.5' },
};

/** What proves the audit trail lies beside the database, not in it. */
function auditFiles(stack: string): Record<string, string> {
  const file = (name: string): string => join(stackFolder(stack), 'audit', name);
  return { GATEWAY_AUDIT_KEY_FILE: file('audit.pem'), GATEWAY_AUDIT_HEADS_FILE: file('heads.ndjson') };
}

/** What wraps the keys of sealed values: made once for a stack, of use to nobody without its database. */
function encryptionKeys(stack: string): Record<string, string> {
  const file = join(stackFolder(stack), 'encryption-keys');
  if (!existsSync(file)) {
    mkdirSync(stackFolder(stack), { recursive: true });
    writeFileSync(file, `local:${randomBytes(32).toString('base64')}`, { mode: 0o600 });
  }
  return { ENCRYPTION_KEYS: readFileSync(file, 'utf8') };
}

function ownEnvironment(app: AppName, ports: StackPorts, stack: string): Record<string, string> {
  const urls = urlsOf(ports);
  const mongo = { MONGO_URL: urls.mongo, MONGO_DATABASE: 'observatory' };
  switch (app) {
    case 'gateway':
      return { NODE_ENV: 'development', DATABASE_URL: urls.postgres, AMQP_URL: brokerUrlFor(app, urls.rabbitmq, brokerPasswords(stack)), REDIS_URL: urls.redis, ...auditFiles(stack), ...encryptionKeys(stack), ...ALERT_SPANS[profileOf(process.env)] };
    case 'worker':
      // The first job calls a service of the stack itself.
      return { NODE_ENV: 'development', AMQP_URL: brokerUrlFor(app, urls.rabbitmq, brokerPasswords(stack)), GATEWAY_URL: appUrl('gateway', ports), ...encryptionKeys(stack), WORKER_HTTP_ALLOW: process.env['WORKER_HTTP_ALLOW'] ?? '127.0.0.0/8,::1' };
    case 'aggregator':
      return { NODE_ENV: 'development', AMQP_URL: brokerUrlFor(app, urls.rabbitmq, brokerPasswords(stack)), GATEWAY_URL: appUrl('gateway', ports), ...mongo };
    case 'observatory':
      // A stack on this machine, listening on loopback only: who sits at it may also command it.
      return { NODE_ENV: 'development', GATEWAY_URL: appUrl('gateway', ports), CONSOLE_COMMANDS: process.env['CONSOLE_COMMANDS'] ?? 'on', ...mongo, ...userInterfaces(ports) };
  }
}

/** The four services of a stack. What the caller's environment sets besides (LOG_LEVEL, GATEWAY_ROLES…) reaches them too. */
export function appDefinitions(stack: string, ports: StackPorts): AppDefinition[] {
  return APP_NAMES.map((name) => ({
    name,
    script: join(projectRoot(), 'dist', 'apps', name, 'src', 'main.js'),
    url: appUrl(name, ports),
    // Made when it is asked for: whoever only looks for a process makes no secrets.
    get environment() {
      return { ...ownEnvironment(name, ports, stack), ...(asksWho() ? authEnvironment(name, stackCredentials(stack).credentials) : {}), HTTP_HOST: '127.0.0.1', HTTP_PORT: String(ports[name]) };
    },
    logFile: join(stackFolder(stack), 'logs', `${name}.log`),
    pidFile: join(stackFolder(stack), 'apps', `${name}.pid.json`),
  }));
}
