import { type EnvOf, type EnvSpec, loadEnv, serviceVariables } from '#config';
import { faultOfKey } from '#sealing';
import { readAllowedCommands } from './handlers/command.run/allowed-commands';
import { faultOfAllowed } from './handlers/http.request/public-addresses';
import { readSigningSecrets } from './handlers/http.request/signature';

/** What the worker reads from its environment. */
export const WORKER_ENV = {
  ...serviceVariables({ httpPort: 13001 }),
  AMQP_URL: { type: 'url', protocols: ['amqp', 'amqps'], secret: true, default: 'amqp://guest:guest@127.0.0.1:15673', description: 'RabbitMQ, vhost included' },
  ENCRYPTION_KEYS: { type: 'list', secret: true, default: [], check: faultOfKey, description: 'the same keys as the gateway has; sealed payloads are opened with them' },
  GATEWAY_URL: { type: 'url', protocols: ['http', 'https'], default: 'http://127.0.0.1:13000', description: 'the gateway, which gives out the wrapped keys of sealed payloads' },
  WORKER_GATEWAY_KEY: { type: 'string', pattern: /^[\x21-\x7e]{16,256}$/, secret: true, optional: true, description: 'API key of the role worker, for that; needed where the AUTH_MODE of the gateway is required' },
  WORKER_QUEUES: { type: 'list', default: ['default'], description: 'job queues to take from, all three priorities of each' },
  WORKER_SLOTS: { type: 'integer', min: 1, max: 1_000, default: 32, description: 'handlers that may run at once' },
  WORKER_GRACE_MS: { type: 'integer', min: 0, max: 600_000, default: 10_000, description: 'how long running handlers may go on after SIGTERM before they are aborted; less than SHUTDOWN_TIMEOUT_MS' },
  WORKER_CANCEL_GRACE_MS: { type: 'integer', min: 0, max: 600_000, default: 5_000, description: 'how long a handler may go on after its job was cancelled before the attempt is closed without it' },
  WORKER_COMMANDS: { type: 'json', read: readAllowedCommands, optional: true, secret: true, description: 'programs that command.run may run, by name: {"thumbnail": {"program": "/usr/bin/convert", "args": [], "memoryMb": 512, "timeoutMs": 60000, "env": {}, "allowEnv": [], "cwd": "/tmp"}}; more settings are in docs/job-types.md; without it there is no command.run' },
  WORKER_HTTP_ALLOW: { type: 'list', default: [], check: faultOfAllowed, description: 'internal addresses, networks and hosts that http.request may reach, for example 10.1.0.0/16,intranet.example; public addresses need not be named' },
  WORKER_HTTP_SECRETS: { type: 'json', read: readSigningSecrets, optional: true, secret: true, description: 'secrets that http.request may sign with, by name: {"shop": "…"}' },
} as const satisfies EnvSpec;

export type WorkerEnv = EnvOf<typeof WORKER_ENV>;

export function loadWorkerEnv(source: Readonly<Record<string, string | undefined>> = process.env): WorkerEnv {
  return loadEnv(WORKER_ENV, source);
}
