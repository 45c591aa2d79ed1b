import type { JobAttempt } from '#contracts';
import type { DedupeClaim, GrantClaim, JobState, TicketClaim } from '#domain';
import { jsonArray, plainArray, textArray } from './array-literal';
import { specOf } from './job-spec';
import type { UnplacedEvent } from './log-envelope';
import type { QuotaName } from './quota-store';
import type { StoreClock } from './store-clock';
import type { StorePool } from './store-pool';

/*
 * The append: one call of one SQL function, committed by itself.
 *
 * The function locks the head of the log first. Whoever holds that lock is alone: every statement after it sees all that was ever committed (READ
 * COMMITTED takes a new snapshot for each statement inside the function), so nothing it checks can change before its own commit. It writes
 * the rows of the jobs under their compare-and-swap, numbers only the events of the writes that survived, and moves the head by that number.
 * Commit order is position order, a loser leaves no gap, and there is no state in which a job's row and its events disagree.
 *
 * It is one round trip without BEGIN and COMMIT: were the lock held across round trips, a client stopped between two of them would stop
 * everybody. Head first, then job rows by ascending id, is the lock order of everything that writes here, so nothing can deadlock.
 */

/** One job's part of a batch: its row as it is to be, and what happened. */
export interface JobWrite {
  /** The revision the decision was based on; undefined for a new job. */
  readonly rev: number | undefined;
  readonly state: JobState;
  readonly events: readonly UnplacedEvent[];
  readonly attempts: readonly JobAttempt[];
  /** What stands in the JSON column of the job is another: written only then. */
  readonly respecified?: boolean;
  /** The owner is new, or has shown a sign of life: its lease starts from the present tick. */
  readonly leaseRenewed: boolean;
  /** The owner is new: the write counts only on the pauses and limits in force, and only if there is room for what it claims. */
  readonly granted?: boolean;
  readonly claims?: readonly GrantClaim[];
  /** Keys of slots that are free again with this write. */
  readonly freed?: readonly string[];
  /** A new job's claim to stand for later submissions. */
  readonly dedupe?: DedupeClaim;
  /** The ticket that a new job was submitted with: it counts only if nobody has used that before, and uses it up. */
  readonly ticket?: TicketClaim;
}

export interface AppendResult {
  /** Position of the last event before this batch. */
  readonly headBefore: number;
  readonly epoch: string;
  /** The engine's tick, as stored in renewed leases. */
  readonly tick: number;
  /** The version of pauses and limits in force. */
  readonly controls: number;
  /** The key that a grant found taken up; undefined when its claims were not what it lost by. */
  takenUp(jobId: string): string | undefined;
  /** The quota of its tenant that a new job is beyond; undefined when that was not what it lost by. */
  beyondQuota(jobId: string): QuotaName | undefined;
  /** Whether the write of this job survived. */
  survived(jobId: string): boolean;
}

/** Writes that belong together in one statement; see `MAX_JOBS_PER_BATCH` and `MAX_BYTES_PER_BATCH` of the executor for how many. */
export async function appendBatch(pool: StorePool, clock: StoreClock, writes: readonly JobWrite[], controls = 0): Promise<AppendResult> {
  const sentAtMs = clock.localMs();
  const { rows } = await pool.query<AppendRow>(APPEND, parametersOf(writes, controls));
  const row = rows[0] as AppendRow;
  clock.observe(row.store_ms, sentAtMs, clock.localMs());
  const alive = row.alive === null ? undefined : new Set(elementsOf(row.alive));
  const limited = elementsOf(row.limited);
  const over = elementsOf(row.over);
  return {
    headBefore: row.head_before,
    epoch: row.log_epoch,
    tick: row.tick,
    controls: row.controls,
    survived: (jobId) => alive === undefined || alive.has(jobId),
    takenUp: (jobId) => (limited.length === 0 ? undefined : row.limited_on[limited.indexOf(jobId)]),
    beyondQuota: (jobId) => (over.length === 0 ? undefined : row.over_on[over.indexOf(jobId)]),
  };
}

/** Of an array of uuids. */
function elementsOf(literal: string): string[] {
  return literal === '{}' ? [] : literal.slice(1, -1).split(',');
}

interface AppendRow {
  readonly head_before: number;
  readonly log_epoch: string;
  readonly tick: number;
  readonly controls: number;
  readonly store_ms: number;
  readonly alive: string | null;
  readonly limited: string;
  readonly limited_on: string[];
  readonly over: string;
  readonly over_on: QuotaName[];
}

/** In the order of the function's parameters; passed by name, so that a mistake is an error and not a shifted column. */
const PARAMETERS = [
  'p_controls',
  'i_id', 'i_tenant', 'i_type', 'i_queue', 'i_priority', 'i_status', 'i_version', 'i_queued_version', 'i_max_attempts', 'i_submitted_at', 'i_queued_at',
  'i_run_at', 'i_deadline_at', 'i_correlation', 'i_key', 'i_hash', 'i_spec', 'i_payload', 'i_owner_delivery', 'i_owner_worker',
  'u_id', 'u_rev', 'u_status', 'u_version', 'u_queued_version', 'u_attempt', 'u_failures', 'u_losses', 'u_resends', 'u_queued_at', 'u_sent_at',
  'u_started_at', 'u_finished_at', 'u_run_at', 'u_owner_delivery', 'u_owner_worker', 'u_owner_granted_at', 'u_owner_started_at', 'u_owner_slots', 'u_renewed',
  'u_granted', 'u_withheld_on', 'u_redriven_to', 'u_closed', 'u_cancel', 'u_error', 'u_result',
  'c_job', 'c_rev', 'c_key', 'c_limit', 'c_per_second', 'c_burst',
  'f_job', 'f_key',
  'd_child', 'd_parent',
  'k_job', 'k_tenant', 'k_key', 'k_until', 'k_replaces', 'k_idempotency',
  'e_stream', 'e_version', 'e_type', 'e_tenant', 'e_correlation', 'e_at', 'e_envelope',
  'a_job', 'a_number', 'a_state', 'a_delivery', 'a_worker', 'a_started_at', 'a_ended_at', 'a_duration_ms', 'a_error',
  't_job', 't_nonce', 't_expires',
  'u_spec',
] as const;

const APPEND = {
  name: 'append_batch',
  text: `SELECT head_before, log_epoch, controls, tick, store_ms, alive::text AS alive, limited::text AS limited, limited_on, over::text AS over, over_on FROM append_batch(${PARAMETERS.map((name, i) => `${name} => $${i + 1}`).join(', ')})`,
};

function parametersOf(writes: readonly JobWrite[], controls: number): string[] {
  const inserted: JobState[] = [];
  const updated: JobWrite[] = [];
  const events: UnplacedEvent[] = [];
  const attempts: JobAttempt[] = [];
  for (const write of writes) {
    if (write.rev === undefined) inserted.push(write.state);
    else updated.push(write);
    for (const event of write.events) events.push(event);
    for (const attempt of write.attempts) attempts.push(attempt);
  }
  return [String(controls), ...insertsOf(inserted), ...updatesOf(updated), ...claimsOf(updated), ...freedOf(updated), ...parentsOf(inserted), ...dedupeOf(writes), ...eventsOf(events), ...attemptsOf(attempts), ...ticketsOf(writes), specsOf(updated)];
}

const EMPTY = '{}';

function insertsOf(jobs: readonly JobState[]): string[] {
  if (jobs.length === 0) return Array<string>(20).fill(EMPTY);
  return [
    plainArray(jobs.map((job) => job.id)),
    textArray(jobs.map((job) => job.tenantId)),
    textArray(jobs.map((job) => job.type)),
    textArray(jobs.map((job) => job.queue)),
    plainArray(jobs.map((job) => job.priority)),
    plainArray(jobs.map((job) => job.status)),
    plainArray(jobs.map((job) => job.version)),
    plainArray(jobs.map((job) => job.queuedVersion)),
    plainArray(jobs.map((job) => job.maxAttempts)),
    plainArray(jobs.map((job) => job.submittedAt)),
    plainArray(jobs.map((job) => job.queuedAt)),
    plainArray(jobs.map((job) => job.runAt)),
    plainArray(jobs.map((job) => job.deadlineAt)),
    textArray(jobs.map((job) => job.correlationId)),
    textArray(jobs.map((job) => job.idempotencyKey)),
    textArray(jobs.map((job) => job.requestHash)),
    jsonArray(jobs.map((job) => jsonText(specOf(job)))),
    jsonArray(jobs.map((job) => JSON.stringify(job.payload))),
    ...ownersOf(jobs),
  ];
}

/** Of new jobs that were granted with their submission; most have none. */
function ownersOf(jobs: readonly JobState[]): string[] {
  if (!jobs.some((job) => job.owner !== undefined)) return [EMPTY, EMPTY];
  return [plainArray(jobs.map((job) => job.owner?.deliveryId)), textArray(jobs.map((job) => job.owner?.workerId))];
}

function updatesOf(writes: readonly JobWrite[]): string[] {
  if (writes.length === 0) return Array<string>(27).fill(EMPTY);
  const jobs = writes.map((write) => write.state);
  return [
    plainArray(jobs.map((job) => job.id)),
    plainArray(writes.map((write) => write.rev)),
    plainArray(jobs.map((job) => job.status)),
    plainArray(jobs.map((job) => job.version)),
    plainArray(jobs.map((job) => job.queuedVersion)),
    plainArray(jobs.map((job) => job.attempt)),
    plainArray(jobs.map((job) => job.failures)),
    plainArray(jobs.map((job) => job.losses)),
    plainArray(jobs.map((job) => job.resends)),
    plainArray(jobs.map((job) => job.queuedAt)),
    plainArray(jobs.map((job) => job.sentAt)),
    plainArray(jobs.map((job) => job.startedAt)),
    plainArray(jobs.map((job) => job.finishedAt)),
    plainArray(jobs.map((job) => job.runAt)),
    plainArray(jobs.map((job) => job.owner?.deliveryId)),
    textArray(jobs.map((job) => job.owner?.workerId)),
    plainArray(jobs.map((job) => job.owner?.grantedAt)),
    plainArray(jobs.map((job) => job.owner?.startedAt)),
    textArray(jobs.map((job) => job.owner?.slots && textArray(job.owner.slots))),
    plainArray(writes.map((write) => write.leaseRenewed)),
    plainArray(writes.map((write) => write.granted ?? false)),
    textArray(jobs.map((job) => job.withheldOn)),
    plainArray(jobs.map((job) => job.redrivenTo)),
    plainArray(jobs.map((job) => `"{${job.closedDeliveries.join(',')}}"`)),
    jsonArray(jobs.map((job) => jsonText(job.cancelRequested))),
    jsonArray(jobs.map((job) => jsonText(job.error))),
    jsonArray(jobs.map((job) => jsonText(job.result))),
  ];
}

/** Of updated jobs; nearly always nobody's has changed. */
function specsOf(writes: readonly JobWrite[]): string {
  if (!writes.some(({ respecified }) => respecified === true)) return EMPTY;
  return jsonArray(writes.map(({ respecified, state }) => (respecified === true ? jsonText(specOf(state)) : undefined)));
}

function claimsOf(writes: readonly JobWrite[]): string[] {
  const claims = writes.flatMap(({ state, rev, claims = [] }) => claims.map((claim) => ({ jobId: state.id, rev, claim })));
  if (claims.length === 0) return Array<string>(6).fill(EMPTY);
  return [
    plainArray(claims.map(({ jobId }) => jobId)),
    plainArray(claims.map(({ rev }) => rev)),
    textArray(claims.map(({ claim }) => claim.key)),
    plainArray(claims.map(({ claim }) => (claim.kind === 'slot' ? claim.limit : undefined))),
    plainArray(claims.map(({ claim }) => (claim.kind === 'token' ? claim.perSecond : undefined))),
    plainArray(claims.map(({ claim }) => (claim.kind === 'token' ? claim.burst : undefined))),
  ];
}

function freedOf(writes: readonly JobWrite[]): string[] {
  const freed = writes.flatMap(({ state, freed = [] }) => freed.map((key) => ({ jobId: state.id, key })));
  if (freed.length === 0) return Array<string>(2).fill(EMPTY);
  return [plainArray(freed.map(({ jobId }) => jobId)), textArray(freed.map(({ key }) => key))];
}

function parentsOf(jobs: readonly JobState[]): string[] {
  const edges = jobs.flatMap(({ id, after = [] }) => after.map((parent) => ({ id, parent })));
  if (edges.length === 0) return Array<string>(2).fill(EMPTY);
  return [plainArray(edges.map(({ id }) => id)), plainArray(edges.map(({ parent }) => parent))];
}

function dedupeOf(writes: readonly JobWrite[]): string[] {
  const claims = writes.flatMap(({ state, dedupe }) => (dedupe === undefined ? [] : { state, dedupe }));
  if (claims.length === 0) return Array<string>(6).fill(EMPTY);
  return [
    plainArray(claims.map(({ state }) => state.id)),
    textArray(claims.map(({ state }) => state.tenantId)),
    textArray(claims.map(({ dedupe }) => dedupe.key)),
    plainArray(claims.map(({ dedupe }) => dedupe.until)),
    plainArray(claims.map(({ dedupe }) => dedupe.replaces)),
    textArray(claims.map(({ state }) => state.idempotencyKey)),
  ];
}

function ticketsOf(writes: readonly JobWrite[]): string[] {
  const tickets = writes.flatMap(({ state, ticket }) => (ticket === undefined ? [] : { jobId: state.id, ticket }));
  if (tickets.length === 0) return Array<string>(3).fill(EMPTY);
  return [plainArray(tickets.map(({ jobId }) => jobId)), plainArray(tickets.map(({ ticket }) => ticket.nonce)), plainArray(tickets.map(({ ticket }) => ticket.expiresAt))];
}

function eventsOf(events: readonly UnplacedEvent[]): string[] {
  if (events.length === 0) return Array<string>(7).fill(EMPTY);
  return [
    plainArray(events.map((event) => event.streamId)),
    plainArray(events.map((event) => event.version)),
    plainArray(events.map((event) => event.type)),
    textArray(events.map((event) => event.tenantId)),
    textArray(events.map((event) => event.correlationId)),
    plainArray(events.map((event) => event.occurredAt)),
    jsonArray(events.map((event) => event.text)),
  ];
}

function attemptsOf(attempts: readonly JobAttempt[]): string[] {
  if (attempts.length === 0) return Array<string>(9).fill(EMPTY);
  return [
    plainArray(attempts.map((attempt) => attempt.jobId)),
    plainArray(attempts.map((attempt) => attempt.number)),
    plainArray(attempts.map((attempt) => attempt.state)),
    plainArray(attempts.map((attempt) => attempt.deliveryId)),
    textArray(attempts.map((attempt) => attempt.workerId)),
    plainArray(attempts.map((attempt) => attempt.startedAt)),
    plainArray(attempts.map((attempt) => attempt.endedAt)),
    plainArray(attempts.map((attempt) => attempt.durationMs)),
    jsonArray(attempts.map((attempt) => jsonText(attempt.error))),
  ];
}

function jsonText(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : JSON.stringify(value);
}
