import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPEND_BATCH as APPEND_BATCH_BEFORE } from './0003-complete-job-semantics';

/**
 * A new job may have an owner from its first moment: one of the slots that workers have offered. Like every grant it counts only on the pauses and
 * limits in force. Gateways of before this migration do not pass the owners, so both may run side by side.
 */
export class GrantsWithSubmission1763700000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION append_batch');
    await runner.query(APPEND_BATCH);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION append_batch');
    await runner.query(APPEND_BATCH_BEFORE);
  }
}

/** The function as it was, with the owners of new jobs. */
export const APPEND_BATCH = [
  ['--   i_*  new jobs ', '--   i_*  new jobs, some of them with an owner '],
  ['  a_duration_ms bigint[], a_error text[]\n)', "  a_duration_ms bigint[], a_error text[],\n  i_owner_delivery uuid[] DEFAULT '{}', i_owner_worker text[] DEFAULT '{}'\n)"],
  ['correlation_id, idempotency_key, request_hash, spec, payload)\n', 'correlation_id, idempotency_key, request_hash, spec, payload,\n                        owner_delivery_id, owner_worker_id, owner_granted_at, lease_tick)\n'],
  [
    'n.hash, n.spec::json, n.payload::json\n',
    'n.hash, n.spec::json, n.payload::json,\n             n.owner_delivery, n.owner_worker, CASE WHEN n.owner_delivery IS NOT NULL THEN n.queued_at END, CASE WHEN n.owner_delivery IS NOT NULL THEN v_tick END\n',
  ],
  ['i_key, i_hash, i_spec, i_payload)\n', 'i_key, i_hash, i_spec, i_payload, i_owner_delivery, i_owner_worker)\n'],
  ['              key, hash, spec, payload)\n', '              key, hash, spec, payload, owner_delivery, owner_worker)\n'],
  ['WHERE n.id <> ALL (v_deduplicated)\n', 'WHERE n.id <> ALL (v_deduplicated) AND NOT (n.owner_delivery IS NOT NULL AND v_outdated)\n'],
].reduce((sql, [before, after]) => {
  if (sql.split(before as string).length !== 2) throw new Error(`append_batch has not exactly one: ${before}`);
  return sql.replace(before as string, () => after as string);
}, APPEND_BATCH_BEFORE);
