import { checkedIdentity, ConfigurationError, type EnvOf, type EnvSpec, identityVariables, loadEnv, serviceVariables } from '#config';
import { faultOfRule } from './redaction/redaction';

/** Where a browser finds the other user interfaces; the page at `/platform` and the console link those that are set. */
const userInterface = (name: string) => ({ type: 'url', protocols: ['http', 'https'], optional: true, description: `${name}, as a browser reaches it; linked from the console and from /platform` }) as const;

/** What the observatory reads from its environment. */
export const OBSERVATORY_ENV = {
  ...serviceVariables({ httpPort: 13003 }),
  ...identityVariables(),
  MONGO_URL: { type: 'url', protocols: ['mongodb', 'mongodb+srv'], secret: true, default: 'mongodb://127.0.0.1:37017/?replicaSet=rs0', description: 'MongoDB, which holds the read models; a user that may only read is enough here' },
  MONGO_DATABASE: { type: 'string', default: 'observatory', pattern: /^[A-Za-z0-9_-]{1,38}$/, description: 'database of the read models' },
  OBSERVATORY_REDACT: { type: 'list', default: [], check: faultOfRule, description: 'parts of payloads, results and error details that are shown to nobody: JSON pointers into a job, `*` for any member, such as /payload/card,/payload/users/*/password' },
  OBSERVATORY_MAX_STREAMS: { type: 'integer', min: 1, max: 100_000, default: 2_000, description: 'streams of events (/v1/stream) that may be open at once' },
  OBSERVATORY_MAX_STREAMS_PER_ADDRESS: { type: 'integer', min: 1, max: 100_000, default: 500, description: 'of them, from one address; a proxy in between makes one address of many people' },
  CONSOLE_COMMANDS: { type: 'boolean', default: false, description: 'on: /api/v1/… of the observatory passes commands (never reads) on to GATEWAY_URL, and the web console shows its buttons; off: the console only shows' },
  GATEWAY_URL: { type: 'url', protocols: ['http', 'https'], optional: true, description: 'the gateway: says whose an API key is, and takes the commands of the console; needed with AUTH_MODE=required or CONSOLE_COMMANDS=on' },
  UI_GATEWAY_URL: userInterface('the gateway'),
  UI_WORKER_URL: userInterface('a worker'),
  UI_AGGREGATOR_URL: userInterface('the aggregator'),
  UI_RABBITMQ_URL: userInterface('the management UI of RabbitMQ'),
  UI_PROMETHEUS_URL: userInterface('Prometheus'),
  UI_ALERTMANAGER_URL: userInterface('Alertmanager'),
  UI_GRAFANA_URL: userInterface('Grafana'),
  UI_PGADMIN_URL: userInterface('pgAdmin'),
  UI_MONGO_EXPRESS_URL: userInterface('mongo-express'),
} as const satisfies EnvSpec;

export type ObservatoryEnv = EnvOf<typeof OBSERVATORY_ENV>;

export function loadObservatoryEnv(source: Readonly<Record<string, string | undefined>> = process.env): ObservatoryEnv {
  const env = checkedIdentity(loadEnv(OBSERVATORY_ENV, source));
  if (env.AUTH_MODE === 'required' && env.GATEWAY_URL === undefined) throw new ConfigurationError([{ variable: 'GATEWAY_URL', problem: 'is required with AUTH_MODE=required: the gateway says whose a key is' }]);
  return env;
}
