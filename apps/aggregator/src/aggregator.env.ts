import { type EnvOf, type EnvSpec, loadEnv, serviceVariables } from '#config';
import { type RetentionPolicy, retentionPolicy, TENANT_DAYS } from './retention/retention-policy';

/** What the aggregator reads from its environment. */
export const AGGREGATOR_ENV = {
  ...serviceVariables({ httpPort: 13002 }),
  MONGO_URL: { type: 'url', protocols: ['mongodb', 'mongodb+srv'], secret: true, default: 'mongodb://127.0.0.1:37017/?replicaSet=rs0', description: 'MongoDB, which holds the read models' },
  MONGO_DATABASE: { type: 'string', default: 'observatory', pattern: /^[A-Za-z0-9_-]{1,38}$/, description: 'database of the read models' },
  AMQP_URL: { type: 'url', protocols: ['amqp', 'amqps'], secret: true, default: 'amqp://guest:guest@127.0.0.1:15673', description: 'RabbitMQ, vhost included' },
  GATEWAY_URL: { type: 'url', protocols: ['http', 'https'], default: 'http://127.0.0.1:13000', description: 'the gateway, whose feed serves the log for rebuilds and repairs' },
  AGGREGATOR_GATEWAY_KEY: { type: 'string', pattern: /^[\x21-\x7e]{16,256}$/, secret: true, optional: true, description: 'API key of the role service, with which the feed of the gateway is read; needed where its AUTH_MODE is required' },
  AGGREGATOR_PREFETCH: { type: 'integer', min: 1, max: 65_535, default: 2_000, description: 'events that the broker may hand over before they are acknowledged' },
  AGGREGATOR_BATCH: { type: 'integer', min: 1, max: 10_000, default: 1_000, description: 'events that are folded and written together at most' },
  AGGREGATOR_TELEMETRY_HOURS: { type: 'integer', min: 1, max: 8_760, default: 72, description: 'how long progress and lines of attempts are kept, in hours' },
  AGGREGATOR_TELEMETRY_MIB: { type: 'integer', min: 1, max: 1_048_576, default: 2_048, description: 'how much of them is kept, in MiB, for progress and lines each; beyond it the oldest are forgotten first' },
  AGGREGATOR_RETENTION_DAYS: { type: 'integer', min: 0, max: 36_500, default: 0, description: 'days after its end that a job stays in the read models, for tenants without a rule of their own; 0 keeps all for ever. The log keeps its own' },
  AGGREGATOR_TENANT_RETENTION_DAYS: { type: 'string', pattern: TENANT_DAYS, optional: true, description: 'the same for single tenants, as acme=30,globex=7' },
  AGGREGATOR_RING_MIB: { type: 'integer', min: 1, max: 1_048_576, default: 128, description: 'how much of the latest events is kept for those who follow the log live, in MiB' },
} as const satisfies EnvSpec;

export type AggregatorEnv = EnvOf<typeof AGGREGATOR_ENV>;

export function loadAggregatorEnv(source: Readonly<Record<string, string | undefined>> = process.env): AggregatorEnv {
  return loadEnv(AGGREGATOR_ENV, source);
}

export function retentionOf(env: Pick<AggregatorEnv, 'AGGREGATOR_RETENTION_DAYS' | 'AGGREGATOR_TENANT_RETENTION_DAYS'>): RetentionPolicy {
  return retentionPolicy(env.AGGREGATOR_RETENTION_DAYS, env.AGGREGATOR_TENANT_RETENTION_DAYS);
}
