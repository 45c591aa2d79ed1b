import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The log, the jobs it tells of, and the engine's own few rows. SQL as it will stand in the database: a migration is never edited once it
 * has shipped, so nothing in it is computed from code that may change.
 */
export class CreateTheLog1763700000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(PARTITIONS);
    await runner.query(APPEND_BATCH);
    await runner.query(REGISTER_QUEUE);
    await runner.query('SELECT ensure_events_partitions(2)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION append_batch, ensure_events_partitions, register_queue;
      DROP TABLE queues, engine_clock, relay_lease, attempts, jobs, events, log_head;
    `);
  }
}

const TABLES = `
-- One row. Its lock is the order of the log: whoever appends holds it until the commit, so positions are committed in order and without gaps.
-- The row is updated by every append; room on its page keeps those updates in place.
CREATE TABLE log_head (
  only_row boolean PRIMARY KEY DEFAULT true CONSTRAINT there_is_one_head CHECK (only_row),
  position bigint NOT NULL CONSTRAINT position_counts_up_from_zero CHECK (position >= 0),
  epoch uuid NOT NULL,
  partitioned_until bigint NOT NULL,
  CONSTRAINT head_lies_within_a_partition CHECK (position <= partitioned_until)
) WITH (fillfactor = 10);
INSERT INTO log_head (position, epoch, partitioned_until) VALUES (0, gen_random_uuid(), 0);

-- The log. The envelope is exactly the bytes that are published, place in the log included.
CREATE TABLE events (
  position bigint NOT NULL,
  stream_id uuid NOT NULL,
  version integer NOT NULL,
  type text NOT NULL,
  tenant_id text NOT NULL,
  correlation_id text NOT NULL,
  occurred_at timestamptz NOT NULL,
  envelope text NOT NULL,
  CONSTRAINT one_event_per_position PRIMARY KEY (position),
  CONSTRAINT version_counts_up_from_one CHECK (version >= 1)
) PARTITION BY RANGE (position);

-- The present of each job: what deciding the next step needs, and what a client may ask for.
CREATE TABLE jobs (
  id uuid NOT NULL,
  rev integer NOT NULL,
  tenant_id text NOT NULL,
  type text NOT NULL,
  queue text NOT NULL,
  priority text NOT NULL,
  status text NOT NULL,
  version integer NOT NULL,
  queued_version integer NOT NULL,
  max_attempts integer NOT NULL,
  attempt integer NOT NULL,
  failures integer NOT NULL,
  losses integer NOT NULL,
  resends integer NOT NULL,
  submitted_at timestamptz NOT NULL,
  queued_at timestamptz,
  sent_at timestamptz,
  started_at timestamptz,
  finished_at timestamptz,
  run_at timestamptz,
  owner_delivery_id uuid,
  owner_worker_id text,
  owner_granted_at timestamptz,
  owner_started_at timestamptz,
  lease_tick bigint,
  closed_deliveries uuid[] NOT NULL DEFAULT '{}',
  correlation_id text NOT NULL,
  idempotency_key text,
  request_hash text,
  cancel_requested json,
  error json,
  result json,
  payload json NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT status_is_known CHECK (status IN ('HELD', 'WAITING', 'SCHEDULED', 'QUEUED', 'RUNNING', 'RETRYING', 'COMPLETED', 'FAILED', 'CANCELLED')),
  CONSTRAINT priority_is_known CHECK (priority IN ('high', 'normal', 'low')),
  CONSTRAINT counters_count_up CHECK (rev >= 1 AND version >= 1 AND attempt >= 0 AND failures >= 0 AND losses >= 0 AND resends >= 0 AND max_attempts >= 1),
  CONSTRAINT finished_iff_terminal CHECK ((finished_at IS NOT NULL) = (status IN ('COMPLETED', 'FAILED', 'CANCELLED'))),
  CONSTRAINT run_at_iff_waiting_for_it CHECK ((run_at IS NOT NULL) = (status IN ('SCHEDULED', 'RETRYING'))),
  CONSTRAINT owner_only_while_queued_or_running CHECK (owner_delivery_id IS NULL OR status IN ('QUEUED', 'RUNNING')),
  CONSTRAINT running_iff_owner_has_started CHECK ((status = 'RUNNING') = (owner_started_at IS NOT NULL)),
  CONSTRAINT owner_is_known_whole CHECK (num_nulls(owner_delivery_id, owner_worker_id, owner_granted_at, lease_tick) IN (0, 4)),
  CONSTRAINT closed_delivery_never_owns CHECK (owner_delivery_id IS NULL OR owner_delivery_id <> ALL (closed_deliveries)),
  CONSTRAINT result_only_of_completed CHECK (result IS NULL OR status = 'COMPLETED'),
  CONSTRAINT failed_says_why CHECK (status <> 'FAILED' OR error IS NOT NULL),
  CONSTRAINT key_comes_with_its_request CHECK ((idempotency_key IS NULL) = (request_hash IS NULL))
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05);
CREATE UNIQUE INDEX one_job_per_idempotency_key ON jobs (tenant_id, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX jobs_due ON jobs (run_at) WHERE status IN ('SCHEDULED', 'RETRYING');
CREATE INDEX jobs_owned ON jobs (owner_worker_id) WHERE owner_worker_id IS NOT NULL;
CREATE INDEX jobs_waiting ON jobs (queue, priority, sent_at) WHERE status = 'QUEUED' AND owner_worker_id IS NULL;

CREATE TABLE attempts (
  job_id uuid NOT NULL,
  number integer NOT NULL,
  state text NOT NULL,
  delivery_id uuid NOT NULL,
  worker_id text NOT NULL,
  started_at timestamptz NOT NULL,
  ended_at timestamptz,
  duration_ms bigint,
  error json,
  PRIMARY KEY (job_id, number),
  CONSTRAINT attempts_count_up_from_one CHECK (number >= 1),
  CONSTRAINT attempt_state_is_known CHECK (state IN ('RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'LOST', 'CANCELLED')),
  CONSTRAINT ended_iff_not_running CHECK ((ended_at IS NULL) = (state = 'RUNNING')),
  CONSTRAINT duration_iff_ended CHECK ((duration_ms IS NULL) = (ended_at IS NULL))
) WITH (fillfactor = 90);

-- Who relays the log, until when by this server's clock, and how far the broker has confirmed. The epoch fences a leader that was replaced.
CREATE TABLE relay_lease (
  only_row boolean PRIMARY KEY DEFAULT true CONSTRAINT there_is_one_relay CHECK (only_row),
  holder text NOT NULL,
  epoch bigint NOT NULL,
  expires_at timestamptz NOT NULL,
  cursor bigint NOT NULL CONSTRAINT cursor_counts_up_from_zero CHECK (cursor >= 0)
) WITH (fillfactor = 10);
INSERT INTO relay_lease (holder, epoch, expires_at, cursor) VALUES ('nobody', 0, '-infinity', 0);

-- The clock of the leases. A tick counts once it has come back through the report queue.
CREATE TABLE engine_clock (
  only_row boolean PRIMARY KEY DEFAULT true CONSTRAINT there_is_one_clock CHECK (only_row),
  tick_applied bigint NOT NULL,
  tick_sent bigint NOT NULL,
  tick_sent_at timestamptz NOT NULL,
  CONSTRAINT one_tick_outstanding CHECK (tick_sent - tick_applied IN (0, 1))
) WITH (fillfactor = 10);
INSERT INTO engine_clock (tick_applied, tick_sent, tick_sent_at) VALUES (0, 0, '-infinity');

-- Job queues. One that has been declared at the broker stays there (it is durable), so that jobs can be accepted for it while the broker is down.
CREATE TABLE queues (
  name text PRIMARY KEY CONSTRAINT name_is_a_name CHECK (name ~ '^[a-z][a-z0-9._-]{0,63}$'),
  registered_at timestamptz NOT NULL DEFAULT now(),
  declared_at timestamptz
);
`;

const PARTITIONS = `
-- Makes sure that \`ahead\` whole partitions lie before the head. A partition holds 5,000,000 positions, about 4 GB: small enough to drop, large
-- enough that a busy month has some dozens.
CREATE FUNCTION ensure_events_partitions(ahead integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  size constant bigint := 5000000;
  made integer := 0;
  h log_head%ROWTYPE;
  first bigint;
  name text;
BEGIN
  SELECT * INTO h FROM log_head FOR UPDATE;
  WHILE h.partitioned_until < (h.position / size + 1 + ahead) * size LOOP
    first := h.partitioned_until + 1;
    name := 'events_p' || lpad((first / size)::text, 6, '0');
    EXECUTE format('CREATE TABLE %I (LIKE events INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', name);
    EXECUTE format('CREATE UNIQUE INDEX %I ON %I (stream_id, version)', name || '_one_event_per_version', name);
    -- Attached rather than created as a partition: attaching does not lock out those who read the log.
    EXECUTE format('ALTER TABLE events ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%s)', name, first, first + size);
    h.partitioned_until := h.partitioned_until + size;
    made := made + 1;
  END LOOP;
  UPDATE log_head SET partitioned_until = h.partitioned_until WHERE partitioned_until <> h.partitioned_until;
  RETURN made;
END $$;
`;

/** For the way back to here from later versions. */
export const APPEND_BATCH = `
-- The one way into the log and the jobs; see append-batch.ts.
--   i_*  new jobs           u_*  changes of jobs, each with the revision it was decided on, both by ascending id
--   e_*  events of both, in the order they are to have in the log; an envelope lacks everything from its position on
--   a_*  rows of attempts, opened or closed
-- Writes that lose (a known id or idempotency key, a stale revision) leave nothing behind; only the survivors' events are numbered.
-- \`alive\` lists the jobs that were written when some lost, and is null when none did.
CREATE FUNCTION append_batch(
  i_id uuid[], i_tenant text[], i_type text[], i_queue text[], i_priority text[], i_status text[], i_version integer[], i_queued_version integer[],
  i_max_attempts integer[], i_submitted_at timestamptz[], i_queued_at timestamptz[], i_correlation text[], i_key text[], i_hash text[], i_payload text[],
  u_id uuid[], u_rev integer[], u_status text[], u_version integer[], u_queued_version integer[], u_attempt integer[], u_failures integer[], u_losses integer[],
  u_resends integer[], u_queued_at timestamptz[], u_sent_at timestamptz[], u_started_at timestamptz[], u_finished_at timestamptz[], u_run_at timestamptz[],
  u_owner_delivery uuid[], u_owner_worker text[], u_owner_granted_at timestamptz[], u_owner_started_at timestamptz[], u_renewed boolean[],
  u_closed text[], u_cancel text[], u_error text[], u_result text[],
  e_stream uuid[], e_version integer[], e_type text[], e_tenant text[], e_correlation text[], e_at timestamptz[], e_envelope text[],
  a_job uuid[], a_number integer[], a_state text[], a_delivery uuid[], a_worker text[], a_started_at timestamptz[], a_ended_at timestamptz[],
  a_duration_ms bigint[], a_error text[]
) RETURNS TABLE (head_before bigint, log_epoch uuid, tick bigint, store_ms double precision, alive uuid[])
LANGUAGE plpgsql
-- The plans are fixed: index lookups per row, whatever the statistics of a table that was empty a moment ago say. Without jit off, the
-- penalty cost of the forbidden plans starts the compiler for each statement.
SET jit TO off SET enable_seqscan TO off SET enable_hashjoin TO off SET enable_mergejoin TO off SET plan_cache_mode TO force_generic_plan
AS $$
DECLARE
  v_head bigint;
  v_epoch uuid;
  v_until bigint;
  v_tick bigint;
  v_inserted uuid[];
  v_updated uuid[];
  v_alive uuid[];
  v_numbered integer := 0;
BEGIN
  SELECT h.position, h.epoch, h.partitioned_until INTO v_head, v_epoch, v_until FROM log_head h FOR UPDATE;
  -- From here on every statement sees all that was ever committed to these tables, and nobody else can write to them.
  SELECT c.tick_applied INTO v_tick FROM engine_clock c;
  IF v_head + cardinality(e_stream) > v_until THEN
    PERFORM ensure_events_partitions(2);
  END IF;

  IF cardinality(i_id) > 0 THEN
    WITH inserted AS (
      INSERT INTO jobs (id, rev, tenant_id, type, queue, priority, status, version, queued_version, max_attempts, attempt, failures, losses, resends,
                        submitted_at, queued_at, sent_at, correlation_id, idempotency_key, request_hash, payload)
      SELECT n.id, 1, n.tenant, n.type, n.queue, n.priority, n.status, n.version, n.queued_version, n.max_attempts, 0, 0, 0, 0,
             n.submitted_at, n.queued_at, n.queued_at, n.correlation, n.key, n.hash, n.payload::json
      FROM unnest(i_id, i_tenant, i_type, i_queue, i_priority, i_status, i_version, i_queued_version, i_max_attempts, i_submitted_at, i_queued_at,
                  i_correlation, i_key, i_hash, i_payload)
        AS n (id, tenant, type, queue, priority, status, version, queued_version, max_attempts, submitted_at, queued_at, correlation, key, hash, payload)
      ON CONFLICT DO NOTHING
      RETURNING jobs.id
    ) SELECT array_agg(inserted.id) INTO v_inserted FROM inserted;
  END IF;

  IF cardinality(u_id) > 0 THEN
    WITH updated AS (
      UPDATE jobs j SET
        rev = j.rev + 1, status = n.status, version = n.version, queued_version = n.queued_version, attempt = n.attempt, failures = n.failures,
        losses = n.losses, resends = n.resends, queued_at = n.queued_at, sent_at = n.sent_at, started_at = n.started_at, finished_at = n.finished_at,
        run_at = n.run_at, owner_delivery_id = n.owner_delivery, owner_worker_id = n.owner_worker, owner_granted_at = n.owner_granted_at,
        owner_started_at = n.owner_started_at,
        lease_tick = CASE WHEN n.owner_delivery IS NULL THEN NULL WHEN n.renewed THEN v_tick ELSE j.lease_tick END,
        closed_deliveries = n.closed::uuid[], cancel_requested = n.cancel::json, error = n.error::json, result = n.result::json
      FROM unnest(u_id, u_rev, u_status, u_version, u_queued_version, u_attempt, u_failures, u_losses, u_resends, u_queued_at, u_sent_at, u_started_at,
                  u_finished_at, u_run_at, u_owner_delivery, u_owner_worker, u_owner_granted_at, u_owner_started_at, u_renewed, u_closed, u_cancel, u_error, u_result)
        AS n (id, rev, status, version, queued_version, attempt, failures, losses, resends, queued_at, sent_at, started_at,
              finished_at, run_at, owner_delivery, owner_worker, owner_granted_at, owner_started_at, renewed, closed, cancel, error, result)
      WHERE j.id = n.id AND j.rev = n.rev
      RETURNING j.id
    ) SELECT array_agg(updated.id) INTO v_updated FROM updated;
  END IF;

  IF coalesce(cardinality(v_inserted), 0) + coalesce(cardinality(v_updated), 0) = cardinality(i_id) + cardinality(u_id) THEN
    v_numbered := cardinality(e_stream);
    IF v_numbered > 0 THEN
      INSERT INTO events (position, stream_id, version, type, tenant_id, correlation_id, occurred_at, envelope)
      SELECT v_head + e.ord, e.stream, e.version, e.type, e.tenant, e.correlation, e.at,
             e.envelope || (v_head + e.ord)::text || ',"epoch":"' || v_epoch::text || '"}}'
      FROM unnest(e_stream, e_version, e_type, e_tenant, e_correlation, e_at, e_envelope) WITH ORDINALITY
        AS e (stream, version, type, tenant, correlation, at, envelope, ord);
    END IF;
  ELSE
    v_alive := coalesce(v_inserted, '{}') || coalesce(v_updated, '{}');
    INSERT INTO events (position, stream_id, version, type, tenant_id, correlation_id, occurred_at, envelope)
    SELECT v_head + s.place, s.stream, s.version, s.type, s.tenant, s.correlation, s.at,
           s.envelope || (v_head + s.place)::text || ',"epoch":"' || v_epoch::text || '"}}'
    FROM (
      SELECT e.*, row_number() OVER (ORDER BY e.ord) AS place
      FROM unnest(e_stream, e_version, e_type, e_tenant, e_correlation, e_at, e_envelope) WITH ORDINALITY
        AS e (stream, version, type, tenant, correlation, at, envelope, ord)
      WHERE e.stream = ANY (v_alive)
    ) s;
    GET DIAGNOSTICS v_numbered = ROW_COUNT;
  END IF;
  IF v_numbered > 0 THEN
    UPDATE log_head SET position = v_head + v_numbered;
  END IF;

  IF cardinality(a_job) > 0 THEN
    INSERT INTO attempts AS t (job_id, number, state, delivery_id, worker_id, started_at, ended_at, duration_ms, error)
    SELECT a.job, a.number, a.state, a.delivery, a.worker, a.started_at, a.ended_at, a.duration_ms, a.error::json
    FROM unnest(a_job, a_number, a_state, a_delivery, a_worker, a_started_at, a_ended_at, a_duration_ms, a_error)
      AS a (job, number, state, delivery, worker, started_at, ended_at, duration_ms, error)
    WHERE v_alive IS NULL OR a.job = ANY (v_alive)
    ON CONFLICT (job_id, number) DO UPDATE
      SET state = excluded.state, ended_at = excluded.ended_at, duration_ms = excluded.duration_ms, error = excluded.error;
  END IF;

  RETURN QUERY SELECT v_head, v_epoch, v_tick, extract(epoch FROM clock_timestamp())::double precision * 1000, v_alive;
END $$;
`;

const REGISTER_QUEUE = `
-- Notes a job queue, unless there are \`at_most\` others already. The head lock makes counting and inserting one step.
CREATE FUNCTION register_queue(queue text, at_most integer) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM log_head FOR UPDATE;
  IF EXISTS (SELECT 1 FROM queues WHERE name = queue) THEN
    RETURN (SELECT CASE WHEN declared_at IS NULL THEN 'known' ELSE 'declared' END FROM queues WHERE name = queue);
  END IF;
  IF (SELECT count(*) FROM queues) >= at_most THEN
    RETURN 'too_many';
  END IF;
  INSERT INTO queues (name) VALUES (queue);
  RETURN 'registered';
END $$;
`;
