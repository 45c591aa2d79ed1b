import { isIP } from 'node:net';
import { checkedIdentity, ConfigurationError, type EnvOf, type EnvSpec, identityVariables, loadEnv, serviceVariables, tlsVariables } from '#config';
import { faultOfKey } from '#sealing';

const DEVELOPMENT_SECRET = 'for development only, known to everybody';

/** What the gateway reads from its environment. */
export const GATEWAY_ENV = {
  ...serviceVariables({ httpPort: 13000 }),
  ...identityVariables(),
  DATABASE_URL: { type: 'url', protocols: ['postgres', 'postgresql'], secret: true, default: 'postgres://observatory@127.0.0.1:15432/observatory', description: 'PostgreSQL, which holds the log and the jobs' },
  AMQP_URL: { type: 'url', protocols: ['amqp', 'amqps'], secret: true, default: 'amqp://guest:guest@127.0.0.1:15673', description: 'RabbitMQ, vhost included' },
  ENCRYPTION_KEYS: { type: 'list', secret: true, default: [], check: faultOfKey, description: 'keys that wrap the keys of sealed values, as id:key with 32 bytes in base64, the one in use first; a new one is put in front, and the old one taken out after `npm run -s data-keys -- rewrap`' },
  ENCRYPTION_MODE: { type: 'enum', values: ['off', 'sensitive', 'all'], optional: true, description: 'which payloads are sealed, with their results and logs: none, those whose job type marks fields as sensitive, all; all in production and sensitive elsewhere when absent' },
  GATEWAY_ROLES: { type: 'list', values: ['http', 'engine'], default: ['http', 'engine'], description: 'what this process does: take commands over HTTP, run the engine (relay, reports, timers), or both' },
  GATEWAY_MAX_QUEUES: { type: 'integer', min: 1, max: 1_000, default: 64, description: 'job queues that clients may create by naming them' },
  GATEWAY_MAX_QUEUE_DEPTH: { type: 'integer', min: 1, max: 100_000_000, default: 1_000_000, description: 'jobs that may wait in one queue before submits to it are refused' },
  GATEWAY_IDEMPOTENCY_RETENTION_HOURS: { type: 'integer', min: 1, max: 87_600, default: 168, description: 'hours after the end of a job for which its idempotency key is kept' },
  GATEWAY_MAX_SCHEDULES: { type: 'integer', min: 1, max: 1_000_000, default: 10_000, description: 'schedules that there may be' },
  GATEWAY_TOKEN_SECRET: { type: 'string', pattern: /^.{32,256}$/, secret: true, default: DEVELOPMENT_SECRET, description: 'seals the keys that sign tokens, in the store; the same for all gateways. The default is for development: NODE_ENV=production refuses it. Another one makes new keys; tokens in use still hold' },
  GATEWAY_TOKEN_KEY_DAYS: { type: 'number', min: 0.01, max: 365, default: 30, description: 'days for which a key signs tokens before the next one does' },
  GATEWAY_SESSION_HOURS: { type: 'integer', min: 1, max: 8_760, default: 720, description: 'hours after which one has to sign in again, whatever one does' },
  GATEWAY_ALERT_WEBHOOK_TOKEN: { type: 'string', pattern: /^[\x21-\x7e]{16,256}$/, secret: true, optional: true, description: "bearer token that Alertmanager's webhook has to send; without it, anybody who reaches the gateway may" },
  GATEWAY_TICKET_KEYS: { type: 'string', secret: true, optional: true, description: 'keys of submission tickets, kid:secret with commas between, secrets of 32 to 256 characters: the first one signs, all verify; without it, tickets hold until this process ends, and with NODE_ENV=production there are none' },
  MAX_TICKET_TTL_MS: { type: 'integer', min: 1_000, max: 86_400_000, default: 86_400_000, description: 'milliseconds for which a submission ticket is good at most' },
  REDIS_URL: { type: 'url', protocols: ['redis', 'rediss'], secret: true, optional: true, description: 'Redis, which holds what all gateways count together (rate limits, tries to sign in) and nothing that may not be lost; without it each process keeps the limits by itself' },
  GATEWAY_RATE_PER_ADDRESS: { type: 'integer', min: 0, max: 1_000_000, default: 20_000, description: 'requests a second from one address (IPv6: a /64) before 429; twice as many at once; 0 for no limit' },
  GATEWAY_RATE_PER_KEY: { type: 'integer', min: 0, max: 1_000_000, default: 20_000, description: 'requests a second with one API key' },
  GATEWAY_RATE_PER_TENANT: { type: 'integer', min: 0, max: 1_000_000, default: 50_000, description: 'requests and jobs a second of one tenant: each job of a bulk submit counts' },
  GATEWAY_RATE_FALLBACK_SHARE: { type: 'number', min: 0.01, max: 1, default: 0.5, description: 'part of each limit that every process lets through by itself while Redis is away' },
  GATEWAY_LOGIN_TRIES_PER_ACCOUNT: { type: 'integer', min: 1, max: 10_000, default: 10, description: 'tries to sign in to one account within 15 minutes' },
  GATEWAY_LOGIN_TRIES_PER_ADDRESS: { type: 'integer', min: 1, max: 100_000, default: 100, description: 'tries to sign in from one address within 15 minutes, whatever the accounts' },
  GATEWAY_TRUSTED_PROXIES: { type: 'list', default: [], check: faultOfProxy, description: 'addresses or networks (10.0.0.0/8) of the proxies in front, whose X-Forwarded-For tells the address of a caller; none when empty, and then that header counts for nothing' },
  GATEWAY_ALERT_ACKNOWLEDGE_MINUTES: { type: 'number', min: 0, max: 10_080, default: 15, description: 'minutes after which a critical alert that nobody has acknowledged is escalated' },
  GATEWAY_ALERT_SILENCE_MINUTES: { type: 'number', min: 0.01, max: 10_080, default: 15, description: 'minutes after which an alert that Alertmanager does not repeat any more is taken to be over; three of its repeat_interval' },
  GATEWAY_ALERT_RETENTION_HOURS: { type: 'integer', min: 1, max: 87_600, default: 168, description: 'hours after the end of an alert for which the gateway knows it; the log and the observatory keep it' },
  GATEWAY_AUDIT: { type: 'enum', values: ['on', 'off'], default: 'on', description: 'off: nothing is noted for the audit trail, for a bench that measures what it costs (refused with NODE_ENV=production)' },
  GOVERNANCE_MODE: { type: 'enum', values: ['on', 'off'], default: 'on', description: 'whether jobs are held against a policy pack when they are submitted and before they start' },
  GOVERNANCE_POLICY_PACK: { type: 'string', pattern: /^[^\u0000]{1,4096}$/, default: 'GOVERNANCE_POLICY_PACK.yml', description: 'file with the policy pack, read at the start and when a reload is asked for; a FILE.sha256 beside it has to be its hash' },
  GATEWAY_AUDIT_KEY_FILE: { type: 'string', pattern: /^[^\u0000]{1,4096}$/, optional: true, description: 'file with the Ed25519 private key (PEM) that signs heads of the audit trail, made (with its public key in FILE.pub) when it is not there; without it each process has one that nobody else knows' },
  GATEWAY_AUDIT_HEADS_FILE: { type: 'string', pattern: /^[^\u0000]{1,4096}$/, optional: true, description: 'file that signed heads of the audit trail are appended to, on a disk that whoever owns the database cannot write' },
} as const satisfies EnvSpec;

export type GatewayEnv = EnvOf<typeof GATEWAY_ENV>;

export function loadGatewayEnv(source: Readonly<Record<string, string | undefined>> = process.env): GatewayEnv {
  const env = checkedIdentity(loadEnv(GATEWAY_ENV, source));
  if (env.NODE_ENV === 'production' && env.ENCRYPTION_MODE !== 'off' && env.ENCRYPTION_KEYS.length === 0) {
    throw new ConfigurationError([{ variable: 'ENCRYPTION_KEYS', problem: 'is required with NODE_ENV=production, unless ENCRYPTION_MODE is off' }]);
  }
  if (env.NODE_ENV === 'production' && env.GATEWAY_AUDIT === 'off') throw new ConfigurationError([{ variable: 'GATEWAY_AUDIT', problem: 'is off, which is for benches: with NODE_ENV=production it must be on' }]);
  return env;
}

/** The migration needs the store and nothing else. */
export const MIGRATE_ENV = { NODE_ENV: GATEWAY_ENV.NODE_ENV, DATABASE_URL: GATEWAY_ENV.DATABASE_URL, ...tlsVariables() } as const satisfies EnvSpec;

export function loadMigrateEnv(source: Readonly<Record<string, string | undefined>> = process.env): EnvOf<typeof MIGRATE_ENV> {
  return loadEnv(MIGRATE_ENV, source);
}

/** What the administrator's way to data keys needs. */
const DATA_KEYS_ENV = { DATABASE_URL: GATEWAY_ENV.DATABASE_URL, ENCRYPTION_KEYS: GATEWAY_ENV.ENCRYPTION_KEYS } as const satisfies EnvSpec;

export function loadDataKeysEnv(source: Readonly<Record<string, string | undefined>> = process.env): EnvOf<typeof DATA_KEYS_ENV> {
  return loadEnv(DATA_KEYS_ENV, source);
}

function faultOfProxy(item: string): string | undefined {
  const [address = '', bits, more] = item.split('/');
  const version = isIP(address);
  const fits = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
  return version !== 0 && fits && more === undefined ? undefined : `${JSON.stringify(item)} is neither an address nor a network such as 10.0.0.0/8`;
}
