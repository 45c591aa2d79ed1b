import type { Job, JobError, JobSummary } from '#contracts';
import type { ReadModelDefinition, ReadModelDocument } from '../projector';
import { PLATFORM_TENANT_ID } from '../narrowed-documents';
import { fromJsonText, type JsonText, toJsonText } from './json-text';

/** A `JobError` whose free-form details are text. */
export type StoredJobError = Omit<JobError, 'details'> & { readonly details?: JsonText };

/** One job: the `Job` of the contract, its id as `_id`, free-form JSON as text. One that has ended leaves when its tenant's retention has passed (docs/retention.md). */
export type JobDocument = ReadModelDocument & Omit<Job, 'id' | 'version' | 'payload' | 'result' | 'error'> & Pick<JobSummary, 'workerId' | 'fingerprint' | 'durationMs'> & {
    /** The start of its first attempt, when a later one has begun. */
    readonly beganAt?: string;
    readonly payload: JsonText;
    readonly result?: JsonText;
    readonly error?: StoredJobError;
    /** What a list can ask for beside status, queue and type: see {@link findKeys}. Absent when there is nothing. */
    readonly foundBy?: readonly string[];
  };

/** A job has been tried in vain and has not ended: "running but failing". */
export const FAILING = 'has:failing';
/** A job that waits, or waited, for others: a part of a flow. */
export const PARENTS = 'has:parents';

/** Jobs that took less are not told apart by how long they took: nobody looks for them, and most are such. */
export const LONG_MS = 1_000;

/** Jobs of every tenant but the platform's own: MongoDB takes no "not equal" here. */
const OTHER_TENANTS = { $or: [{ tenantId: { $lt: PLATFORM_TENANT_ID } }, { tenantId: { $gt: PLATFORM_TENANT_ID } }] };

/**
 * Job ids are UUIDv7: descending `_id` is newest first, so a filtered list is one walk along an index and a page starts where the last one
 * ended. Every index that contains the status costs two entries whenever it changes; a type seldom has so many jobs of other states in a row
 * that its index would need it too.
 *
 * Tags, reference, schedule, parents, earlier life, the workers that ran it and the errors it met share one index over `foundBy`, so that any of them
 * together are one walk. Jobs that have ended have one more entry, by their end; those that took long one by that.
 *
 * The tenant that runs the platform looks at the jobs of all tenants, along the indexes without a tenant. Each of the others has the same walks among its own
 * jobs alone, along an index of the same name that begins with the tenant and holds the jobs of those tenants only: whoever has one tenant pays for one set.
 *
 * What a plain job costs with all of it, written in the two batches in which a drain brings it: 73 to 80 µs of MongoDB's time and 51 of the aggregator's,
 * against 59 to 73 and 44 without the entries of worker and end (6.0, batches of 512 events, three runs in turn on a machine that was not quiet).
 */
export const JOBS = {
  name: 'jobs',
  version: 5,
  indexes: [
    { name: 'status_newest', key: { status: 1, _id: -1 } },
    { name: 'queue_status_newest', key: { queue: 1, status: 1, _id: -1 } },
    { name: 'type_newest', key: { type: 1, _id: -1 } },
    { name: 'found_by_newest', key: { foundBy: 1, _id: -1 }, partialFilterExpression: { foundBy: { $exists: true } } },
    { name: 'longest', key: { durationMs: -1, _id: -1 }, partialFilterExpression: { durationMs: { $gte: LONG_MS } } },
    { name: 'ended_latest', key: { finishedAt: -1, _id: -1 }, partialFilterExpression: { finishedAt: { $exists: true } } },
    { name: 'tenant_status_newest', key: { tenantId: 1, status: 1, _id: -1 }, partialFilterExpression: OTHER_TENANTS },
    { name: 'tenant_queue_status_newest', key: { tenantId: 1, queue: 1, status: 1, _id: -1 }, partialFilterExpression: OTHER_TENANTS },
    { name: 'tenant_type_newest', key: { tenantId: 1, type: 1, _id: -1 }, partialFilterExpression: OTHER_TENANTS },
    { name: 'tenant_found_by_newest', key: { tenantId: 1, foundBy: 1, _id: -1 }, partialFilterExpression: { foundBy: { $exists: true }, ...OTHER_TENANTS } },
    { name: 'tenant_longest', key: { tenantId: 1, durationMs: -1, _id: -1 }, partialFilterExpression: { durationMs: { $gte: LONG_MS }, ...OTHER_TENANTS } },
    { name: 'tenant_ended_latest', key: { tenantId: 1, finishedAt: -1, _id: -1 }, partialFilterExpression: { finishedAt: { $exists: true }, ...OTHER_TENANTS } },
  ],
} as const satisfies ReadModelDefinition;

export function toStoredError(error: JobError | undefined): StoredJobError | undefined {
  return error && { code: error.code, message: error.message, retryable: error.retryable, details: toJsonText(error.details) };
}

/** What a job can be found by, each as `<what>:<value>`. */
export interface FindFacts {
  readonly tags?: readonly string[];
  readonly externalRef?: string;
  readonly scheduleId?: string;
  readonly redrivenFrom?: string;
  /** Parents. */
  readonly after?: readonly string[];
  /** The rule of a policy that let it wait, or that was met by name. */
  readonly ruleId?: string;
  readonly purpose?: string;
}

/** What becomes known of a job while it runs. */
export interface RunFacts {
  readonly workerId?: string;
  readonly fingerprint?: string;
  /** How an attempt ended, when not well. */
  readonly ended?: 'FAILED' | 'LOST' | 'TIMED_OUT';
}

export function runKeys({ workerId, fingerprint, ended }: RunFacts): string[] {
  return [...(workerId === undefined ? [] : [`worker:${workerId}`]), ...(fingerprint === undefined ? [] : [`error:${fingerprint}`]), ...(ended === undefined ? [] : [`attempt:${ended}`])];
}

/** The keys of `foundBy`: all of a job when it is stored, those asked for when it is looked up. Undefined when there are none. */
export function findKeys({ tags = [], externalRef, scheduleId, redrivenFrom, after = [], ruleId, purpose }: FindFacts): string[] | undefined {
  const keys = [
    ...tags.map((tag) => `tag:${tag}`),
    ...(externalRef === undefined ? [] : [`ref:${externalRef}`]),
    ...(scheduleId === undefined ? [] : [`schedule:${scheduleId}`]),
    ...(redrivenFrom === undefined ? [] : [`redriven:${redrivenFrom}`]),
    ...after.map((parent) => `parent:${parent}`),
    ...(after.length === 0 ? [] : [PARENTS]),
    ...(ruleId === undefined ? [] : [`rule:${ruleId}`]),
    ...(purpose === undefined ? [] : [`purpose:${purpose}`]),
  ];
  return keys.length === 0 ? undefined : keys;
}

/** Fields of a document that a list does not show, the large ones among them. */
export const NOT_IN_SUMMARY = ['payload', 'result', 'retry', 'timeoutMs', 'after', 'onParentFailure', 'foundBy', 'beganAt'] as const satisfies readonly (keyof JobDocument)[];

export function toJob(document: JobDocument): Job {
  const { retry, timeoutMs, after, onParentFailure } = document;
  const { workerId: _worker, fingerprint: _fingerprint, durationMs: _duration, ...summary } = toJobSummary(document);
  const job: Job = { ...summary, payload: fromJsonText<Job['payload']>(document.payload) ?? {}, retry, timeoutMs, after, onParentFailure };
  if (document.result !== undefined) job.result = fromJsonText(document.result);
  return job;
}

/** What lists show: a job without what is only of interest when one looks at it alone. */
export function toJobSummary(document: Omit<JobDocument, (typeof NOT_IN_SUMMARY)[number]> & Partial<JobDocument>): JobSummary {
  const { _id, position: _position, payload: _payload, result: _result, retry: _retry, timeoutMs: _timeout, after: _after, onParentFailure: _on, foundBy: _foundBy, beganAt: _began, error, ...rest } = document;
  const summary: JobSummary = { id: _id, ...rest };
  if (error) summary.error = { ...error, details: fromJsonText<JobError['details']>(error.details) };
  return summary;
}
