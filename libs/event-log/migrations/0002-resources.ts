import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What operators set (pauses, limits, job types, schedules) and the one way to change it; which workers were seen last. */
export class AddResources1763700000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(APPEND_RESOURCE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION append_resource;
      DROP TABLE worker_sightings, resources;
      ALTER TABLE log_head DROP COLUMN controls_version;
    `);
  }
}

const TABLES = `
-- Raised by each change of what may stand between a job and its grant. Whoever grants says on which version it was decided; the head's lock
-- orders the two.
ALTER TABLE log_head ADD COLUMN controls_version bigint NOT NULL DEFAULT 0;

-- What operators set. A name that is used again after its resource was deleted is a new stream.
CREATE TABLE resources (
  kind text NOT NULL,
  name text NOT NULL,
  stream_id uuid NOT NULL CONSTRAINT one_resource_per_stream UNIQUE,
  rev integer NOT NULL,
  version integer NOT NULL,
  tenant_id text NOT NULL,
  state json NOT NULL,
  PRIMARY KEY (kind, name),
  CONSTRAINT kind_is_known CHECK (kind IN ('queue', 'job_type', 'limit', 'worker', 'schedule', 'operation')),
  CONSTRAINT counters_count_up CHECK (rev >= 1 AND version >= 0)
) WITH (fillfactor = 70);

-- The newest announcement of each worker. One row per incarnation, dropped some time after it was seen last.
CREATE TABLE worker_sightings (
  worker_id text PRIMARY KEY,
  seen_at timestamptz NOT NULL,
  state json NOT NULL
) WITH (fillfactor = 50);
CREATE INDEX worker_sightings_by_time ON worker_sightings (seen_at);
`;

export const APPEND_RESOURCE = `
-- The one way to a resource; see resource-store.ts.
--   r_rev      the revision the change was decided on; null: there was no such resource
--   r_version  the stream's version after the change; r_state: the new state, or null to delete
--   e_*        its events; an envelope lacks everything from its position on, as in append_batch
-- A change that lost (somebody else was faster) leaves nothing behind.
CREATE FUNCTION append_resource(
  r_kind text, r_name text, r_stream uuid, r_rev integer, r_version integer, r_tenant text, r_state text,
  e_version integer[], e_type text[], e_correlation text[], e_at timestamptz[], e_envelope text[]
) RETURNS TABLE (head_before bigint, log_epoch uuid, controls bigint, survived boolean, store_ms double precision)
LANGUAGE plpgsql
SET jit TO off SET plan_cache_mode TO force_generic_plan
AS $$
DECLARE
  v_head bigint;
  v_epoch uuid;
  v_until bigint;
  v_controls bigint;
  v_paused_before boolean := false;
  v_written integer;
BEGIN
  SELECT h.position, h.epoch, h.partitioned_until, h.controls_version INTO v_head, v_epoch, v_until, v_controls FROM log_head h FOR UPDATE;
  IF v_head + cardinality(e_type) > v_until THEN
    PERFORM ensure_events_partitions(2);
  END IF;

  IF r_rev IS NULL THEN
    INSERT INTO resources (kind, name, stream_id, rev, version, tenant_id, state)
    VALUES (r_kind, r_name, r_stream, 1, r_version, r_tenant, r_state::json)
    ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS v_written = ROW_COUNT;
  ELSE
    SELECT (t.state -> 'paused') IS NOT NULL INTO v_paused_before FROM resources t WHERE t.kind = r_kind AND t.name = r_name AND t.stream_id = r_stream AND t.rev = r_rev;
    IF r_state IS NULL THEN
      DELETE FROM resources t WHERE t.kind = r_kind AND t.name = r_name AND t.stream_id = r_stream AND t.rev = r_rev;
    ELSE
      UPDATE resources t SET rev = t.rev + 1, version = r_version, state = r_state::json
      WHERE t.kind = r_kind AND t.name = r_name AND t.stream_id = r_stream AND t.rev = r_rev;
    END IF;
    GET DIAGNOSTICS v_written = ROW_COUNT;
  END IF;

  IF v_written = 1 THEN
    INSERT INTO events (position, stream_id, version, type, tenant_id, correlation_id, occurred_at, envelope)
    SELECT v_head + e.ord, r_stream, e.version, e.type, r_tenant, e.correlation, e.at,
           e.envelope || (v_head + e.ord)::text || ',"epoch":"' || v_epoch::text || '"}}'
    FROM unnest(e_version, e_type, e_correlation, e_at, e_envelope) WITH ORDINALITY AS e (version, type, correlation, at, envelope, ord);
    -- A worker that only registers stands between nothing and nothing; its pause does.
    IF r_kind IN ('queue', 'job_type', 'limit') OR (r_kind = 'worker' AND v_paused_before IS DISTINCT FROM coalesce((r_state::json -> 'paused') IS NOT NULL, false)) THEN
      v_controls := v_controls + 1;
    END IF;
    UPDATE log_head h SET position = v_head + cardinality(e_type), controls_version = v_controls
    WHERE cardinality(e_type) > 0 OR h.controls_version <> v_controls;
  END IF;

  RETURN QUERY SELECT v_head, v_epoch, v_controls, v_written = 1, extract(epoch FROM clock_timestamp())::double precision * 1000;
END $$;
`;
