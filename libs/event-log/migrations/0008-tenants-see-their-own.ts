import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Reads on behalf of a tenant are made as a role that sees nothing but rows of the tenant that the session names (see tenant-pool.ts). The owner of the tables, as
 * which everything else is read and written, is not subject to row-level security: the hot path has nothing to do with it.
 */
export class TenantsSeeTheirOwn1763700000008 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ROLE);
    await runner.query(POLICIES);
  }

  async down(runner: QueryRunner): Promise<void> {
    // The role stays: it belongs to the server, and other databases of it may use it.
    await runner.query(`
      DROP INDEX resources_of_tenant;
      DROP POLICY tenants_see_their_own ON jobs;
      DROP POLICY tenants_see_their_own ON events;
      DROP POLICY tenants_see_their_own ON resources;
      DROP POLICY tenants_see_their_own ON attempts;
      DROP POLICY tenants_see_their_own ON job_parents;
      ALTER TABLE jobs DISABLE ROW LEVEL SECURITY;
      ALTER TABLE events DISABLE ROW LEVEL SECURITY;
      ALTER TABLE resources DISABLE ROW LEVEL SECURITY;
      ALTER TABLE attempts DISABLE ROW LEVEL SECURITY;
      ALTER TABLE job_parents DISABLE ROW LEVEL SECURITY;
      REVOKE ALL ON jobs, events, resources, attempts, job_parents, log_head, engine_clock FROM observatory_tenant;
    `);
  }
}

const ROLE = `
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'observatory_tenant') THEN
    BEGIN
      CREATE ROLE observatory_tenant NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOINHERIT;
    EXCEPTION
      -- Somebody who migrates another database of this server was faster.
      WHEN duplicate_object OR unique_violation THEN NULL;
      WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'the role observatory_tenant is missing, and % may not make it: CREATE ROLE observatory_tenant NOLOGIN; GRANT observatory_tenant TO %', current_user, current_user;
    END;
  END IF;
  IF NOT pg_has_role(current_user, 'observatory_tenant', 'MEMBER') THEN
    EXECUTE format('GRANT observatory_tenant TO %I', current_user);
  END IF;
END $$;
`;

const POLICIES = `
GRANT USAGE ON SCHEMA public TO observatory_tenant;
-- What the reads of a tenant look at, and no more; of the last two, where the log and the clock stand.
GRANT SELECT ON jobs, events, resources, attempts, job_parents, log_head, engine_clock TO observatory_tenant;

ALTER TABLE jobs ENABLE ROW LEVEL SECURITY;
ALTER TABLE events ENABLE ROW LEVEL SECURITY;
ALTER TABLE resources ENABLE ROW LEVEL SECURITY;
ALTER TABLE attempts ENABLE ROW LEVEL SECURITY;
ALTER TABLE job_parents ENABLE ROW LEVEL SECURITY;

-- A session that names no tenant sees nothing.
CREATE POLICY tenants_see_their_own ON jobs FOR SELECT TO observatory_tenant USING (tenant_id = current_setting('observatory.tenant', true));
CREATE POLICY tenants_see_their_own ON events FOR SELECT TO observatory_tenant USING (tenant_id = current_setting('observatory.tenant', true));
CREATE POLICY tenants_see_their_own ON resources FOR SELECT TO observatory_tenant USING (tenant_id = current_setting('observatory.tenant', true));
-- These have no tenant of their own: they are seen with their job.
CREATE POLICY tenants_see_their_own ON attempts FOR SELECT TO observatory_tenant USING (EXISTS (SELECT FROM jobs j WHERE j.id = attempts.job_id));
CREATE POLICY tenants_see_their_own ON job_parents FOR SELECT TO observatory_tenant USING (EXISTS (SELECT FROM jobs j WHERE j.id = job_parents.child_id));

-- Pages of a tenant's schedules and operations.
CREATE INDEX resources_of_tenant ON resources (kind, tenant_id, name);
`;
