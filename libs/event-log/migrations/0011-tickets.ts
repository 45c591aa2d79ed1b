import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPEND_BATCH as APPEND_BATCH_BEFORE } from './0006-grants-with-submission';

/**
 * Tickets are used once, and this table is what decides it: a submission writes the nonce of its ticket in the very statement that writes the job.
 *
 * The nonce is kept until its ticket has expired. It lies in the partition of the day of that instant, so the past goes by dropping tables. Clocks jump: one
 * that jumps ahead and back again would find dropped nonces of tickets that are valid anew. So what was dropped is remembered (`ticket_horizon`), and
 * a ticket that expires before that is refused for ever, whatever the clock says.
 */
export class AddTickets1763700000011 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query('DROP FUNCTION append_batch');
    await runner.query(APPEND_BATCH);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION append_batch');
    await runner.query(APPEND_BATCH_BEFORE);
    await runner.query('DROP FUNCTION drop_ticket_days; DROP FUNCTION open_ticket_day; DROP TABLE ticket_nonces; DROP TABLE ticket_horizon;');
  }
}

const TABLES = `
  CREATE TABLE ticket_nonces (
    id uuid NOT NULL,
    expires_at timestamptz NOT NULL,
    tenant_id text NOT NULL,
    job_id uuid NOT NULL,
    used_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- The end of a ticket is signed with its nonce, so one ticket has one key here.
    CONSTRAINT a_ticket_is_used_once PRIMARY KEY (id, expires_at)
  ) PARTITION BY RANGE (expires_at);

  CREATE TABLE ticket_horizon (
    only_row boolean PRIMARY KEY DEFAULT true CONSTRAINT one_horizon CHECK (only_row),
    dropped_before timestamptz NOT NULL DEFAULT to_timestamp(0)
  );
  INSERT INTO ticket_horizon DEFAULT VALUES;

  -- Makes the place for the nonces of tickets that expire at that instant. Answers false when it lies before what was dropped.
  CREATE FUNCTION open_ticket_day(p_expires timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
  DECLARE
    v_day timestamptz := date_trunc('day', p_expires AT TIME ZONE 'UTC') AT TIME ZONE 'UTC';
    v_name text := 'ticket_nonces_' || to_char(p_expires AT TIME ZONE 'UTC', 'YYYYMMDD');
  BEGIN
    IF p_expires <= (SELECT h.dropped_before FROM ticket_horizon h) THEN
      RETURN false;
    END IF;
    IF to_regclass(v_name) IS NULL THEN
      -- Two that make the same table at once would not both succeed; the horizon's row keeps them and the dropping apart.
      PERFORM FROM ticket_horizon FOR UPDATE;
      EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF ticket_nonces FOR VALUES FROM (%L) TO (%L)', v_name, v_day, v_day + interval '1 day');
    END IF;
    RETURN true;
  END $$;

  -- Drops the days that ended more than p_margin ago, and remembers up to when. Answers how many.
  CREATE FUNCTION drop_ticket_days(p_margin interval DEFAULT interval '1 hour') RETURNS integer LANGUAGE plpgsql AS $$
  DECLARE
    v_day record;
    v_dropped integer := 0;
  BEGIN
    -- Submissions wait while a table goes; they must not wait behind somebody who reads it.
    SET LOCAL lock_timeout = '200ms';
    FOR v_day IN
      SELECT c.relname AS name, (to_date(right(c.relname, 8), 'YYYYMMDD') + 1)::timestamp AT TIME ZONE 'UTC' AS ends
      FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'ticket_nonces'::regclass ORDER BY 1
    LOOP
      CONTINUE WHEN v_day.ends > clock_timestamp() - p_margin;
      UPDATE ticket_horizon SET dropped_before = greatest(dropped_before, v_day.ends);
      EXECUTE format('DROP TABLE %I', v_day.name);
      v_dropped := v_dropped + 1;
    END LOOP;
    RETURN v_dropped;
  END $$;
`;

/**
 * The function as it was, with the tickets of new jobs (`t_*`). Those whose ticket was used, has expired, or stands twice in this call lose, before anything
 * else of them counts; the others leave their nonces if, and only if, they are inserted.
 */
export const APPEND_BATCH = [
  ["i_owner_worker text[] DEFAULT '{}'\n)", "i_owner_worker text[] DEFAULT '{}',\n  t_job uuid[] DEFAULT '{}', t_nonce uuid[] DEFAULT '{}', t_expires timestamptz[] DEFAULT '{}'\n)"],
  ["  v_deduplicated uuid[] := '{}';\n", "  v_deduplicated uuid[] := '{}';\n  v_refused uuid[] := '{}';\n"],
  [
    '  IF cardinality(k_job) > 0 THEN\n    v_deduplicated',
    `  IF cardinality(t_job) > 0 THEN
    SELECT coalesce(array_agg(t.job), '{}') INTO v_refused
    FROM (SELECT n.*, row_number() OVER (PARTITION BY n.nonce ORDER BY n.job) AS nth FROM unnest(t_job, t_nonce, t_expires) AS n (job, nonce, expires)) t
    WHERE t.nth > 1 OR t.expires <= clock_timestamp() OR t.expires <= (SELECT h.dropped_before FROM ticket_horizon h)
       OR EXISTS (SELECT FROM ticket_nonces u WHERE u.id = t.nonce AND u.expires_at = t.expires);
    IF cardinality(v_refused) > 0 AND cardinality(k_job) > 0 THEN
      SELECT coalesce(array_agg(k.job), '{}'), coalesce(array_agg(k.tenant), '{}'), coalesce(array_agg(k.key), '{}'), coalesce(array_agg(k.until), '{}'),
             coalesce(array_agg(k.replaces), '{}'), coalesce(array_agg(k.idempotency), '{}')
      INTO k_job, k_tenant, k_key, k_until, k_replaces, k_idempotency
      FROM unnest(k_job, k_tenant, k_key, k_until, k_replaces, k_idempotency) AS k (job, tenant, key, until, replaces, idempotency)
      WHERE k.job <> ALL (v_refused);
    END IF;
  END IF;

  IF cardinality(k_job) > 0 THEN
    v_deduplicated`,
  ],
  ['WHERE n.id <> ALL (v_deduplicated) AND NOT', 'WHERE n.id <> ALL (v_deduplicated) AND n.id <> ALL (v_refused) AND NOT'],
  [
    '    ) SELECT array_agg(inserted.id) INTO v_inserted FROM inserted;\n',
    `    ) SELECT array_agg(inserted.id) INTO v_inserted FROM inserted;
    IF cardinality(t_job) > 0 THEN
      INSERT INTO ticket_nonces (id, expires_at, tenant_id, job_id)
      SELECT t.nonce, t.expires, j.tenant_id, t.job FROM unnest(t_job, t_nonce, t_expires) AS t (job, nonce, expires) JOIN jobs j ON j.id = t.job
      WHERE t.job = ANY (v_inserted);
    END IF;
`,
  ],
].reduce((sql, [before, after]) => {
  if (sql.split(before as string).length !== 2) throw new Error(`append_batch has not exactly one: ${before}`);
  return sql.replace(before as string, () => after as string);
}, APPEND_BATCH_BEFORE);
