import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPEND_BATCH as APPEND_BATCH_BEFORE } from './0011-tickets';

/**
 * Quotas of tenants: how many of their jobs may be open (accepted and not ended), and how many bytes the payloads of those may have together.
 *
 * What a tenant has open is counted in the row of its quota by the statement that writes the jobs, under the lock of the log's head: whoever admits a job has
 * the count to itself, so no number of gateways admits one too many, and no statement more is needed. Tenants without a quota are not counted; where nobody has
 * one, a batch pays for one look into an empty table.
 */
export class AddTenantQuotas1763700000013 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query('DROP FUNCTION append_batch');
    await runner.query(APPEND_BATCH);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION append_batch');
    await runner.query(APPEND_BATCH_BEFORE);
    await runner.query('DROP FUNCTION set_tenant_quota; DROP FUNCTION over_quota; DROP TABLE tenant_quotas;');
  }
}

const TABLES = `
  CREATE TABLE tenant_quotas (
    tenant_id text PRIMARY KEY,
    max_open_jobs bigint,
    max_open_bytes bigint,
    open_jobs bigint NOT NULL,
    open_bytes bigint NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    changed_by text NOT NULL,
    CONSTRAINT a_quota_bounds_something CHECK (num_nonnulls(max_open_jobs, max_open_bytes) > 0),
    CONSTRAINT bounds_are_not_negative CHECK (max_open_jobs >= 0 AND max_open_bytes >= 0),
    CONSTRAINT what_is_open_counts_up_from_zero CHECK (open_jobs >= 0 AND open_bytes >= 0)
  ) WITH (fillfactor = 50);

  -- Counts what the tenant has open when it had no quota before. Everybody else who writes jobs waits meanwhile.
  CREATE FUNCTION set_tenant_quota(p_tenant text, p_max_jobs bigint, p_max_bytes bigint, p_by text) RETURNS SETOF tenant_quotas LANGUAGE plpgsql AS $$
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

  -- Which of these new jobs are beyond the quota of their tenant, in their order, and which quota that is. One that stands already under its key is no new one.
  CREATE FUNCTION over_quota(p_id uuid[], p_tenant text[], p_key text[], p_payload text[], p_refused uuid[]) RETURNS TABLE (job uuid, quota text) LANGUAGE plpgsql AS $$
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
`;

/**
 * The function as it was, with the quotas of tenants. New jobs beyond them lose before they claim a dedupe key or use up a ticket, and are named in the answer
 * (`over`, `over_on`); what was inserted and what has ended is counted.
 */
export const APPEND_BATCH = [
  ['limited uuid[], limited_on text[])', 'limited uuid[], limited_on text[], over uuid[], over_on text[])'],
  ["  v_refused uuid[] := '{}';\n", "  v_refused uuid[] := '{}';\n  v_quotas boolean;\n  v_over uuid[] := '{}';\n  v_over_on text[] := '{}';\n  v_ending uuid[] := '{}';\n"],
  [
    '    IF cardinality(v_refused) > 0 AND cardinality(k_job) > 0 THEN\n',
    `  END IF;

  v_quotas := EXISTS (SELECT FROM tenant_quotas);
  IF v_quotas AND cardinality(i_id) > 0 THEN
    SELECT coalesce(array_agg(o.job), '{}'), coalesce(array_agg(o.quota), '{}') INTO v_over, v_over_on FROM over_quota(i_id, i_tenant, i_key, i_payload, v_refused) o;
    v_refused := v_refused || v_over;
  END IF;

  IF cardinality(k_job) > 0 THEN
    IF cardinality(v_refused) > 0 THEN
`,
  ],
  [
    `      WHERE t.job = ANY (v_inserted);
    END IF;
  END IF;
`,
    `      WHERE t.job = ANY (v_inserted);
    END IF;
    IF v_quotas THEN
      UPDATE tenant_quotas q SET open_jobs = q.open_jobs + n.jobs, open_bytes = q.open_bytes + n.bytes
      FROM (SELECT i.tenant, count(*) AS jobs, sum(octet_length(i.payload)) AS bytes FROM unnest(i_id, i_tenant, i_payload) AS i (id, tenant, payload) WHERE i.id = ANY (v_inserted) GROUP BY i.tenant) n
      WHERE q.tenant_id = n.tenant;
    END IF;
  END IF;
`,
  ],
  [
    '  IF cardinality(u_id) > 0 THEN\n    WITH updated AS (\n',
    `  IF cardinality(u_id) > 0 THEN
    IF v_quotas THEN
      SELECT coalesce(array_agg(j.id), '{}') INTO v_ending
      FROM unnest(u_id, u_finished_at) AS n (id, finished_at) JOIN jobs j ON j.id = n.id JOIN tenant_quotas q ON q.tenant_id = j.tenant_id
      WHERE n.finished_at IS NOT NULL AND j.finished_at IS NULL;
    END IF;
    WITH updated AS (
`,
  ],
  [
    '    ) SELECT array_agg(updated.id) INTO v_updated FROM updated;\n',
    `    ) SELECT array_agg(updated.id) INTO v_updated FROM updated;
    IF cardinality(v_ending) > 0 THEN
      UPDATE tenant_quotas q SET open_jobs = q.open_jobs - n.jobs, open_bytes = q.open_bytes - n.bytes
      FROM (SELECT j.tenant_id, count(*) AS jobs, sum(octet_length(j.payload::text)) AS bytes FROM jobs j WHERE j.id = ANY (v_ending) AND j.id = ANY (v_updated) GROUP BY j.tenant_id) n
      WHERE q.tenant_id = n.tenant_id;
    END IF;
`,
  ],
  ['v_alive, v_limited, v_limited_on;', 'v_alive, v_limited, v_limited_on, v_over, v_over_on;'],
].reduce((sql, [before, after]) => {
  if (sql.split(before as string).length !== 2) throw new Error(`append_batch has not exactly one: ${before}`);
  return sql.replace(before as string, () => after as string);
}, APPEND_BATCH_BEFORE);
