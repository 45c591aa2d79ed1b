import type { JobStatus } from '#contracts';
import type { StorePool } from './store-pool';
import type { SubmitResult, SubmitUnit } from './work-unit';

/**
 * What the losers of an insert get to hear. An insert loses only against a job with the same idempotency key, whose answer is theirs if they asked
 * for the same thing (by a hash of the canonical request, stored with the job) and a conflict if not; or against one with the same dedupe
 * key, which stands for them.
 */
const FIND_HOLDERS = {
  name: 'find_holders',
  // What a submission wrote, it wrote at one instant: the job.queued of a job that was queued at once belongs to it, that of a job that was due
  // later does not.
  text: `SELECT k.ord, j.id, j.request_hash, j.correlation_id, j.idempotency_key IS NOT DISTINCT FROM k.key AND k.key IS NOT NULL AS by_key, first.position, first.events,
           j.spec -> 'after' IS NOT NULL AS has_parents, coalesce(j.spec -> 'governance' -> 'verdict' ->> 'result' = 'hold', false) AS held
         FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS k (tenant, key, dedupe, ord)
         CROSS JOIN LATERAL (
           SELECT i.id FROM jobs i WHERE i.tenant_id = k.tenant AND i.idempotency_key = k.key
           UNION ALL
           SELECT d.job_id FROM dedupe_keys d WHERE d.tenant_id = k.tenant AND d.key = k.dedupe
           LIMIT 1) AS holder
         JOIN jobs j ON j.id = holder.id
         CROSS JOIN LATERAL (
           SELECT max(e.position) AS position, count(*)::int AS events FROM events e WHERE e.stream_id = j.id AND e.version <= 2 AND e.occurred_at = j.submitted_at) AS first`,
};

interface Holder extends Record<string, unknown> {
  readonly ord: number;
  readonly id: string;
  readonly request_hash: string | null;
  readonly correlation_id: string;
  readonly by_key: boolean;
  readonly position: number | null;
  readonly events: number;
  readonly has_parents: boolean;
  readonly held: boolean;
}

/** The answers of `losers`, in their order; undefined where nobody holds a key (it was erased in between: try again). */
export async function answersOfLosers(pool: StorePool, losers: readonly SubmitUnit[]): Promise<(SubmitResult | undefined)[]> {
  const tenants = losers.map(({ command }) => command.tenantId);
  const keys = losers.map(({ command }) => command.idempotencyKey ?? null);
  const dedupe = losers.map(({ command }) => command.dedupe?.key ?? null);
  const { rows } = await pool.query<Holder>(FIND_HOLDERS, [tenants, keys, dedupe]);
  const found = new Map(rows.map((row) => [row.ord - 1, row]));
  return losers.map((loser, index) => {
    const row = found.get(index);
    if (row === undefined) return undefined;
    if (row.by_key && row.request_hash !== loser.command.requestHash) return { kind: 'conflict', jobId: row.id };
    // The events themselves may be gone with an old partition; then any reader is past them.
    return { kind: row.by_key ? 'duplicate' : 'deduplicated', jobId: row.id, position: row.position ?? 0, status: statusThen(row), correlationId: row.correlation_id };
  });
}

/** The status that the submission left the job in. */
function statusThen({ events, has_parents, held }: Holder): JobStatus {
  if (events >= 2) return 'QUEUED';
  if (held) return 'HELD';
  return has_parents ? 'WAITING' : 'SCHEDULED';
}
