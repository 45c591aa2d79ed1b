import { killServer } from '../../../deploy/native';
import { eventually } from '#testing';
import type { Drill } from '../drill';

export const STORE_DRILLS: readonly Drill[] = [
  {
    name: 'postgres-killed',
    alerts: ['PostgresUnavailable', 'SloAvailabilityBurn'],
    fault: 'PostgreSQL is killed (SIGKILL), while clients submit ten jobs a second',
    repair: 'it is started again and recovers',
    toldAfterRepair: true,
    async cause(system) {
      const clients = system.keep(100, () => system.submit({ type: 'simulate.work', payload: {} }));
      await killServer(system.stack, 'postgres');
      return async () => {
        await system.repairServer('postgres');
        await clients();
      };
    },
  },
  {
    name: 'mongo-killed',
    alerts: ['MongoUnavailable'],
    fault: 'MongoDB is killed (SIGKILL)',
    repair: 'it is started again',
    toldAfterRepair: true,
    async cause(system) {
      await killServer(system.stack, 'mongo');
      return () => system.repairServer('mongo');
    },
  },
  {
    name: 'read-models-lost',
    alerts: ['ReadModelRebuilding'],
    fault: "the read models' database is dropped, and MongoDB is killed (SIGKILL) and started again",
    repair: 'the aggregator rebuilds the read models by itself',
    async cause(system, began) {
      await system.dropReadModels();
      await killServer(system.stack, 'mongo');
      await system.repairServer('mongo');
      began();
      return () => Promise.resolve();
    },
  },
  {
    name: 'redis-killed',
    alerts: ['RedisUnavailable'],
    fault: 'Redis is killed (SIGKILL)',
    repair: 'it is started again',
    async cause(system) {
      await killServer(system.stack, 'redis');
      return () => system.repairServer('redis');
    },
  },
  {
    name: 'broker-killed',
    alerts: ['BrokerUnavailable'],
    fault: 'RabbitMQ is killed (SIGKILL)',
    repair: 'it is started again',
    toldAfterRepair: true,
    async cause(system) {
      await killServer(system.stack, 'rabbitmq');
      return () => system.repairServer('rabbitmq');
    },
  },
  {
    name: 'worker-cut-off',
    alerts: ['BrokerConnectionLost'],
    fault: 'the connections between the worker and RabbitMQ are cut, and new ones refused',
    repair: 'connections are let through again',
    async cause(system) {
      system.workersBroker.refuse();
      return async () => system.workersBroker.heal();
    },
  },
  {
    name: 'broker-out-of-memory',
    alerts: ['BrokerResourceAlarm', 'RelayStalled'],
    fault: "RabbitMQ's memory watermark is set below what it uses, so it blocks everybody who publishes, while jobs are submitted",
    repair: 'the watermark is set back',
    toldAfterRepair: true,
    async cause(system) {
      await system.rabbitmqctl('set_vm_memory_high_watermark', 'absolute', '1MB');
      const stop = system.keep(500, () => system.submit({ type: 'simulate.work', payload: {} }));
      return async () => {
        await stop();
        await system.rabbitmqctl('set_vm_memory_high_watermark', 'absolute', '1GB');
      };
    },
  },
  {
    name: 'postgres-connections-taken',
    alerts: ['PostgresConnectionsNearMax'],
    fault: 'a client opens connections to PostgreSQL until 85 % of all are taken',
    repair: 'it closes them',
    async cause(system) {
      const [row] = await system.sql<{ most: number; taken: number }>("SELECT current_setting('max_connections')::int AS most, count(*)::int AS taken FROM pg_stat_activity WHERE backend_type = 'client backend'");
      const { most, taken } = row as { most: number; taken: number };
      const clients = await Promise.all(Array.from({ length: Math.ceil(most * 0.85) - taken }, () => system.postgres()));
      return async () => {
        await Promise.all(clients.map((client) => client.end()));
      };
    },
  },
  {
    name: 'postgres-transaction-left-open',
    alerts: ['PostgresLongTransaction'],
    fault: 'a client begins a transaction in PostgreSQL, looks at something, and does nothing more',
    repair: 'it rolls back',
    async cause(system) {
      const client = await system.postgres();
      await client.query('BEGIN; SELECT count(*) FROM jobs');
      return async () => {
        await client.query('ROLLBACK');
        await client.end();
      };
    },
  },
  {
    name: 'postgres-snapshot-held',
    alerts: ['PostgresSnapshotOld'],
    fault: 'a client of PostgreSQL holds a snapshot while another runs 600,000 transactions',
    repair: 'it lets the snapshot go',
    async cause(system, began) {
      const [holder, busy] = [await system.postgres(), await system.postgres()];
      await holder.query('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM jobs');
      await busy.query('DO $$ BEGIN FOR i IN 1..600000 LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP; END $$');
      began();
      return async () => {
        await holder.query('ROLLBACK');
        for (const client of [holder, busy]) await client.end();
      };
    },
  },
  {
    name: 'postgres-deadlocks',
    alerts: ['PostgresDeadlocks'],
    fault: 'two clients take two locks of PostgreSQL, each in the other order, again and again',
    repair: 'they leave',
    async cause(system) {
      const [one, other] = [await system.postgres(), await system.postgres()];
      const rounds = system.keep(500, async () => {
        for (const client of [one, other]) await client.query('BEGIN');
        await one.query('SELECT pg_advisory_xact_lock(7001)');
        await other.query('SELECT pg_advisory_xact_lock(7002)');
        await Promise.allSettled([one.query('SELECT pg_advisory_xact_lock(7002)'), other.query('SELECT pg_advisory_xact_lock(7001)')]);
        for (const client of [one, other]) await client.query('ROLLBACK');
      });
      return async () => {
        await rounds();
        for (const client of [one, other]) await client.end();
      };
    },
  },
  {
    name: 'mongo-takes-no-writes',
    alerts: ['ProjectionLagging', 'SloConvergenceBurn'],
    fault: 'MongoDB is locked for writes (fsyncLock, as a backup does it) while jobs run',
    repair: 'it is unlocked',
    toldAfterRepair: true,
    async cause(system) {
      const unlock = await system.lockMongo();
      const stop = system.keep(200, () => system.submit({ type: 'simulate.work', payload: {} }));
      return async () => {
        await stop();
        await unlock();
      };
    },
  },
  {
    name: 'credentials-guessed',
    alerts: ['SecurityIncident'],
    fault: 'a gateway tells, in the audit trail, of credentials that are refused by the dozen',
    repair: 'it tells of no more',
    async cause(system) {
      await system.sql(GUESSED);
      return () => Promise.resolve();
    },
  },
  {
    name: 'audit-trail-locked',
    alerts: ['AuditTrailNotStored'],
    fault: 'a session of PostgreSQL holds the lock under which entries of the audit trail are chained, while clients submit jobs',
    repair: 'it ends',
    async cause(system) {
      const blocker = await system.postgres();
      blocker.on('error', () => undefined);
      await blocker.query('BEGIN; SELECT pg_advisory_xact_lock(7283448247)');
      const stop = system.keep(1_000, () => system.submit({ type: 'simulate.work', payload: {} }));
      return async () => {
        await stop();
        await blocker.end();
      };
    },
  },
  {
    name: 'audit-trail-tampered-with',
    alerts: ['AuditTrailTamperedWith'],
    fault: 'the owner of the database slips a row into the audit trail that does not follow from the one before',
    repair: 'none: the row stays, but it is met only once',
    async cause(system) {
      await system.sql(SLIPPED_IN);
      return () => Promise.resolve();
    },
  },
  {
    name: 'log-tampered-with',
    leavesTraces: true,
    alerts: ['InvariantViolated'],
    fault: "a superuser of PostgreSQL adds a second end to a job's history, behind the back of the gateway",
    repair: 'none: what was written stays in the log, but it is met only once',
    async cause(system, began) {
      await system.submit({ type: 'simulate.work', payload: {}, correlationId: 'tampered' });
      await eventually(async () => (await system.sql("SELECT 1 FROM events WHERE correlation_id = 'tampered' AND type = 'job.completed'")).length > 0, { timeoutMs: 20_000, message: 'the job is completed' });
      began();
      await system.sql(SECOND_END);
      return () => Promise.resolve();
    },
  },
];

/** As another gateway would write it. */
const GUESSED = `
SELECT append_audit(ARRAY[gen_random_uuid()], ARRAY[jsonb_build_object(
  'at', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'count', 200, 'action', 'security.authentication_failed', 'verdict', 'refused', 'category', 'authentication_failed',
  'address', '203.0.113.7', 'recordedBy', 'drill')::text])`;

const SLIPPED_IN = `
INSERT INTO audit_log (sequence, entry_id, recorded_at, body, hash)
SELECT coalesce(max(sequence), 0) + 1, gen_random_uuid(), now(), '{}', sha256('slipped in') FROM audit_log`;

/** The job's last event again, as the next one of its stream and of the log. */
const SECOND_END = `
WITH head AS (UPDATE log_head SET position = position + 1 RETURNING position),
     last AS (SELECT * FROM events WHERE correlation_id = 'tampered' AND type = 'job.completed'),
     job AS (UPDATE jobs SET rev = rev + 1 WHERE id = (SELECT stream_id FROM last))
INSERT INTO events (position, stream_id, version, type, tenant_id, correlation_id, occurred_at, envelope)
SELECT head.position, last.stream_id, last.version + 1, last.type, last.tenant_id, last.correlation_id, last.occurred_at,
       jsonb_set(jsonb_set(jsonb_set(last.envelope::jsonb, '{stream,position}', to_jsonb(head.position)), '{stream,version}', to_jsonb(last.version + 1)), '{eventId}', to_jsonb(gen_random_uuid()))::text
FROM last, head`;
