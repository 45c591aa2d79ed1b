import type { StorePool } from './store-pool';
import type { SubmitResult, SubmitUnit } from './work-unit';

/**
 * What the losers of an insert get to hear. An insert loses only against a job with the same idempotency key; that job's answer is theirs if
 * they asked for the same thing, and a conflict if not. "The same" is decided by a hash of the canonical request, stored with the job.
 */
const FIND_BY_KEY = {
  name: 'find_by_key',
  // Version 2 is the job.queued of the submission: the position its 202 told.
  text: `SELECT k.ord, j.id, j.request_hash, j.correlation_id,
           (SELECT e.position FROM events e WHERE e.stream_id = j.id AND e.version = 2) AS position
         FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS k (tenant, key, ord)
         JOIN jobs j ON j.tenant_id = k.tenant AND j.idempotency_key = k.key`,
};

/** The answers of `losers`, in their order; undefined where no job holds the key (it was erased in between: try again). */
export async function answersOfLosers(pool: StorePool, losers: readonly SubmitUnit[]): Promise<(SubmitResult | undefined)[]> {
  const tenants = losers.map((loser) => loser.command.tenantId);
  const keys = losers.map((loser) => loser.command.idempotencyKey ?? null);
  const { rows } = await pool.query<{ ord: number; id: string; request_hash: string; correlation_id: string; position: number | null }>(FIND_BY_KEY, [tenants, keys]);
  const found = new Map(rows.map((row) => [row.ord - 1, row]));
  return losers.map((loser, index) => {
    const row = found.get(index);
    if (row === undefined) return undefined;
    if (row.request_hash !== loser.command.requestHash) return { kind: 'conflict', jobId: row.id };
    // The event itself may be gone with an old partition; then any reader is past it.
    return { kind: 'duplicate', jobId: row.id, position: row.position ?? 0, correlationId: row.correlation_id };
  });
}
