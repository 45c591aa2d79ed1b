import type { Job, JobError, JobSummary } from '#contracts';
import type { ReadModelDefinition, ReadModelDocument } from '../projector';
import { fromJsonText, type JsonText, toJsonText } from './json-text';

/** A `JobError` whose free-form details are text. */
export type StoredJobError = Omit<JobError, 'details'> & { readonly details?: JsonText };

/** One job: the `Job` of the contract, its id as `_id`, free-form JSON as text. */
export type JobDocument = ReadModelDocument & Omit<Job, 'id' | 'version' | 'payload' | 'result' | 'error'> & {
    readonly payload: JsonText;
    readonly result?: JsonText;
    readonly error?: StoredJobError;
  };

/**
 * Job ids are UUIDv7: descending `_id` is newest first, so a filtered list is one walk along an index and a page starts where the last one
 * ended. Every index that contains the status costs two entries whenever it changes; a type seldom has so many jobs of other states in a row
 * that its index would need it too.
 */
export const JOBS = {
  name: 'jobs',
  version: 1,
  indexes: [
    { name: 'status_newest', key: { status: 1, _id: -1 } },
    { name: 'queue_status_newest', key: { queue: 1, status: 1, _id: -1 } },
    { name: 'type_newest', key: { type: 1, _id: -1 } },
  ],
} as const satisfies ReadModelDefinition;

export function toStoredError(error: JobError | undefined): StoredJobError | undefined {
  return error && { code: error.code, message: error.message, retryable: error.retryable, details: toJsonText(error.details) };
}

export function toJob(document: JobDocument): Job {
  const job: Job = { ...toJobSummary(document), payload: fromJsonText<Job['payload']>(document.payload) ?? {} };
  if (document.result !== undefined) job.result = fromJsonText(document.result);
  return job;
}

/** What lists show: a job without payload and result. */
export function toJobSummary(document: Omit<JobDocument, 'payload' | 'result'> & Partial<Pick<JobDocument, 'payload' | 'result'>>): JobSummary {
  const { _id, position: _position, payload: _payload, result: _result, error, ...rest } = document;
  const summary: JobSummary = { id: _id, ...rest };
  if (error) summary.error = { ...error, details: fromJsonText<JobError['details']>(error.details) };
  return summary;
}
