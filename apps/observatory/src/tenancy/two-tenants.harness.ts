import {
  ACTIVITY, type ActivityDocument, ATTEMPT_LOGS, ATTEMPT_PROGRESS, AUDIT, type AuditDocument, type ErrorDocument, errorFingerprint, ERRORS, type EventBatch, findKeys, type IncidentDocument, INCIDENTS, minuteOf, NO_ACTIVITY, NO_ALERTS, NO_JOBS, NO_OBSERVATIONS, observed, type ReadModelStore,
  type ResourceDocument, RESOURCES, runKeys, type ScheduleDocument, SCHEDULES, TENANT_OVERVIEW, type TenantOverviewDocument, tellingId, toAuditDocument, toIncidentDocument,
} from '#read-model';
import type { ForeignValues } from '#testing';
import { EPOCH, envelopeText, jobDocument, type Shelf } from '../observatory.harness';

const id = (kind: number, tenant: number, number: number): string => `0193${kind.toString(16).padStart(4, '0')}-000${tenant}-7000-8000-${number.toString(16).padStart(12, '0')}`;
const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();

/** Everything that a tenant can have in the read models, each with its name in it, so that nothing of it can be shown unnoticed. */
export class Belongings {
  readonly jobs: readonly string[];
  readonly scheduleId: string;
  readonly scheduleName: string;
  readonly operationId: string;
  readonly fingerprint: string;
  readonly tag: string;
  readonly externalRef: string;
  readonly correlationId: string;
  readonly queue: string;
  readonly worker: string;

  /** @param number tells the ids of tenants apart */
  constructor(
    readonly tenantId: string,
    private readonly number: number,
  ) {
    this.jobs = [1, 2, 3, 4].map((one) => id(0x10b, number, one));
    this.scheduleId = id(0x5c, number, 1);
    this.scheduleName = `nightly-of-${tenantId}`;
    this.operationId = id(0x0b, number, 1);
    this.fingerprint = errorFingerprint({ tenantId, type: 'simulate.work' }, this.error);
    this.tag = `tag-of-${tenantId}`;
    this.externalRef = `ref-of-${tenantId}`;
    this.correlationId = `correlation-of-${tenantId}`;
    this.queue = `queue-of-${tenantId}`;
    this.worker = `worker-of-${tenantId}`;
  }

  get error() {
    return { code: 'boom', message: `broken at ${this.tenantId}` };
  }

  /** Whatever shows one of these shows something of this tenant. */
  get canaries(): string[] {
    return [...this.jobs, this.scheduleId, this.operationId, this.fingerprint, `of-${this.tenantId}`, `at ${this.tenantId}`];
  }

  /** What somebody could ask for who knows, or guesses, what this tenant has. */
  get values(): ForeignValues {
    const [first = '', second = '', third = ''] = this.jobs;
    return {
      id: [first, second, third], number: ['1'], schedule: [this.scheduleName, this.scheduleId], fingerprint: [this.fingerprint], name: ['simulate.work'], alert: ['none'],
      tag: [this.tag], externalRef: [this.externalRef], correlationId: [this.correlationId], queue: [this.queue], worker: [this.worker], scheduleId: [this.scheduleId], redrivenFrom: [first], parent: [first], jobId: [first],
      q: [this.tag, this.externalRef, first.slice(0, 18), 'broken'], prefix: ['tag-of', this.tag, ''], tenant: [this.tenantId], type: ['simulate.work', 'secret.work'], asOf: ['2'], state: ['FAILED', 'RUNNING', 'WAITING', 'LOST', 'SUCCEEDED', 'firing'],
      atLeast: ['1'], minutes: ['60'], count: ['true'], failing: ['true'], category: ['platform'], submittedAfter: [at(0)], submittedBefore: [at(3_600)], finishedAfter: [at(0)], finishedBefore: [at(3_600)], startedAfter: [at(0)], startedBefore: [at(3_600)], maxDurationMs: ['99999'], fields: ['tags,externalRef,error'],
      limit: ['1', '100'], types: ['*', 'job.*'], priority: ['normal'],
      '/v1/operations/{id} id': [this.operationId],
      '/v1/schedules after': ['a'],
      '/v1/jobs/{id}/attempts/{number}/logs after': ['0'],
    };
  }

  async keep(store: ReadModelStore, shelf: Shelf, from: number): Promise<void> {
    await this.keepAudit(store);
    const { tenantId, queue, tag, externalRef, worker, fingerprint, error, scheduleId, correlationId } = this;
    const [parent = '', failed = '', child = '', running = ''] = this.jobs;
    const about = { tenantId, queue, correlationId, payload: `{"secret":"of-${tenantId}"}`, tags: [tag], externalRef, scheduleId };
    const keys = findKeys(about) ?? [];
    await shelf.put(
      { ...jobDocument(1), ...about, _id: parent, status: 'COMPLETED', attempt: 1, workerId: worker, finishedAt: at(9), durationMs: 5_000, result: `{"secret":"of-${tenantId}"}`, foundBy: [...keys, ...runKeys({ workerId: worker })] },
      { ...jobDocument(2), ...about, _id: failed, status: 'FAILED', attempt: 1, workerId: worker, finishedAt: at(8), durationMs: 4_000, error, fingerprint, foundBy: [...keys, ...runKeys({ workerId: worker, fingerprint, ended: 'FAILED' })] },
      { ...jobDocument(3), ...about, _id: child, status: 'WAITING', after: [parent], redrivenFrom: failed, foundBy: findKeys({ ...about, after: [parent], redrivenFrom: failed }) },
      { ...jobDocument(4), ...about, _id: running, status: 'QUEUED', queuedAt: at(3), type: 'secret.work', foundBy: [...keys, 'has:failing'] },
    );
    for (const [index, jobId] of this.jobs.entries()) {
      const status = (['COMPLETED', 'FAILED', 'WAITING', 'QUEUED'] as const)[index] ?? 'QUEUED';
      await shelf.tell({ _id: jobId, tenantId, status, version: 4, position: from + 3, envelopes: this.lifeOf(jobId, index) });
    }
    const deliveryId = id(0xd1, this.number, 1);
    const of = tellingId({ jobId: failed, deliveryId });
    await store.documents<{ _id: string }>(ATTEMPT_PROGRESS.collection).insertOne({ _id: of, value: 0.5, message: `of-${tenantId}`, at: at(4), expireAt: new Date(Date.now() + 600_000) } as { _id: string });
    await store.documents<{ _id: string }>(ATTEMPT_LOGS.collection).insertOne({ _id: of, version: 1, seen: [], lines: [{ at: at(4), level: 'info', message: `of-${tenantId}` }], count: 1, bytes: 10, dropped: 0, expireAt: new Date(Date.now() + 600_000) } as { _id: string });
    await store.documents<ErrorDocument>(shelf.collection(ERRORS)).insertOne({ _id: fingerprint, tenantId, ...error, type: 'simulate.work', queue, count: 3, firstSeen: at(1), lastSeen: new Date().toISOString(), jobIds: [failed], version: 1, position: 1 });
    const minute = minuteOf(new Date().toISOString());
    await store.documents<ActivityDocument>(shelf.collection(ACTIVITY)).insertOne({
      _id: `${minute}/${tenantId}`, tenantId, at: minute, ...NO_ACTIVITY, submitted: this.number * 1_000, wait: observed(NO_OBSERVATIONS, 8), duration: NO_OBSERVATIONS, queues: [{ queue, submitted: 4, completed: 1, failed: 1 }], version: 1, position: 1,
    });
    await store.documents<TenantOverviewDocument>(shelf.collection(TENANT_OVERVIEW)).insertOne({
      _id: tenantId, tenantId, counts: { ...NO_JOBS, QUEUED: this.number * 1_000 }, submitted: this.number * 1_000, completed: 1, failed: 1, cancelled: 0, retried: 0, lost: 0, queues: [{ queue, counts: { ...NO_JOBS, QUEUED: this.number * 1_000 } }], alerts: NO_ALERTS, version: 1, position: 1,
    });
    const job = { type: 'simulate.work', queue, payload: `{"secret":"of-${tenantId}"}` };
    await store.documents<ScheduleDocument>(shelf.collection(SCHEDULES)).insertMany([
      { _id: scheduleId, name: this.scheduleName, ...scheduleOf(tenantId, job) },
      // Both have one of this name.
      { _id: id(0x5c, this.number, 2), name: 'nightly', ...scheduleOf(tenantId, job) },
    ] as ScheduleDocument[]);
    const operation = { id: this.operationId, action: 'cancel', filter: { queue }, dryRun: false, by: 'ada', reason: `of-${tenantId}`, status: 'finished', matched: 1, done: 1, skipped: 0, failed: 0, startedAt: at(1), finishedAt: at(2) };
    await store.documents<ResourceDocument>(shelf.collection(RESOURCES)).insertOne({ _id: this.operationId, kind: 'operation', name: this.operationId, tenantId, state: JSON.stringify(operation), createdAt: at(1), updatedAt: at(2), version: 2, position: 2 });
  }

  /** What somebody of this tenant did, and what looked like an attack on it. */
  private async keepAudit(store: ReadModelStore): Promise<void> {
    const { tenantId, number } = this;
    const entry = { sequence: number, id: id(0xad, number, 1), at: at(1), count: 1, action: 'jobs:cancel', verdict: 'accepted' as const, tenantId, subject: `of-${tenantId}`, recordedBy: 'g', recordedAt: at(1), hash: '0'.repeat(64) };
    const incident = { id: id(0xad, number, 2), pattern: 'scope_probing' as const, state: 'open' as const, step: 1, category: 'authorisation_denied' as const, source: `principal of-${tenantId}`, tenantId, openedAt: at(2), firstAt: at(1), lastAt: at(2), events: 9, summary: 's', evidence: [number] };
    await store.documents<AuditDocument>(AUDIT.collection).insertOne(toAuditDocument(entry));
    await store.documents<IncidentDocument>(INCIDENTS.collection).insertOne(toIncidentDocument(incident));
  }

  /** A batch of the ring: events of this tenant. */
  batch(from: number): EventBatch {
    const [jobId = ''] = this.jobs;
    const events = this.lifeOf(jobId, 0).map((text, index) => text.replace(/"position":\d+/, `"position":${from + index}`));
    return { from, to: from + events.length - 1, epoch: EPOCH, events };
  }

  private lifeOf(jobId: string, index: number): string[] {
    const { tenantId, queue, worker, error, correlationId } = this;
    const about = { queue, type: 'simulate.work', priority: 'normal', maxAttempts: 5, payload: { secret: `of-${tenantId}` } };
    const attempt = { attempt: 1, deliveryId: id(0xd1, this.number, 1), workerId: worker };
    const envelopes = [
      envelopeText(jobId, 1, 'job.submitted', { ...about, submittedAt: at(1), tags: [this.tag], externalRef: this.externalRef }, at(1)),
      envelopeText(jobId, 2, 'job.queued', { ...about, ...attempt, reason: 'submitted', previousStatus: 'QUEUED' }, at(2)),
      envelopeText(jobId, 3, 'job.started', { ...about, ...attempt, startedAt: at(3), status: 'RUNNING', previousStatus: 'QUEUED' }, at(3)),
      index === 1
        ? envelopeText(jobId, 4, 'job.failed', { ...about, ...attempt, startedAt: at(3), finishedAt: at(8), durationMs: 4_000, cause: 'failed', error: { ...error, retryable: false }, status: 'FAILED', previousStatus: 'RUNNING' }, at(8))
        : envelopeText(jobId, 4, 'job.completed', { ...about, ...attempt, startedAt: at(3), finishedAt: at(9), durationMs: 5_000, result: { secret: `of-${tenantId}` }, status: 'COMPLETED', previousStatus: 'RUNNING' }, at(9)),
    ];
    return (index > 1 ? envelopes.slice(0, 2) : envelopes).map((text) => JSON.stringify({ ...(JSON.parse(text) as object), tenantId, correlationId }));
  }
}

function scheduleOf(tenantId: string, job: object): object {
  return { tenantId, cron: '0 3 * * *', timeZone: 'UTC', job, catchUp: 'once', catchUpLimit: 10, overlap: 'allow', status: 'active', createdAt: at(0), updatedAt: at(0), fired: 0, skipped: 0, version: 1, position: 1 };
}
