import { ErrorCode } from '#contracts';

/** What an error code means over HTTP. Titles are fixed per code (RFC 9457); the occurrence's own story goes into `detail`. */
export interface ErrorKind {
  readonly status: number;
  readonly title: string;
  /** Sent as `Retry-After` unless the error brings its own; whole seconds. */
  readonly retryAfterSeconds?: number;
}

/** The one table from error code to answer. `docs/errors.md` explains each of them to callers; a test compares the two. */
export const ERROR_CATALOGUE = {
  malformed_json: { status: 400, title: 'The body is not valid JSON' },
  unsupported_media_type: { status: 415, title: 'The body must be application/json' },
  validation_failed: { status: 400, title: 'The request does not match its schema' },
  payload_too_large: { status: 413, title: 'The body is larger than the limit' },
  unknown_job_type: { status: 422, title: 'No handler is known for this type of job' },
  idempotency_conflict: { status: 409, title: 'The idempotency key was used for a different request' },
  unauthorized: { status: 401, title: 'The request does not say who asks, or not rightly' },
  forbidden: { status: 403, title: 'The caller may not do this' },
  foreign_origin: { status: 403, title: 'The command comes from a page of another origin' },
  policy_denied: { status: 403, title: 'A rule of the policy refuses the job' },
  ticket_mismatch: { status: 403, title: 'The ticket is for another request' },
  ticket_replayed: { status: 409, title: 'The ticket was used before' },
  not_found: { status: 404, title: 'There is nothing at this address' },
  method_not_allowed: { status: 405, title: 'This address does not support the method' },
  invalid_cursor: { status: 400, title: 'The cursor is not one that this service gave out' },
  too_many_queues: { status: 409, title: 'The number of queues has reached its limit' },
  schedule_exists: { status: 409, title: 'There is a schedule of this name already' },
  user_exists: { status: 409, title: 'The tenant has a user of this name already' },
  too_many_schedules: { status: 409, title: 'The number of schedules has reached its limit' },
  job_not_failed: { status: 409, title: 'The job has not failed' },
  job_not_scheduled: { status: 409, title: 'The job does not wait for a time' },
  opted_out: { status: 403, title: 'The person does not let their data be used for this' },
  job_not_held: { status: 409, title: 'The job does not wait for an approval' },
  policy_update_failed: { status: 422, title: 'The policy file cannot be used' },
  policy_integrity_check_failed: { status: 422, title: 'The policy file is not the one that it should be' },
  erased: { status: 410, title: 'The key of what was sealed has been destroyed' },
  sealing_unavailable: { status: 409, title: 'This installation cannot seal or open values' },
  alert_resolved: { status: 409, title: 'The alert is over' },
  profile_running: { status: 409, title: 'A profile is being taken already' },
  queue_full: { status: 503, title: 'The queue is full', retryAfterSeconds: 5 },
  store_unavailable: { status: 503, title: 'The store cannot be reached', retryAfterSeconds: 1 },
  broker_unavailable: { status: 503, title: 'The broker cannot be reached', retryAfterSeconds: 1 },
  gateway_unavailable: { status: 503, title: 'The gateway cannot be reached', retryAfterSeconds: 1 },
  not_ready: { status: 503, title: 'The service is starting or stopping', retryAfterSeconds: 1 },
  at_least_timeout: { status: 503, title: 'The read model has not reached the position yet', retryAfterSeconds: 1 },
  too_many_streams: { status: 429, title: 'Too many streams are open', retryAfterSeconds: 5 },
  rate_limited: { status: 429, title: 'There are too many requests', retryAfterSeconds: 1 },
  quota_exceeded: { status: 429, title: 'The tenant has used up its quota', retryAfterSeconds: 5 },
  limits_unavailable: { status: 503, title: 'The limits cannot be kept now', retryAfterSeconds: 5 },
  internal_error: { status: 500, title: 'The service failed' },
} as const satisfies Readonly<Record<ErrorCode, ErrorKind>>;

/** Whether a value is a code of the catalogue. */
export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(ERROR_CATALOGUE, code);
}
