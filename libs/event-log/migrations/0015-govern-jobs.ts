import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPEND_RESOURCE as APPEND_RESOURCE_BEFORE } from './0002-resources';
import { APPEND_BATCH as APPEND_BATCH_BEFORE } from './0013-tenant-quotas';

/**
 * Policies. A held job keeps the time that it was to run at; what a policy said to a job and who approved it change while it lives, so that an update may bring
 * another `spec`; and the policy pack in force is a resource that stands between a job and its grant, as a pause does.
 */
export class GovernJobs1763700000015 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE jobs DROP CONSTRAINT run_at_iff_waiting_for_it,
        ADD CONSTRAINT run_at_iff_waiting_for_it CHECK (status = 'HELD' OR (run_at IS NOT NULL) = (status IN ('SCHEDULED', 'RETRYING')));
      ALTER TABLE resources DROP CONSTRAINT kind_is_known,
        ADD CONSTRAINT kind_is_known CHECK (kind IN ('queue', 'job_type', 'limit', 'worker', 'schedule', 'operation', 'alert', 'consent', 'policy'));
      DROP FUNCTION append_batch;
      DROP FUNCTION append_resource;
    `);
    await runner.query(APPEND_BATCH);
    await runner.query(APPEND_RESOURCE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION append_batch;
      DROP FUNCTION append_resource;
      DELETE FROM resources WHERE kind = 'policy';
      ALTER TABLE resources DROP CONSTRAINT kind_is_known,
        ADD CONSTRAINT kind_is_known CHECK (kind IN ('queue', 'job_type', 'limit', 'worker', 'schedule', 'operation', 'alert', 'consent'));
      ALTER TABLE jobs DROP CONSTRAINT run_at_iff_waiting_for_it,
        ADD CONSTRAINT run_at_iff_waiting_for_it CHECK ((run_at IS NOT NULL) = (status IN ('SCHEDULED', 'RETRYING')));
    `);
    await runner.query(APPEND_BATCH_BEFORE);
    await runner.query(APPEND_RESOURCE_BEFORE);
  }
}

function rewritten(sql: string, changes: readonly (readonly [before: string, after: string])[]): string {
  return changes.reduce((text, [before, after]) => {
    if (text.split(before).length !== 2) throw new Error(`the function has not exactly one: ${before}`);
    return text.replace(before, () => after);
  }, sql);
}

/** The function as it was, with the `spec` of updated jobs. It is empty where none of them has another one, which is nearly always. */
export const APPEND_BATCH = rewritten(APPEND_BATCH_BEFORE, [
  ["t_expires timestamptz[] DEFAULT '{}'\n)", "t_expires timestamptz[] DEFAULT '{}',\n  u_spec text[] DEFAULT '{}'\n)"],
  ['error = n.error::json, result = n.result::json\n', 'error = n.error::json, result = n.result::json,\n        spec = coalesce(n.spec::json, j.spec)\n'],
  ['u_withheld_on, u_redriven_to, u_closed, u_cancel, u_error, u_result)\n', 'u_withheld_on, u_redriven_to, u_closed, u_cancel, u_error, u_result, u_spec)\n'],
  ['withheld_on, redriven_to, closed, cancel, error, result)\n', 'withheld_on, redriven_to, closed, cancel, error, result, spec)\n'],
]);

const APPEND_RESOURCE = rewritten(APPEND_RESOURCE_BEFORE, [["r_kind IN ('queue', 'job_type', 'limit')", "r_kind IN ('queue', 'job_type', 'limit', 'policy')"]]);
