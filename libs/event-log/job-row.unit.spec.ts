import type { JobState } from '#domain';
import { answersOfLosers } from './idempotency';
import { type JobRow, loadJobs } from './job-row';
import { specOf } from './job-spec';
import type { StorePool } from './store-pool';
import type { SubmitUnit } from './work-unit';

/*
 * The reading of rows. That the statements give such rows stands in the int specs.
 */
const giving = (...rows: object[]): StorePool => ({ query: () => Promise.resolve({ rows }) }) as unknown as StorePool;

const JOB = '01a1fddf-0000-7000-8000-000000000001';
const D1 = '01a1fddf-0000-7000-8000-0000000000d1';
const D2 = '01a1fddf-0000-7000-8000-0000000000d2';
const AT = '2026-01-31T12:00:00.000Z';

const QUEUED: JobRow = {
  id: JOB, rev: 3, tenant_id: 'default', type: 'simulate.work', queue: 'default', priority: 'normal', status: 'QUEUED', version: 2, queued_version: 2, max_attempts: 3,
  attempt: 0, failures: 0, losses: 0, resends: 0, submitted_at: AT, queued_at: AT, sent_at: AT, started_at: null, finished_at: null, run_at: null,
  owner_delivery_id: null, owner_worker_id: null, owner_granted_at: null, owner_started_at: null, owner_slots: null, lease_tick: null, closed_deliveries: '{}', correlation_id: 'c-1',
  idempotency_key: null, request_hash: null, spec: null, deadline_at: null, redriven_to: null, withheld_on: null, cancel_requested: null, error: null, result: null, payload: {}, payload_bytes: 2, tick: 12, controls: 0,
};

describe('the row of a job', () => {
  it('becomes a state without nulls', async () => {
    const { rows, tick } = await loadJobs(giving(QUEUED), [JOB]);
    const job = rows.get(JOB);
    expect([tick, job?.rev, job?.payloadBytes]).toEqual([12, 3, 2]);
    expect(job?.state).toMatchObject({ id: JOB, status: 'QUEUED', owner: undefined, closedDeliveries: [], queuedAt: AT, startedAt: undefined });
    expect(Object.values(job?.state ?? {})).not.toContain(null);
  });

  it('knows its owner, and the deliveries that may never own it again', async () => {
    const owned = { ...QUEUED, status: 'RUNNING', owner_delivery_id: D2, owner_worker_id: 'w-1', owner_granted_at: AT, owner_started_at: AT, lease_tick: 11, closed_deliveries: `{${D1},${JOB}}` };
    const { rows } = await loadJobs(giving(owned), [JOB]);
    expect(rows.get(JOB)?.state).toMatchObject({ owner: { deliveryId: D2, workerId: 'w-1', grantedAt: AT, startedAt: AT, leaseTick: 11 }, closedDeliveries: [D1, JOB] });
  });

  it('is known to be missing when there is none', async () => {
    const { rows, tick } = await loadJobs(giving(), [JOB]);
    expect([rows.has(JOB), rows.get(JOB), tick]).toEqual([true, undefined, undefined]);
  });
});

describe('what a job asked for', () => {
  it('comes back from its column as it went in', async () => {
    const spec = { tags: ['a'], externalRef: 'x', retry: { strategy: 'fixed' as const }, timeoutMs: 5, after: [D1], onParentFailure: 'run' as const, redrivenFrom: D2, scheduleId: D1, dedupeKey: 'd' };
    const { rows } = await loadJobs(giving({ ...QUEUED, spec, deadline_at: AT, redriven_to: D1, withheld_on: 'queue:default' }), [JOB]);
    const state = rows.get(JOB)?.state;
    expect(state).toMatchObject({ ...spec, deadlineAt: AT, redrivenTo: D1, withheldOn: 'queue:default' });
    expect(specOf(state as JobState)).toEqual(spec);
  });

  it('is nothing for the plain job', async () => {
    expect(specOf((await loadJobs(giving(QUEUED), [JOB])).rows.get(JOB)?.state as JobState)).toBeUndefined();
  });
});

describe('a submission whose key is taken', () => {
  const loser = (requestHash: string): SubmitUnit => ({ kind: 'submit', jobId: D1, command: { tenantId: 'default', idempotencyKey: 'k', requestHash } }) as unknown as SubmitUnit;
  const holder = (ord: number, changes: object = {}) => ({ ord, id: JOB, request_hash: 'same', correlation_id: 'c-1', by_key: true, position: 7, events: 2, has_parents: false, ...changes });

  it('hears the answer of then for the same request, and of a conflict for another', async () => {
    expect(await answersOfLosers(giving(holder(2), holder(1)), [loser('same'), loser('other')])).toEqual([
      { kind: 'duplicate', jobId: JOB, position: 7, status: 'QUEUED', correlationId: 'c-1' },
      { kind: 'conflict', jobId: JOB },
    ]);
  });

  it('is to try again when the holder is gone', async () => {
    expect(await answersOfLosers(giving(), [loser('same')])).toEqual([undefined]);
  });

  it('hears of the status that the submission left the job in, whatever has become of it since', async () => {
    const rows = [holder(1, { events: 1 }), holder(2, { events: 1, has_parents: true })];
    expect(await answersOfLosers(giving(...rows), [loser('same'), loser('same')])).toMatchObject([{ status: 'SCHEDULED' }, { status: 'WAITING' }]);
  });

  it('hears of the job that stands for it when only the dedupe key is taken, even by another request', async () => {
    expect(await answersOfLosers(giving(holder(1, { by_key: false, request_hash: 'other' })), [loser('same')])).toMatchObject([{ kind: 'deduplicated', jobId: JOB }]);
  });

  it('hears of position 0 when the event has been dropped with its partition', async () => {
    expect(await answersOfLosers(giving(holder(1, { position: null })), [loser('same')])).toMatchObject([{ kind: 'duplicate', position: 0 }]);
  });
});
