import type { Job, JobAttempt } from '#contracts';
import type { JobState } from '#domain';
import type { JobSpec } from './job-spec';
import type { Queryable } from './tenant-pool';

/** The row of a job as the hot path reads it. Derived from the contract: a column is a field of Job, or stands below with its reason. */
export interface JobRow {
  readonly id: Job['id'];
  /** Raised by every write to the row, ownership included: what a decision was based on is compared with it. */
  readonly rev: number;
  readonly tenant_id: Job['tenantId'];
  readonly type: Job['type'];
  readonly queue: Job['queue'];
  readonly priority: Job['priority'];
  readonly status: Job['status'];
  readonly version: Job['version'];
  readonly queued_version: number;
  readonly max_attempts: Job['maxAttempts'];
  readonly attempt: Job['attempt'];
  readonly failures: number;
  readonly losses: Job['losses'];
  readonly resends: number;
  readonly submitted_at: Job['submittedAt'];
  readonly queued_at: Job['queuedAt'] | null;
  readonly sent_at: string | null;
  readonly started_at: Job['startedAt'] | null;
  readonly finished_at: Job['finishedAt'] | null;
  readonly run_at: Job['runAt'] | null;
  readonly owner_delivery_id: JobAttempt['deliveryId'] | null;
  readonly owner_worker_id: JobAttempt['workerId'] | null;
  readonly owner_granted_at: string | null;
  readonly owner_started_at: string | null;
  readonly owner_slots: string[] | null;
  readonly lease_tick: number | null;
  readonly closed_deliveries: string;
  readonly correlation_id: Job['correlationId'];
  readonly idempotency_key: Job['idempotencyKey'] | null;
  readonly request_hash: string | null;
  readonly spec: JobSpec | null;
  readonly deadline_at: Job['deadlineAt'] | null;
  readonly redriven_to: Job['redrivenTo'] | null;
  readonly withheld_on: string | null;
  readonly cancel_requested: NonNullable<Job['cancelRequested']> | null;
  readonly error: NonNullable<Job['error']> | null;
  readonly result: Job['result'];
  readonly payload: Job['payload'];
  readonly payload_bytes: number;
  /** The engine's tick when the row was read. */
  readonly tick: number;
  /** The version of what operators have set when the row was read. */
  readonly controls: number;
}

/** `closed_deliveries` comes as text: the driver's array parser is many times slower than a split. */
const COLUMNS =
  'id, rev, tenant_id, type, queue, priority, status, version, queued_version, max_attempts, attempt, failures, losses, resends, submitted_at, ' +
  'queued_at, sent_at, started_at, finished_at, run_at, deadline_at, spec, redriven_to, withheld_on, owner_delivery_id, owner_worker_id, owner_granted_at, ' +
  'owner_started_at, owner_slots, lease_tick, ' +
  'closed_deliveries::text AS closed_deliveries, correlation_id, idempotency_key, request_hash, cancel_requested, error, result, payload, octet_length(payload::text) AS payload_bytes, ' +
  '(SELECT tick_applied FROM engine_clock) AS tick, (SELECT controls_version FROM log_head) AS controls';

const LOAD_JOBS = { name: 'load_jobs', text: `SELECT ${COLUMNS} FROM jobs WHERE id = ANY ($1::uuid[])` } as const;

/** A job's state and the revision of the row it was read from. */
export interface VersionedJob {
  readonly rev: number;
  readonly state: JobState;
  /** Size of the payload, for those who keep rows in memory. */
  readonly payloadBytes: number;
}

/** Rows as they are now: a job that does not exist is in the map with undefined. `tick` and `controls` are those of the same moment, unless no row was found. */
export async function loadJobs(pool: Queryable, ids: readonly string[]): Promise<{ rows: Map<string, VersionedJob | undefined>; tick: number | undefined; controls: number | undefined }> {
  const rows = new Map<string, VersionedJob | undefined>(ids.map((id) => [id, undefined]));
  const result = await pool.query<JobRow & Record<string, unknown>>(LOAD_JOBS, [`{${ids.join(',')}}`]);
  for (const row of result.rows) rows.set(row.id, jobOf(row));
  return { rows, tick: result.rows[0]?.tick, controls: result.rows[0]?.controls };
}

function jobOf(row: JobRow): VersionedJob {
  return {
    rev: row.rev,
    payloadBytes: row.payload_bytes,
    state: {
      id: row.id,
      tenantId: row.tenant_id,
      type: row.type,
      queue: row.queue,
      priority: row.priority,
      payload: row.payload,
      correlationId: row.correlation_id,
      idempotencyKey: row.idempotency_key ?? undefined,
      requestHash: row.request_hash ?? undefined,
      maxAttempts: row.max_attempts,
      status: row.status,
      version: row.version,
      attempt: row.attempt,
      failures: row.failures,
      losses: row.losses,
      submittedAt: row.submitted_at,
      queuedAt: row.queued_at ?? undefined,
      startedAt: row.started_at ?? undefined,
      finishedAt: row.finished_at ?? undefined,
      runAt: row.run_at ?? undefined,
      result: row.result ?? undefined,
      error: row.error ?? undefined,
      cancelRequested: row.cancel_requested ?? undefined,
      tags: row.spec?.tags,
      externalRef: row.spec?.externalRef,
      retry: row.spec?.retry,
      timeoutMs: row.spec?.timeoutMs,
      deadlineAt: row.deadline_at ?? undefined,
      after: row.spec?.after,
      onParentFailure: row.spec?.onParentFailure,
      redrivenFrom: row.spec?.redrivenFrom,
      redrivenTo: row.redriven_to ?? undefined,
      scheduleId: row.spec?.scheduleId,
      dedupeKey: row.spec?.dedupeKey,
      governance: row.spec?.governance,
      traceparent: row.spec?.traceparent,
      owner:
        row.owner_delivery_id === null
          ? undefined
          : {
              deliveryId: row.owner_delivery_id,
              workerId: row.owner_worker_id as string,
              grantedAt: row.owner_granted_at as string,
              startedAt: row.owner_started_at ?? undefined,
              slots: row.owner_slots ?? undefined,
              leaseTick: row.lease_tick as number,
            },
      closedDeliveries: row.closed_deliveries === '{}' ? [] : row.closed_deliveries.slice(1, -1).split(','),
      queuedVersion: row.queued_version,
      sentAt: row.sent_at ?? undefined,
      resends: row.resends,
      withheldOn: row.withheld_on ?? undefined,
    },
  };
}
