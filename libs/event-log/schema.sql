-- Generated from the migrated database (npm run schema:dump). Do not edit.

CREATE FUNCTION public.append_audit(p_ids uuid[], p_bodies text[]) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
      DECLARE
        v_sequence bigint;
        v_hash bytea;
        v_at timestamptz;
        v_last timestamptz;
        i integer;
      BEGIN
        PERFORM pg_advisory_xact_lock(7283448247);
        SELECT l.sequence, l.hash, l.recorded_at INTO v_sequence, v_hash, v_last FROM audit_log l ORDER BY l.sequence DESC LIMIT 1;
        v_sequence := coalesce(v_sequence, 0);
        v_hash := coalesce(v_hash, decode(repeat('00', 32), 'hex'));
        -- A clock that was set back does not turn the order of the trail around.
        v_at := greatest(date_trunc('milliseconds', clock_timestamp()), v_last);
        FOR i IN 1 .. coalesce(array_length(p_ids, 1), 0) LOOP
          CONTINUE WHEN EXISTS (SELECT FROM audit_log l WHERE l.entry_id = p_ids[i]);
          v_sequence := v_sequence + 1;
          v_hash := sha256(convert_to(
            encode(v_hash, 'hex') || E'\n' || v_sequence || E'\n' || p_ids[i] || E'\n' || to_char(v_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || E'\n' || p_bodies[i], 'UTF8'));
          INSERT INTO audit_log (sequence, entry_id, recorded_at, body, hash) VALUES (v_sequence, p_ids[i], v_at, p_bodies[i], v_hash);
        END LOOP;
        RETURN v_sequence;
      END $$;

CREATE FUNCTION public.append_batch(p_controls bigint, i_id uuid[], i_tenant text[], i_type text[], i_queue text[], i_priority text[], i_status text[], i_version integer[], i_queued_version integer[], i_max_attempts integer[], i_submitted_at timestamp with time zone[], i_queued_at timestamp with time zone[], i_run_at timestamp with time zone[], i_deadline_at timestamp with time zone[], i_correlation text[], i_key text[], i_hash text[], i_spec text[], i_payload text[], u_id uuid[], u_rev integer[], u_status text[], u_version integer[], u_queued_version integer[], u_attempt integer[], u_failures integer[], u_losses integer[], u_resends integer[], u_queued_at timestamp with time zone[], u_sent_at timestamp with time zone[], u_started_at timestamp with time zone[], u_finished_at timestamp with time zone[], u_run_at timestamp with time zone[], u_owner_delivery uuid[], u_owner_worker text[], u_owner_granted_at timestamp with time zone[], u_owner_started_at timestamp with time zone[], u_owner_slots text[], u_renewed boolean[], u_granted boolean[], u_withheld_on text[], u_redriven_to uuid[], u_closed text[], u_cancel text[], u_error text[], u_result text[], c_job uuid[], c_rev integer[], c_key text[], c_limit integer[], c_per_second double precision[], c_burst double precision[], f_job uuid[], f_key text[], d_child uuid[], d_parent uuid[], k_job uuid[], k_tenant text[], k_key text[], k_until timestamp with time zone[], k_replaces uuid[], k_idempotency text[], e_stream uuid[], e_version integer[], e_type text[], e_tenant text[], e_correlation text[], e_at timestamp with time zone[], e_envelope text[], a_job uuid[], a_number integer[], a_state text[], a_delivery uuid[], a_worker text[], a_started_at timestamp with time zone[], a_ended_at timestamp with time zone[], a_duration_ms bigint[], a_error text[], i_owner_delivery uuid[] DEFAULT '{}'::uuid[], i_owner_worker text[] DEFAULT '{}'::text[], t_job uuid[] DEFAULT '{}'::uuid[], t_nonce uuid[] DEFAULT '{}'::uuid[], t_expires timestamp with time zone[] DEFAULT '{}'::timestamp with time zone[], u_spec text[] DEFAULT '{}'::text[]) RETURNS TABLE(head_before bigint, log_epoch uuid, controls bigint, tick bigint, store_ms double precision, alive uuid[], limited uuid[], limited_on text[], over uuid[], over_on text[])
    LANGUAGE plpgsql
    SET jit TO 'off'
    SET enable_seqscan TO 'off'
    SET enable_hashjoin TO 'off'
    SET enable_mergejoin TO 'off'
    SET plan_cache_mode TO 'force_generic_plan'
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
  v_refused uuid[] := '{}';
  v_quotas boolean;
  v_over uuid[] := '{}';
  v_over_on text[] := '{}';
  v_ending uuid[] := '{}';
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

  IF cardinality(t_job) > 0 THEN
    SELECT coalesce(array_agg(t.job), '{}') INTO v_refused
    FROM (SELECT n.*, row_number() OVER (PARTITION BY n.nonce ORDER BY n.job) AS nth FROM unnest(t_job, t_nonce, t_expires) AS n (job, nonce, expires)) t
    WHERE t.nth > 1 OR t.expires <= clock_timestamp() OR t.expires <= (SELECT h.dropped_before FROM ticket_horizon h)
       OR EXISTS (SELECT FROM ticket_nonces u WHERE u.id = t.nonce AND u.expires_at = t.expires);
  END IF;

  v_quotas := EXISTS (SELECT FROM tenant_quotas);
  IF v_quotas AND cardinality(i_id) > 0 THEN
    SELECT coalesce(array_agg(o.job), '{}'), coalesce(array_agg(o.quota), '{}') INTO v_over, v_over_on FROM over_quota(i_id, i_tenant, i_key, i_payload, v_refused) o;
    v_refused := v_refused || v_over;
  END IF;

  IF cardinality(k_job) > 0 THEN
    IF cardinality(v_refused) > 0 THEN
      SELECT coalesce(array_agg(k.job), '{}'), coalesce(array_agg(k.tenant), '{}'), coalesce(array_agg(k.key), '{}'), coalesce(array_agg(k.until), '{}'),
             coalesce(array_agg(k.replaces), '{}'), coalesce(array_agg(k.idempotency), '{}')
      INTO k_job, k_tenant, k_key, k_until, k_replaces, k_idempotency
      FROM unnest(k_job, k_tenant, k_key, k_until, k_replaces, k_idempotency) AS k (job, tenant, key, until, replaces, idempotency)
      WHERE k.job <> ALL (v_refused);
    END IF;
  END IF;

  IF cardinality(k_job) > 0 THEN
    v_deduplicated := claim_dedupe_keys(k_job, k_tenant, k_key, k_until, k_replaces, k_idempotency);
  END IF;

  IF cardinality(i_id) > 0 THEN
    WITH inserted AS (
      INSERT INTO jobs (id, rev, tenant_id, type, queue, priority, status, version, queued_version, max_attempts, attempt, failures, losses, resends,
                        submitted_at, queued_at, sent_at, run_at, deadline_at, correlation_id, idempotency_key, request_hash, spec, payload,
                        owner_delivery_id, owner_worker_id, owner_granted_at, lease_tick)
      SELECT n.id, 1, n.tenant, n.type, n.queue, n.priority, n.status, n.version, n.queued_version, n.max_attempts, 0, 0, 0, 0,
             n.submitted_at, n.queued_at, n.queued_at, n.run_at, n.deadline_at, n.correlation, n.key, n.hash, n.spec::json, n.payload::json,
             n.owner_delivery, n.owner_worker, CASE WHEN n.owner_delivery IS NOT NULL THEN n.queued_at END, CASE WHEN n.owner_delivery IS NOT NULL THEN v_tick END
      FROM unnest(i_id, i_tenant, i_type, i_queue, i_priority, i_status, i_version, i_queued_version, i_max_attempts, i_submitted_at, i_queued_at,
                  i_run_at, i_deadline_at, i_correlation, i_key, i_hash, i_spec, i_payload, i_owner_delivery, i_owner_worker)
        AS n (id, tenant, type, queue, priority, status, version, queued_version, max_attempts, submitted_at, queued_at, run_at, deadline_at, correlation,
              key, hash, spec, payload, owner_delivery, owner_worker)
      WHERE n.id <> ALL (v_deduplicated) AND n.id <> ALL (v_refused) AND NOT (n.owner_delivery IS NOT NULL AND v_outdated)
      ON CONFLICT DO NOTHING
      RETURNING jobs.id
    ) SELECT array_agg(inserted.id) INTO v_inserted FROM inserted;
    IF cardinality(t_job) > 0 THEN
      INSERT INTO ticket_nonces (id, expires_at, tenant_id, job_id)
      SELECT t.nonce, t.expires, j.tenant_id, t.job FROM unnest(t_job, t_nonce, t_expires) AS t (job, nonce, expires) JOIN jobs j ON j.id = t.job
      WHERE t.job = ANY (v_inserted);
    END IF;
    IF v_quotas THEN
      UPDATE tenant_quotas q SET open_jobs = q.open_jobs + n.jobs, open_bytes = q.open_bytes + n.bytes
      FROM (SELECT i.tenant, count(*) AS jobs, sum(octet_length(i.payload)) AS bytes FROM unnest(i_id, i_tenant, i_payload) AS i (id, tenant, payload) WHERE i.id = ANY (v_inserted) GROUP BY i.tenant) n
      WHERE q.tenant_id = n.tenant;
    END IF;
  END IF;

  IF cardinality(c_job) > 0 AND NOT v_outdated THEN
    SELECT coalesce(array_agg(t.job), '{}'), coalesce(array_agg(t.taken_up), '{}') INTO v_limited, v_limited_on
    FROM take_claims(c_job, c_rev, c_key, c_limit, c_per_second, c_burst) t;
  END IF;

  IF cardinality(u_id) > 0 THEN
    IF v_quotas THEN
      SELECT coalesce(array_agg(j.id), '{}') INTO v_ending
      FROM unnest(u_id, u_finished_at) AS n (id, finished_at) JOIN jobs j ON j.id = n.id JOIN tenant_quotas q ON q.tenant_id = j.tenant_id
      WHERE n.finished_at IS NOT NULL AND j.finished_at IS NULL;
    END IF;
    WITH updated AS (
      UPDATE jobs j SET
        rev = j.rev + 1, status = n.status, version = n.version, queued_version = n.queued_version, attempt = n.attempt, failures = n.failures,
        losses = n.losses, resends = n.resends, queued_at = n.queued_at, sent_at = n.sent_at, started_at = n.started_at, finished_at = n.finished_at,
        run_at = n.run_at, owner_delivery_id = n.owner_delivery, owner_worker_id = n.owner_worker, owner_granted_at = n.owner_granted_at,
        owner_started_at = n.owner_started_at, owner_slots = n.owner_slots::text[],
        lease_tick = CASE WHEN n.owner_delivery IS NULL THEN NULL WHEN n.renewed THEN v_tick ELSE j.lease_tick END,
        withheld_on = n.withheld_on, redriven_to = n.redriven_to,
        closed_deliveries = n.closed::uuid[], cancel_requested = n.cancel::json, error = n.error::json, result = n.result::json,
        spec = coalesce(n.spec::json, j.spec)
      FROM unnest(u_id, u_rev, u_status, u_version, u_queued_version, u_attempt, u_failures, u_losses, u_resends, u_queued_at, u_sent_at, u_started_at,
                  u_finished_at, u_run_at, u_owner_delivery, u_owner_worker, u_owner_granted_at, u_owner_started_at, u_owner_slots, u_renewed, u_granted,
                  u_withheld_on, u_redriven_to, u_closed, u_cancel, u_error, u_result, u_spec)
        AS n (id, rev, status, version, queued_version, attempt, failures, losses, resends, queued_at, sent_at, started_at,
              finished_at, run_at, owner_delivery, owner_worker, owner_granted_at, owner_started_at, owner_slots, renewed, granted,
              withheld_on, redriven_to, closed, cancel, error, result, spec)
      WHERE j.id = n.id AND j.rev = n.rev AND NOT (n.granted AND v_outdated) AND n.id <> ALL (v_limited)
      RETURNING j.id
    ) SELECT array_agg(updated.id) INTO v_updated FROM updated;
    IF cardinality(v_ending) > 0 THEN
      UPDATE tenant_quotas q SET open_jobs = q.open_jobs - n.jobs, open_bytes = q.open_bytes - n.bytes
      FROM (SELECT j.tenant_id, count(*) AS jobs, sum(octet_length(j.payload::text)) AS bytes FROM jobs j WHERE j.id = ANY (v_ending) AND j.id = ANY (v_updated) GROUP BY j.tenant_id) n
      WHERE q.tenant_id = n.tenant_id;
    END IF;
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

  RETURN QUERY SELECT v_head, v_epoch, v_controls, v_tick, extract(epoch FROM clock_timestamp())::double precision * 1000, v_alive, v_limited, v_limited_on, v_over, v_over_on;
END $$;

CREATE FUNCTION public.append_resource(r_kind text, r_name text, r_stream uuid, r_rev integer, r_version integer, r_tenant text, r_state text, e_version integer[], e_type text[], e_correlation text[], e_at timestamp with time zone[], e_envelope text[]) RETURNS TABLE(head_before bigint, log_epoch uuid, controls bigint, survived boolean, store_ms double precision)
    LANGUAGE plpgsql
    SET jit TO 'off'
    SET plan_cache_mode TO 'force_generic_plan'
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
    IF r_kind IN ('queue', 'job_type', 'limit', 'policy') OR (r_kind = 'worker' AND v_paused_before IS DISTINCT FROM coalesce((r_state::json -> 'paused') IS NOT NULL, false)) THEN
      v_controls := v_controls + 1;
    END IF;
    UPDATE log_head h SET position = v_head + cardinality(e_type), controls_version = v_controls
    WHERE cardinality(e_type) > 0 OR h.controls_version <> v_controls;
  END IF;

  RETURN QUERY SELECT v_head, v_epoch, v_controls, v_written = 1, extract(epoch FROM clock_timestamp())::double precision * 1000;
END $$;

CREATE FUNCTION public.claim_dedupe_keys(k_job uuid[], k_tenant text[], k_key text[], k_until timestamp with time zone[], k_replaces uuid[], k_idempotency text[]) RETURNS uuid[]
    LANGUAGE plpgsql
    SET jit TO 'off'
    SET enable_seqscan TO 'off'
    SET plan_cache_mode TO 'force_generic_plan'
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

CREATE FUNCTION public.drop_ticket_days(p_margin interval DEFAULT '01:00:00'::interval) RETURNS integer
    LANGUAGE plpgsql
    AS $$
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

CREATE FUNCTION public.ensure_events_partitions(ahead integer) RETURNS integer
    LANGUAGE plpgsql
    AS $$
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

CREATE FUNCTION public.open_ticket_day(p_expires timestamp with time zone) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
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

CREATE FUNCTION public.over_quota(p_id uuid[], p_tenant text[], p_key text[], p_payload text[], p_refused uuid[]) RETURNS TABLE(job uuid, quota text)
    LANGUAGE plpgsql
    AS $$
  DECLARE
    v record;
    v_tenant text;
    v_jobs bigint;
    v_bytes bigint;
  BEGIN
    FOR v IN
      SELECT n.id, n.tenant, octet_length(n.payload) AS bytes, q.*
      FROM unnest(p_id, p_tenant, p_key, p_payload) WITH ORDINALITY AS n (id, tenant, key, payload, ord) JOIN tenant_quotas q ON q.tenant_id = n.tenant
      WHERE n.id <> ALL (p_refused) AND NOT EXISTS (SELECT FROM jobs d WHERE n.key IS NOT NULL AND d.tenant_id = n.tenant AND d.idempotency_key = n.key)
      ORDER BY n.tenant, n.ord
    LOOP
      IF v_tenant IS DISTINCT FROM v.tenant THEN
        v_tenant := v.tenant;
        v_jobs := v.open_jobs;
        v_bytes := v.open_bytes;
      END IF;
      quota := CASE WHEN v_jobs + 1 > v.max_open_jobs THEN 'openJobs' WHEN v_bytes + v.bytes > v.max_open_bytes THEN 'openPayloadBytes' END;
      IF quota IS NULL THEN
        v_jobs := v_jobs + 1;
        v_bytes := v_bytes + v.bytes;
      ELSE
        job := v.id;
        RETURN NEXT;
      END IF;
    END LOOP;
  END $$;

CREATE FUNCTION public.refuse_to_change_audit() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
      BEGIN
        RAISE EXCEPTION 'the audit trail is append-only: % of % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
      END $$;

CREATE FUNCTION public.register_queue(queue text, at_most integer) RETURNS text
    LANGUAGE plpgsql
    AS $$
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

CREATE TABLE public.tenant_quotas (
    tenant_id text NOT NULL,
    max_open_jobs bigint,
    max_open_bytes bigint,
    open_jobs bigint NOT NULL,
    open_bytes bigint NOT NULL,
    changed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    changed_by text NOT NULL,
    CONSTRAINT a_quota_bounds_something CHECK ((num_nonnulls(max_open_jobs, max_open_bytes) > 0)),
    CONSTRAINT bounds_are_not_negative CHECK (((max_open_jobs >= 0) AND (max_open_bytes >= 0))),
    CONSTRAINT what_is_open_counts_up_from_zero CHECK (((open_jobs >= 0) AND (open_bytes >= 0)))
)
WITH (fillfactor='50');

CREATE FUNCTION public.set_tenant_quota(p_tenant text, p_max_jobs bigint, p_max_bytes bigint, p_by text) RETURNS SETOF public.tenant_quotas
    LANGUAGE plpgsql
    AS $$
  BEGIN
    PERFORM FROM log_head FOR UPDATE;
    UPDATE tenant_quotas SET max_open_jobs = p_max_jobs, max_open_bytes = p_max_bytes, changed_at = clock_timestamp(), changed_by = p_by WHERE tenant_id = p_tenant;
    IF NOT FOUND THEN
      INSERT INTO tenant_quotas (tenant_id, max_open_jobs, max_open_bytes, open_jobs, open_bytes, changed_by)
      SELECT p_tenant, p_max_jobs, p_max_bytes, count(*), coalesce(sum(octet_length(j.payload::text)), 0), p_by
      FROM jobs j WHERE j.tenant_id = p_tenant AND j.finished_at IS NULL;
    END IF;
    RETURN QUERY SELECT * FROM tenant_quotas q WHERE q.tenant_id = p_tenant;
  END $$;

CREATE FUNCTION public.take_claims(c_job uuid[], c_rev integer[], c_key text[], c_limit integer[], c_per_second double precision[], c_burst double precision[]) RETURNS TABLE(job uuid, taken_up text)
    LANGUAGE plpgsql
    SET jit TO 'off'
    SET enable_seqscan TO 'off'
    SET plan_cache_mode TO 'force_generic_plan'
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

CREATE TABLE public.api_keys (
    id text NOT NULL,
    tenant_id text NOT NULL,
    name text NOT NULL,
    roles text[] NOT NULL,
    salt bytea NOT NULL,
    hash bytea NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    created_by text NOT NULL,
    expires_at timestamp with time zone,
    revoked_at timestamp with time zone,
    revoked_by text,
    CONSTRAINT a_key_has_a_role CHECK ((cardinality(roles) > 0)),
    CONSTRAINT hash_is_an_hmac CHECK (((length(hash) = 32) AND (length(salt) = 16))),
    CONSTRAINT id_is_sixteen_hex_digits CHECK ((id ~ '^[0-9a-f]{16}$'::text)),
    CONSTRAINT revoked_by_somebody CHECK (((revoked_at IS NULL) = (revoked_by IS NULL)))
);

CREATE TABLE public.attempts (
    job_id uuid NOT NULL,
    number integer NOT NULL,
    state text NOT NULL,
    delivery_id uuid NOT NULL,
    worker_id text NOT NULL,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    duration_ms bigint,
    error json,
    CONSTRAINT attempt_state_is_known CHECK ((state = ANY (ARRAY['RUNNING'::text, 'SUCCEEDED'::text, 'FAILED'::text, 'TIMED_OUT'::text, 'LOST'::text, 'CANCELLED'::text]))),
    CONSTRAINT attempts_count_up_from_one CHECK ((number >= 1)),
    CONSTRAINT duration_iff_ended CHECK (((duration_ms IS NULL) = (ended_at IS NULL))),
    CONSTRAINT ended_iff_not_running CHECK (((ended_at IS NULL) = (state = 'RUNNING'::text)))
)
WITH (fillfactor='90');

CREATE TABLE public.audit_heads (
    sequence bigint NOT NULL,
    hash bytea NOT NULL,
    signed_at timestamp with time zone NOT NULL,
    key_id text NOT NULL,
    signature text NOT NULL
);

CREATE TABLE public.audit_log (
    sequence bigint NOT NULL,
    entry_id uuid NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    body text NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT entries_are_counted_from_one CHECK ((sequence > 0)),
    CONSTRAINT hash_is_a_sha256 CHECK ((length(hash) = 32))
);

CREATE TABLE public.data_keys (
    id text NOT NULL,
    tenant_id text NOT NULL,
    subject text NOT NULL,
    kek_id text NOT NULL,
    wrapped bytea,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    destroyed_at timestamp with time zone,
    destroyed_by text,
    CONSTRAINT destroyed_by_somebody CHECK (((destroyed_at IS NULL) = (destroyed_by IS NULL))),
    CONSTRAINT destroyed_has_no_key CHECK (((wrapped IS NULL) = (destroyed_at IS NOT NULL))),
    CONSTRAINT wrapped_is_a_key CHECK ((length(wrapped) = 60))
);

CREATE TABLE public.dedupe_keys (
    tenant_id text NOT NULL,
    key text NOT NULL,
    job_id uuid NOT NULL,
    until timestamp with time zone NOT NULL
)
WITH (fillfactor='80');

CREATE TABLE public.engine_clock (
    only_row boolean DEFAULT true NOT NULL,
    tick_applied bigint NOT NULL,
    tick_sent bigint NOT NULL,
    tick_sent_at timestamp with time zone NOT NULL,
    CONSTRAINT one_tick_outstanding CHECK (((tick_sent - tick_applied) = ANY (ARRAY[(0)::bigint, (1)::bigint]))),
    CONSTRAINT there_is_one_clock CHECK (only_row)
)
WITH (fillfactor='10');

CREATE TABLE public.events (
    "position" bigint NOT NULL,
    stream_id uuid NOT NULL,
    version integer NOT NULL,
    type text NOT NULL,
    tenant_id text NOT NULL,
    correlation_id text NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    envelope text NOT NULL,
    CONSTRAINT version_counts_up_from_one CHECK ((version >= 1))
)
PARTITION BY RANGE ("position");

CREATE TABLE public.events_p000000 (
    "position" bigint NOT NULL,
    stream_id uuid NOT NULL,
    version integer NOT NULL,
    type text NOT NULL,
    tenant_id text NOT NULL,
    correlation_id text NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    envelope text NOT NULL,
    CONSTRAINT version_counts_up_from_one CHECK ((version >= 1))
);

CREATE TABLE public.events_p000001 (
    "position" bigint NOT NULL,
    stream_id uuid NOT NULL,
    version integer NOT NULL,
    type text NOT NULL,
    tenant_id text NOT NULL,
    correlation_id text NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    envelope text NOT NULL,
    CONSTRAINT version_counts_up_from_one CHECK ((version >= 1))
);

CREATE TABLE public.events_p000002 (
    "position" bigint NOT NULL,
    stream_id uuid NOT NULL,
    version integer NOT NULL,
    type text NOT NULL,
    tenant_id text NOT NULL,
    correlation_id text NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    envelope text NOT NULL,
    CONSTRAINT version_counts_up_from_one CHECK ((version >= 1))
);

CREATE TABLE public.job_parents (
    child_id uuid NOT NULL,
    parent_id uuid NOT NULL,
    CONSTRAINT nobody_waits_for_itself CHECK ((child_id <> parent_id))
);

CREATE TABLE public.jobs (
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
    submitted_at timestamp with time zone NOT NULL,
    queued_at timestamp with time zone,
    sent_at timestamp with time zone,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    run_at timestamp with time zone,
    owner_delivery_id uuid,
    owner_worker_id text,
    owner_granted_at timestamp with time zone,
    owner_started_at timestamp with time zone,
    lease_tick bigint,
    closed_deliveries uuid[] DEFAULT '{}'::uuid[] NOT NULL,
    correlation_id text NOT NULL,
    idempotency_key text,
    request_hash text,
    cancel_requested json,
    error json,
    result json,
    payload json NOT NULL,
    spec json,
    deadline_at timestamp with time zone,
    redriven_to uuid,
    withheld_on text,
    owner_slots text[],
    CONSTRAINT closed_delivery_never_owns CHECK (((owner_delivery_id IS NULL) OR (owner_delivery_id <> ALL (closed_deliveries)))),
    CONSTRAINT counters_count_up CHECK (((rev >= 1) AND (version >= 1) AND (attempt >= 0) AND (failures >= 0) AND (losses >= 0) AND (resends >= 0) AND (max_attempts >= 1))),
    CONSTRAINT failed_says_why CHECK (((status <> 'FAILED'::text) OR (error IS NOT NULL))),
    CONSTRAINT finished_iff_terminal CHECK (((finished_at IS NOT NULL) = (status = ANY (ARRAY['COMPLETED'::text, 'FAILED'::text, 'CANCELLED'::text])))),
    CONSTRAINT key_comes_with_its_request CHECK (((idempotency_key IS NULL) = (request_hash IS NULL))),
    CONSTRAINT next_life_only_of_failed CHECK (((redriven_to IS NULL) OR (status = 'FAILED'::text))),
    CONSTRAINT owner_is_known_whole CHECK ((num_nulls(owner_delivery_id, owner_worker_id, owner_granted_at, lease_tick) = ANY (ARRAY[0, 4]))),
    CONSTRAINT owner_only_while_queued_or_running CHECK (((owner_delivery_id IS NULL) OR (status = ANY (ARRAY['QUEUED'::text, 'RUNNING'::text])))),
    CONSTRAINT priority_is_known CHECK ((priority = ANY (ARRAY['high'::text, 'normal'::text, 'low'::text]))),
    CONSTRAINT result_only_of_completed CHECK (((result IS NULL) OR (status = 'COMPLETED'::text))),
    CONSTRAINT run_at_iff_waiting_for_it CHECK (((status = 'HELD'::text) OR ((run_at IS NOT NULL) = (status = ANY (ARRAY['SCHEDULED'::text, 'RETRYING'::text]))))),
    CONSTRAINT running_iff_owner_has_started CHECK (((status = 'RUNNING'::text) = (owner_started_at IS NOT NULL))),
    CONSTRAINT slots_only_of_an_owner CHECK (((owner_slots IS NULL) OR (owner_delivery_id IS NOT NULL))),
    CONSTRAINT status_is_known CHECK ((status = ANY (ARRAY['HELD'::text, 'WAITING'::text, 'SCHEDULED'::text, 'QUEUED'::text, 'RUNNING'::text, 'RETRYING'::text, 'COMPLETED'::text, 'FAILED'::text, 'CANCELLED'::text]))),
    CONSTRAINT withheld_only_while_it_waits CHECK (((withheld_on IS NULL) OR ((status = 'QUEUED'::text) AND (owner_delivery_id IS NULL))))
)
WITH (fillfactor='80', autovacuum_vacuum_scale_factor='0.02', autovacuum_analyze_scale_factor='0.05');

CREATE TABLE public.limit_slots (
    key text NOT NULL,
    in_use integer NOT NULL,
    CONSTRAINT slots_count_up_from_zero CHECK ((in_use >= 0))
)
WITH (fillfactor='50');

CREATE TABLE public.limit_tokens (
    key text NOT NULL,
    tokens double precision NOT NULL,
    counted_at timestamp with time zone NOT NULL
)
WITH (fillfactor='50');

CREATE TABLE public.log_head (
    only_row boolean DEFAULT true NOT NULL,
    "position" bigint NOT NULL,
    epoch uuid NOT NULL,
    partitioned_until bigint NOT NULL,
    controls_version bigint DEFAULT 0 NOT NULL,
    CONSTRAINT head_lies_within_a_partition CHECK (("position" <= partitioned_until)),
    CONSTRAINT position_counts_up_from_zero CHECK (("position" >= 0)),
    CONSTRAINT there_is_one_head CHECK (only_row)
)
WITH (fillfactor='10');

CREATE TABLE public.memberships (
    user_id uuid NOT NULL,
    tenant_id text NOT NULL,
    roles text[] NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    created_by text NOT NULL,
    CONSTRAINT a_member_has_a_role CHECK ((cardinality(roles) > 0))
);

CREATE TABLE public.migrations (
    id integer NOT NULL,
    "timestamp" bigint NOT NULL,
    name character varying NOT NULL
);

CREATE SEQUENCE public.migrations_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.migrations_id_seq OWNED BY public.migrations.id;

CREATE TABLE public.queues (
    name text NOT NULL,
    registered_at timestamp with time zone DEFAULT now() NOT NULL,
    declared_at timestamp with time zone,
    CONSTRAINT name_is_a_name CHECK ((name ~ '^[a-z][a-z0-9._-]{0,63}$'::text))
);

CREATE TABLE public.refresh_tokens (
    hash bytea NOT NULL,
    session_id uuid NOT NULL,
    consumed_at timestamp with time zone,
    CONSTRAINT hash_is_sha_256 CHECK ((length(hash) = 32))
);

CREATE TABLE public.relay_lease (
    only_row boolean DEFAULT true NOT NULL,
    holder text NOT NULL,
    epoch bigint NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    cursor bigint NOT NULL,
    CONSTRAINT cursor_counts_up_from_zero CHECK ((cursor >= 0)),
    CONSTRAINT there_is_one_relay CHECK (only_row)
)
WITH (fillfactor='10');

CREATE TABLE public.resources (
    kind text NOT NULL,
    name text NOT NULL,
    stream_id uuid NOT NULL,
    rev integer NOT NULL,
    version integer NOT NULL,
    tenant_id text NOT NULL,
    state json NOT NULL,
    CONSTRAINT counters_count_up CHECK (((rev >= 1) AND (version >= 0))),
    CONSTRAINT kind_is_known CHECK ((kind = ANY (ARRAY['queue'::text, 'job_type'::text, 'limit'::text, 'worker'::text, 'schedule'::text, 'operation'::text, 'alert'::text, 'consent'::text, 'policy'::text])))
)
WITH (fillfactor='70');

CREATE TABLE public.sessions (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    secret bytea NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    revoked_why text,
    CONSTRAINT revoked_for_a_reason CHECK (((revoked_at IS NULL) = (revoked_why IS NULL)))
);

CREATE TABLE public.signing_keys (
    kid text NOT NULL,
    public_key text NOT NULL,
    wrapped_key bytea NOT NULL,
    signs_from timestamp with time zone NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

CREATE TABLE public.ticket_horizon (
    only_row boolean DEFAULT true NOT NULL,
    dropped_before timestamp with time zone DEFAULT to_timestamp((0)::double precision) NOT NULL,
    CONSTRAINT one_horizon CHECK (only_row)
);

CREATE TABLE public.ticket_nonces (
    id uuid NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    tenant_id text NOT NULL,
    job_id uuid NOT NULL,
    used_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
)
PARTITION BY RANGE (expires_at);

CREATE TABLE public.users (
    id uuid NOT NULL,
    tenant_id text NOT NULL,
    name text NOT NULL,
    roles text[] NOT NULL,
    password_hash text NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    created_by text NOT NULL,
    disabled_at timestamp with time zone,
    CONSTRAINT a_user_has_a_role CHECK ((cardinality(roles) > 0)),
    CONSTRAINT password_is_hashed CHECK ((password_hash ~~ '$argon2id$%'::text))
);

CREATE TABLE public.worker_sightings (
    worker_id text NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    state json NOT NULL
)
WITH (fillfactor='50');

ALTER TABLE ONLY public.events ATTACH PARTITION public.events_p000000 FOR VALUES FROM ('1') TO ('5000001');

ALTER TABLE ONLY public.events ATTACH PARTITION public.events_p000001 FOR VALUES FROM ('5000001') TO ('10000001');

ALTER TABLE ONLY public.events ATTACH PARTITION public.events_p000002 FOR VALUES FROM ('10000001') TO ('15000001');

ALTER TABLE ONLY public.migrations ALTER COLUMN id SET DEFAULT nextval('public.migrations_id_seq'::regclass);

ALTER TABLE ONLY public.migrations
    ADD CONSTRAINT "PK_8c82d7f526340ab734260ea46be" PRIMARY KEY (id);

ALTER TABLE ONLY public.ticket_nonces
    ADD CONSTRAINT a_ticket_is_used_once PRIMARY KEY (id, expires_at);

ALTER TABLE ONLY public.audit_log
    ADD CONSTRAINT an_entry_stands_once UNIQUE (entry_id);

ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT api_keys_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.attempts
    ADD CONSTRAINT attempts_pkey PRIMARY KEY (job_id, number);

ALTER TABLE ONLY public.data_keys
    ADD CONSTRAINT data_keys_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.dedupe_keys
    ADD CONSTRAINT dedupe_keys_pkey PRIMARY KEY (tenant_id, key);

ALTER TABLE ONLY public.engine_clock
    ADD CONSTRAINT engine_clock_pkey PRIMARY KEY (only_row);

ALTER TABLE ONLY public.events
    ADD CONSTRAINT one_event_per_position PRIMARY KEY ("position");

ALTER TABLE ONLY public.events_p000000
    ADD CONSTRAINT events_p000000_pkey PRIMARY KEY ("position");

ALTER TABLE ONLY public.events_p000001
    ADD CONSTRAINT events_p000001_pkey PRIMARY KEY ("position");

ALTER TABLE ONLY public.events_p000002
    ADD CONSTRAINT events_p000002_pkey PRIMARY KEY ("position");

ALTER TABLE ONLY public.job_parents
    ADD CONSTRAINT job_parents_pkey PRIMARY KEY (child_id, parent_id);

ALTER TABLE ONLY public.jobs
    ADD CONSTRAINT jobs_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.limit_slots
    ADD CONSTRAINT limit_slots_pkey PRIMARY KEY (key);

ALTER TABLE ONLY public.limit_tokens
    ADD CONSTRAINT limit_tokens_pkey PRIMARY KEY (key);

ALTER TABLE ONLY public.log_head
    ADD CONSTRAINT log_head_pkey PRIMARY KEY (only_row);

ALTER TABLE ONLY public.memberships
    ADD CONSTRAINT memberships_pkey PRIMARY KEY (user_id, tenant_id);

ALTER TABLE ONLY public.audit_log
    ADD CONSTRAINT one_entry_per_place PRIMARY KEY (sequence);

ALTER TABLE ONLY public.audit_heads
    ADD CONSTRAINT one_head_per_place PRIMARY KEY (sequence);

ALTER TABLE ONLY public.resources
    ADD CONSTRAINT one_resource_per_stream UNIQUE (stream_id);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT one_user_per_name UNIQUE (tenant_id, name);

ALTER TABLE ONLY public.queues
    ADD CONSTRAINT queues_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.refresh_tokens
    ADD CONSTRAINT refresh_tokens_pkey PRIMARY KEY (hash);

ALTER TABLE ONLY public.relay_lease
    ADD CONSTRAINT relay_lease_pkey PRIMARY KEY (only_row);

ALTER TABLE ONLY public.resources
    ADD CONSTRAINT resources_pkey PRIMARY KEY (kind, name);

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.signing_keys
    ADD CONSTRAINT signing_keys_pkey PRIMARY KEY (kid);

ALTER TABLE ONLY public.tenant_quotas
    ADD CONSTRAINT tenant_quotas_pkey PRIMARY KEY (tenant_id);

ALTER TABLE ONLY public.ticket_horizon
    ADD CONSTRAINT ticket_horizon_pkey PRIMARY KEY (only_row);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.worker_sightings
    ADD CONSTRAINT worker_sightings_pkey PRIMARY KEY (worker_id);

CREATE INDEX alerts_by_end ON public.resources USING btree ((((state -> 'alert'::text) ->> 'resolvedAt'::text)) COLLATE "C") WHERE ((kind = 'alert'::text) AND (((state -> 'alert'::text) ->> 'state'::text) = 'resolved'::text));

CREATE INDEX alerts_that_hold ON public.resources USING btree (name) WHERE ((kind = 'alert'::text) AND (((state -> 'alert'::text) ->> 'state'::text) = 'firing'::text));

CREATE INDEX api_keys_of_tenant ON public.api_keys USING btree (tenant_id, id);

CREATE INDEX audit_incidents ON public.audit_log USING btree (sequence) WHERE (body ~~ '%"action":"incident.%'::text);

CREATE INDEX dedupe_keys_by_time ON public.dedupe_keys USING btree (until);

CREATE UNIQUE INDEX events_p000000_one_event_per_version ON public.events_p000000 USING btree (stream_id, version);

CREATE UNIQUE INDEX events_p000001_one_event_per_version ON public.events_p000001 USING btree (stream_id, version);

CREATE UNIQUE INDEX events_p000002_one_event_per_version ON public.events_p000002 USING btree (stream_id, version);

CREATE INDEX job_parents_by_parent ON public.job_parents USING btree (parent_id);

CREATE INDEX jobs_due ON public.jobs USING btree (run_at) WHERE (status = ANY (ARRAY['SCHEDULED'::text, 'RETRYING'::text]));

CREATE INDEX jobs_owned ON public.jobs USING btree (owner_worker_id) WHERE (owner_worker_id IS NOT NULL);

CREATE INDEX jobs_waiting ON public.jobs USING btree (queue, priority, sent_at) WHERE ((status = 'QUEUED'::text) AND (owner_worker_id IS NULL));

CREATE INDEX jobs_waiting_for_parents ON public.jobs USING btree (id) WHERE (status = 'WAITING'::text);

CREATE INDEX jobs_with_deadline ON public.jobs USING btree (deadline_at) WHERE ((deadline_at IS NOT NULL) AND (finished_at IS NULL));

CREATE INDEX jobs_with_key ON public.jobs USING btree (finished_at) WHERE ((idempotency_key IS NOT NULL) AND (finished_at IS NOT NULL));

CREATE INDEX jobs_withheld ON public.jobs USING btree (withheld_on, priority, queued_at) WHERE (withheld_on IS NOT NULL);

CREATE INDEX members_of_tenant ON public.memberships USING btree (tenant_id, user_id);

CREATE UNIQUE INDEX one_data_key_in_use_per_owner ON public.data_keys USING btree (tenant_id, subject) WHERE (destroyed_at IS NULL);

CREATE UNIQUE INDEX one_job_per_idempotency_key ON public.jobs USING btree (tenant_id, idempotency_key) WHERE (idempotency_key IS NOT NULL);

CREATE INDEX refresh_tokens_of_session ON public.refresh_tokens USING btree (session_id);

CREATE INDEX resources_of_tenant ON public.resources USING btree (kind, tenant_id, name);

CREATE INDEX schedules_by_next_tick ON public.resources USING btree (((state ->> 'nextAt'::text)) COLLATE "C") WHERE (kind = 'schedule'::text);

CREATE INDEX sessions_of_user ON public.sessions USING btree (user_id, ends_at);

CREATE INDEX worker_sightings_by_time ON public.worker_sightings USING btree (seen_at);

ALTER INDEX public.one_event_per_position ATTACH PARTITION public.events_p000000_pkey;

ALTER INDEX public.one_event_per_position ATTACH PARTITION public.events_p000001_pkey;

ALTER INDEX public.one_event_per_position ATTACH PARTITION public.events_p000002_pkey;

CREATE TRIGGER audit_heads_are_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_heads FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_to_change_audit();

CREATE TRIGGER audit_log_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_log FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_to_change_audit();

ALTER TABLE ONLY public.memberships
    ADD CONSTRAINT memberships_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.refresh_tokens
    ADD CONSTRAINT refresh_tokens_session_id_fkey FOREIGN KEY (session_id) REFERENCES public.sessions(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE public.attempts ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.events ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.job_parents ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.jobs ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.resources ENABLE ROW LEVEL SECURITY;

CREATE POLICY tenants_see_their_own ON public.attempts FOR SELECT TO observatory_tenant USING ((EXISTS ( SELECT
   FROM public.jobs j
  WHERE (j.id = attempts.job_id))));

CREATE POLICY tenants_see_their_own ON public.events FOR SELECT TO observatory_tenant USING ((tenant_id = current_setting('observatory.tenant'::text, true)));

CREATE POLICY tenants_see_their_own ON public.job_parents FOR SELECT TO observatory_tenant USING ((EXISTS ( SELECT
   FROM public.jobs j
  WHERE (j.id = job_parents.child_id))));

CREATE POLICY tenants_see_their_own ON public.jobs FOR SELECT TO observatory_tenant USING ((tenant_id = current_setting('observatory.tenant'::text, true)));

CREATE POLICY tenants_see_their_own ON public.resources FOR SELECT TO observatory_tenant USING ((tenant_id = current_setting('observatory.tenant'::text, true)));
