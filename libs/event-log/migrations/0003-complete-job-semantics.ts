import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPEND_BATCH as APPEND_BATCH_BEFORE } from './0001-create-the-log';

/**
 * What a job may ask for beside its payload (a time, parents, a deadline, one job for several submissions), and what may hold it back: pauses,
 * slots and tokens, all counted in the statement that grants.
 */
export class CompleteJobSemantics1763700000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query('DROP FUNCTION append_batch');
    await runner.query(TAKE_CLAIMS);
    await runner.query(CLAIM_DEDUPE_KEYS);
    await runner.query(APPEND_BATCH);
  }

  /** For an empty system: what jobs asked for, and who waits for whom, is lost. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION append_batch, take_claims, claim_dedupe_keys;
      DROP TABLE job_parents, limit_slots, limit_tokens, dedupe_keys;
      DROP INDEX jobs_waiting_for_parents, jobs_with_key;
      ALTER TABLE jobs DROP COLUMN spec, DROP COLUMN deadline_at, DROP COLUMN redriven_to, DROP COLUMN withheld_on, DROP COLUMN owner_slots;
    `);
    await runner.query(APPEND_BATCH_BEFORE);
  }
}

const TABLES = `
ALTER TABLE jobs
  -- What the client said of the job that no decision of the store reads: tags, reference, retry policy, timeout, parents…
  ADD COLUMN spec json,
  ADD COLUMN deadline_at timestamptz,
  ADD COLUMN redriven_to uuid,
  ADD COLUMN withheld_on text,
  -- The slots of the present owner, freed with it.
  ADD COLUMN owner_slots text[],
  ADD CONSTRAINT withheld_only_while_it_waits CHECK (withheld_on IS NULL OR (status = 'QUEUED' AND owner_delivery_id IS NULL)),
  ADD CONSTRAINT slots_only_of_an_owner CHECK (owner_slots IS NULL OR owner_delivery_id IS NOT NULL),
  ADD CONSTRAINT next_life_only_of_failed CHECK (redriven_to IS NULL OR status = 'FAILED');
CREATE INDEX jobs_with_deadline ON jobs (deadline_at) WHERE deadline_at IS NOT NULL AND finished_at IS NULL;
CREATE INDEX jobs_withheld ON jobs (withheld_on, priority, queued_at) WHERE withheld_on IS NOT NULL;
CREATE INDEX jobs_waiting_for_parents ON jobs (id) WHERE status = 'WAITING';
CREATE INDEX jobs_with_key ON jobs (finished_at) WHERE idempotency_key IS NOT NULL AND finished_at IS NOT NULL;

-- Who waits for whom. A child that waits no more keeps its rows: they are its lineage.
CREATE TABLE job_parents (
  child_id uuid NOT NULL,
  parent_id uuid NOT NULL,
  PRIMARY KEY (child_id, parent_id),
  CONSTRAINT nobody_waits_for_itself CHECK (child_id <> parent_id)
);
CREATE INDEX job_parents_by_parent ON job_parents (parent_id);

-- Grants that hold a slot of a limit now.
CREATE TABLE limit_slots (
  key text PRIMARY KEY,
  in_use integer NOT NULL,
  CONSTRAINT slots_count_up_from_zero CHECK (in_use >= 0)
) WITH (fillfactor = 50);

-- Token buckets: how many tokens there were at an instant of this server's clock.
CREATE TABLE limit_tokens (
  key text PRIMARY KEY,
  tokens double precision NOT NULL,
  counted_at timestamptz NOT NULL
) WITH (fillfactor = 50);

-- The job that stands for all submissions with the key until an instant.
CREATE TABLE dedupe_keys (
  tenant_id text NOT NULL,
  key text NOT NULL,
  job_id uuid NOT NULL,
  until timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, key)
) WITH (fillfactor = 80);
CREATE INDEX dedupe_keys_by_time ON dedupe_keys (until);
`;

const TAKE_CLAIMS = `
-- Takes the slots and tokens of a batch's grants, in their order, all of a grant or none. Called under the head's lock, so nobody else counts.
-- A grant whose row has changed meanwhile is left out: it will lose anyway. Answers which grants go without, and on which key.
CREATE FUNCTION take_claims(
  c_job uuid[], c_rev integer[], c_key text[], c_limit integer[], c_per_second double precision[], c_burst double precision[]
) RETURNS TABLE (job uuid, taken_up text)
LANGUAGE plpgsql
SET jit TO off SET enable_seqscan TO off SET plan_cache_mode TO force_generic_plan
AS $$
DECLARE
  g record;
  v_on text;
  v_use integer;
  v_tokens double precision;
  v_now timestamptz := clock_timestamp();
BEGIN
  FOR g IN
    SELECT c.job, min(c.rev) AS rev, array_agg(c.key ORDER BY c.ord) AS keys, array_agg(c.lim ORDER BY c.ord) AS limits,
           array_agg(c.per_second ORDER BY c.ord) AS rates, array_agg(c.burst ORDER BY c.ord) AS bursts
    FROM unnest(c_job, c_rev, c_key, c_limit, c_per_second, c_burst) WITH ORDINALITY AS c (job, rev, key, lim, per_second, burst, ord)
    GROUP BY c.job ORDER BY min(c.ord)
  LOOP
    CONTINUE WHEN NOT EXISTS (SELECT 1 FROM jobs j WHERE j.id = g.job AND j.rev = g.rev);
    v_on := NULL;
    FOR i IN 1 .. cardinality(g.keys) LOOP
      IF g.limits[i] IS NOT NULL THEN
        SELECT s.in_use INTO v_use FROM limit_slots s WHERE s.key = g.keys[i];
        IF coalesce(v_use, 0) >= g.limits[i] THEN v_on := g.keys[i]; END IF;
      ELSE
        SELECT least(g.bursts[i], t.tokens + g.rates[i] * greatest(0, extract(epoch FROM v_now - t.counted_at))) INTO v_tokens
        FROM limit_tokens t WHERE t.key = g.keys[i];
        IF coalesce(v_tokens, g.bursts[i]) < 1 THEN v_on := g.keys[i]; END IF;
      END IF;
      EXIT WHEN v_on IS NOT NULL;
    END LOOP;
    IF v_on IS NOT NULL THEN
      job := g.job;
      taken_up := v_on;
      RETURN NEXT;
      CONTINUE;
    END IF;
    FOR i IN 1 .. cardinality(g.keys) LOOP
      IF g.limits[i] IS NOT NULL THEN
        INSERT INTO limit_slots AS s (key, in_use) VALUES (g.keys[i], 1) ON CONFLICT (key) DO UPDATE SET in_use = s.in_use + 1;
      ELSE
        INSERT INTO limit_tokens AS t (key, tokens, counted_at) VALUES (g.keys[i], g.bursts[i] - 1, v_now)
        ON CONFLICT (key) DO UPDATE
          SET tokens = least(g.bursts[i], t.tokens + g.rates[i] * greatest(0, extract(epoch FROM v_now - t.counted_at))) - 1, counted_at = greatest(t.counted_at, v_now);
      END IF;
    END LOOP;
  END LOOP;
END $$;
`;

const CLAIM_DEDUPE_KEYS = `
-- Gives each new job its dedupe key, unless another job holds it still and is not the one it takes the place of. Under the head's lock. Answers
-- the jobs that go without: others stand for them.
CREATE FUNCTION claim_dedupe_keys(k_job uuid[], k_tenant text[], k_key text[], k_until timestamptz[], k_replaces uuid[], k_idempotency text[]) RETURNS uuid[]
LANGUAGE plpgsql
SET jit TO off SET enable_seqscan TO off SET plan_cache_mode TO force_generic_plan
AS $$
DECLARE
  v_without uuid[] := '{}';
  v_written integer;
BEGIN
  FOR i IN 1 .. cardinality(k_job) LOOP
    -- A repeated request is answered by its idempotency key and must not move the window.
    CONTINUE WHEN k_idempotency[i] IS NOT NULL AND EXISTS (SELECT 1 FROM jobs j WHERE j.tenant_id = k_tenant[i] AND j.idempotency_key = k_idempotency[i]);
    INSERT INTO dedupe_keys AS d (tenant_id, key, job_id, until) VALUES (k_tenant[i], k_key[i], k_job[i], k_until[i])
    ON CONFLICT (tenant_id, key) DO UPDATE SET job_id = excluded.job_id, until = excluded.until
      WHERE d.until <= clock_timestamp() OR d.job_id = k_replaces[i];
    GET DIAGNOSTICS v_written = ROW_COUNT;
    IF v_written = 0 THEN v_without := v_without || k_job[i]; END IF;
  END LOOP;
  RETURN v_without;
END $$;
`;

export const APPEND_BATCH = `
-- The one way into the log and the jobs; see append-batch.ts.
--   p_controls  the version of pauses and limits that the batch was decided on; its grants do not count on an older one than that in force
--   i_*  new jobs           u_*  changes of jobs, each with the revision it was decided on, both by ascending id
--   c_*  slots (with a limit) and tokens (with a rate) that grants among u_* take; f_*  slots that changes among u_* free
--   d_*  parents of new jobs; k_*  dedupe keys of new jobs
--   e_*  events of both, in the order they are to have in the log; an envelope lacks everything from its position on
--   a_*  rows of attempts, opened or closed
-- Writes that lose (a known id or key, a stale revision, a slot that is not free) leave nothing behind; only the survivors' events are numbered.
-- \`alive\` lists the jobs that were written when some lost, and is null when none did; \`limited\` names the grants that found no slot or token.
CREATE FUNCTION append_batch(
  p_controls bigint,
  i_id uuid[], i_tenant text[], i_type text[], i_queue text[], i_priority text[], i_status text[], i_version integer[], i_queued_version integer[],
  i_max_attempts integer[], i_submitted_at timestamptz[], i_queued_at timestamptz[], i_run_at timestamptz[], i_deadline_at timestamptz[],
  i_correlation text[], i_key text[], i_hash text[], i_spec text[], i_payload text[],
  u_id uuid[], u_rev integer[], u_status text[], u_version integer[], u_queued_version integer[], u_attempt integer[], u_failures integer[], u_losses integer[],
  u_resends integer[], u_queued_at timestamptz[], u_sent_at timestamptz[], u_started_at timestamptz[], u_finished_at timestamptz[], u_run_at timestamptz[],
  u_owner_delivery uuid[], u_owner_worker text[], u_owner_granted_at timestamptz[], u_owner_started_at timestamptz[], u_owner_slots text[], u_renewed boolean[],
  u_granted boolean[], u_withheld_on text[], u_redriven_to uuid[], u_closed text[], u_cancel text[], u_error text[], u_result text[],
  c_job uuid[], c_rev integer[], c_key text[], c_limit integer[], c_per_second double precision[], c_burst double precision[],
  f_job uuid[], f_key text[],
  d_child uuid[], d_parent uuid[],
  k_job uuid[], k_tenant text[], k_key text[], k_until timestamptz[], k_replaces uuid[], k_idempotency text[],
  e_stream uuid[], e_version integer[], e_type text[], e_tenant text[], e_correlation text[], e_at timestamptz[], e_envelope text[],
  a_job uuid[], a_number integer[], a_state text[], a_delivery uuid[], a_worker text[], a_started_at timestamptz[], a_ended_at timestamptz[],
  a_duration_ms bigint[], a_error text[]
) RETURNS TABLE (head_before bigint, log_epoch uuid, controls bigint, tick bigint, store_ms double precision, alive uuid[], limited uuid[], limited_on text[])
LANGUAGE plpgsql
-- The plans are fixed: index lookups per row, whatever the statistics of a table that was empty a moment ago say. Without jit off, the
-- penalty cost of the forbidden plans starts the compiler for each statement.
SET jit TO off SET enable_seqscan TO off SET enable_hashjoin TO off SET enable_mergejoin TO off SET plan_cache_mode TO force_generic_plan
AS $$
DECLARE
  v_head bigint;
  v_epoch uuid;
  v_until bigint;
  v_controls bigint;
  v_tick bigint;
  v_outdated boolean;
  v_limited uuid[] := '{}';
  v_limited_on text[] := '{}';
  v_deduplicated uuid[] := '{}';
  v_inserted uuid[];
  v_updated uuid[];
  v_alive uuid[];
  v_numbered integer := 0;
BEGIN
  SELECT h.position, h.epoch, h.partitioned_until, h.controls_version INTO v_head, v_epoch, v_until, v_controls FROM log_head h FOR UPDATE;
  -- From here on every statement sees all that was ever committed to these tables, and nobody else can write to them.
  v_outdated := p_controls <> v_controls;
  SELECT c.tick_applied INTO v_tick FROM engine_clock c;
  IF v_head + cardinality(e_stream) > v_until THEN
    PERFORM ensure_events_partitions(2);
  END IF;

  IF cardinality(k_job) > 0 THEN
    v_deduplicated := claim_dedupe_keys(k_job, k_tenant, k_key, k_until, k_replaces, k_idempotency);
  END IF;

  IF cardinality(i_id) > 0 THEN
    WITH inserted AS (
      INSERT INTO jobs (id, rev, tenant_id, type, queue, priority, status, version, queued_version, max_attempts, attempt, failures, losses, resends,
                        submitted_at, queued_at, sent_at, run_at, deadline_at, correlation_id, idempotency_key, request_hash, spec, payload)
      SELECT n.id, 1, n.tenant, n.type, n.queue, n.priority, n.status, n.version, n.queued_version, n.max_attempts, 0, 0, 0, 0,
             n.submitted_at, n.queued_at, n.queued_at, n.run_at, n.deadline_at, n.correlation, n.key, n.hash, n.spec::json, n.payload::json
      FROM unnest(i_id, i_tenant, i_type, i_queue, i_priority, i_status, i_version, i_queued_version, i_max_attempts, i_submitted_at, i_queued_at,
                  i_run_at, i_deadline_at, i_correlation, i_key, i_hash, i_spec, i_payload)
        AS n (id, tenant, type, queue, priority, status, version, queued_version, max_attempts, submitted_at, queued_at, run_at, deadline_at, correlation,
              key, hash, spec, payload)
      WHERE n.id <> ALL (v_deduplicated)
      ON CONFLICT DO NOTHING
      RETURNING jobs.id
    ) SELECT array_agg(inserted.id) INTO v_inserted FROM inserted;
  END IF;

  IF cardinality(c_job) > 0 AND NOT v_outdated THEN
    SELECT coalesce(array_agg(t.job), '{}'), coalesce(array_agg(t.taken_up), '{}') INTO v_limited, v_limited_on
    FROM take_claims(c_job, c_rev, c_key, c_limit, c_per_second, c_burst) t;
  END IF;

  IF cardinality(u_id) > 0 THEN
    WITH updated AS (
      UPDATE jobs j SET
        rev = j.rev + 1, status = n.status, version = n.version, queued_version = n.queued_version, attempt = n.attempt, failures = n.failures,
        losses = n.losses, resends = n.resends, queued_at = n.queued_at, sent_at = n.sent_at, started_at = n.started_at, finished_at = n.finished_at,
        run_at = n.run_at, owner_delivery_id = n.owner_delivery, owner_worker_id = n.owner_worker, owner_granted_at = n.owner_granted_at,
        owner_started_at = n.owner_started_at, owner_slots = n.owner_slots::text[],
        lease_tick = CASE WHEN n.owner_delivery IS NULL THEN NULL WHEN n.renewed THEN v_tick ELSE j.lease_tick END,
        withheld_on = n.withheld_on, redriven_to = n.redriven_to,
        closed_deliveries = n.closed::uuid[], cancel_requested = n.cancel::json, error = n.error::json, result = n.result::json
      FROM unnest(u_id, u_rev, u_status, u_version, u_queued_version, u_attempt, u_failures, u_losses, u_resends, u_queued_at, u_sent_at, u_started_at,
                  u_finished_at, u_run_at, u_owner_delivery, u_owner_worker, u_owner_granted_at, u_owner_started_at, u_owner_slots, u_renewed, u_granted,
                  u_withheld_on, u_redriven_to, u_closed, u_cancel, u_error, u_result)
        AS n (id, rev, status, version, queued_version, attempt, failures, losses, resends, queued_at, sent_at, started_at,
              finished_at, run_at, owner_delivery, owner_worker, owner_granted_at, owner_started_at, owner_slots, renewed, granted,
              withheld_on, redriven_to, closed, cancel, error, result)
      WHERE j.id = n.id AND j.rev = n.rev AND NOT (n.granted AND v_outdated) AND n.id <> ALL (v_limited)
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

  IF cardinality(f_job) > 0 THEN
    UPDATE limit_slots s SET in_use = s.in_use - n.freed
    FROM (SELECT f.key, count(*)::integer AS freed FROM unnest(f_job, f_key) AS f (job, key) WHERE v_alive IS NULL OR f.job = ANY (v_alive) GROUP BY f.key) n
    WHERE s.key = n.key;
  END IF;

  IF cardinality(d_child) > 0 THEN
    INSERT INTO job_parents (child_id, parent_id)
    SELECT d.child, d.parent FROM unnest(d_child, d_parent) AS d (child, parent) WHERE v_alive IS NULL OR d.child = ANY (v_alive);
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

  RETURN QUERY SELECT v_head, v_epoch, v_controls, v_tick, extract(epoch FROM clock_timestamp())::double precision * 1000, v_alive, v_limited, v_limited_on;
END $$;
`;
