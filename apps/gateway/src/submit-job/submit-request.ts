import { hash } from 'node:crypto';
import type { SubmitJobRequest } from '#contracts';
import type { SubmitCommand, TicketClaim } from '#domain';
import { uuidV7 } from '#event-log';
import { ApiError } from '#http';
import type { Principal } from '#identity';
import { principalOf, type Submitter } from '../governance/policy-gate';
import { DEFAULT_QUEUE } from '../queues/job-queues';

/** Where a submission comes from. The tenant is that of whoever asks, and is nowhere in the request. */
export interface SubmitOrigin extends Submitter {
  readonly tenantId: string;
  readonly correlationId: string;
  /** What it shows in place of a credential: used up with the submission. */
  readonly ticket?: TicketClaim;
  /** Id of the principal, where somebody is asked who they are. */
  readonly submittedBy?: string;
}

/** Where a request of this caller's comes from. */
export function submitOrigin(caller: Principal, correlationId: string, purpose?: string): SubmitOrigin {
  const { kind, id, tenantId } = caller;
  return { tenantId, correlationId, principal: principalOf(caller), purpose, ...(kind === 'anonymous' ? {} : { submittedBy: id }) };
}

/** See tickKey in the domain. */
export const REDRIVE_KEYS = 'redrive:';
const RESERVED_KEYS = [
  ['schedule:', 'a schedule'],
  [REDRIVE_KEYS, 'the next life of a job'],
] as const;
const IDEMPOTENCY_KEY = /^[\x20-\x7e]{1,255}$/;

/**
 * The key a request is known by: from the header or the body.
 *
 * @throws ApiError validation_failed when the header is not printable ASCII of 1 to 255 characters, or differs from the body's
 */
export function idempotencyKeyOf(header: string | undefined, body: string | undefined): string | undefined {
  if (header === undefined) return body;
  if (!IDEMPOTENCY_KEY.test(header)) {
    throw refusedKey('the Idempotency-Key header must be 1 to 255 characters of printable ASCII');
  }
  if (body !== undefined && body !== header) throw refusedKey('the Idempotency-Key header and the idempotencyKey of the body differ');
  return header;
}

/** Who could take the key of a tick that is to come, or of a job's next life, could take its job's place. @throws ApiError validation_failed */
export function refuseReservedKey(key: string | undefined): void {
  for (const [prefix, whose] of RESERVED_KEYS) if (key?.startsWith(prefix)) throw refusedKey(`an idempotency key that begins with ${prefix} belongs to ${whose}`);
}

function refusedKey(detail: string): ApiError {
  return new ApiError('validation_failed', { detail, errors: [{ pointer: '/idempotencyKey', message: detail }] });
}

/**
 * The command a request stands for, with everything it left out filled in.
 *
 * @param nowMs by the clock of the store, which is the one that jobs become due by
 * @param traceparent of the request, if it belongs to a trace
 * @throws ApiError validation_failed for options that exclude each other
 */
export function submitCommand(request: SubmitJobRequest, idempotencyKey: string | undefined, { tenantId, correlationId, ticket, submittedBy }: SubmitOrigin, nowMs: number, traceparent?: string): SubmitCommand {
  refuseContradictions(request);
  const { tags, externalRef, retry, timeoutMs, after, onParentFailure, dedupe } = request;
  const debounced = dedupe?.mode === 'last';
  const command = {
    jobId: uuidV7(),
    tenantId,
    correlationId: request.correlationId ?? correlationId,
    traceparent,
    type: request.type,
    queue: request.queue ?? DEFAULT_QUEUE,
    priority: request.priority ?? ('normal' as const),
    payload: request.payload ?? {},
    idempotencyKey,
    maxAttempts: request.maxAttempts,
    runAt: debounced ? instant(nowMs + dedupe.windowMs) : (request.runAt ?? (request.delayMs ? instant(nowMs + request.delayMs) : undefined)),
    deadlineAt: request.deadlineAt ?? (request.deadlineMs === undefined ? undefined : instant(nowMs + request.deadlineMs)),
    tags: tags?.length === 0 ? undefined : tags && [...new Set(tags)],
    externalRef,
    retry,
    timeoutMs,
    after: after && [...new Set(after)],
    onParentFailure,
    dedupe: dedupe && { key: dedupe.key, until: instant(nowMs + dedupe.windowMs) },
    ticket,
    submittedBy,
  };
  return idempotencyKey === undefined ? command : { ...command, requestHash: requestHash({ ...request, ...defaultsOf(command) }) };
}

const instant = (ms: number): string => new Date(ms).toISOString();

const defaultsOf = ({ type, queue, priority, payload, maxAttempts }: SubmitCommand) => ({ type, queue, priority, payload, maxAttempts });

/** Pairs of which a request may have one. */
const EITHER: readonly (readonly [keyof SubmitJobRequest, keyof SubmitJobRequest, string])[] = [
  ['runAt', 'delayMs', 'they say the same in two ways'],
  ['deadlineAt', 'deadlineMs', 'they say the same in two ways'],
  ['after', 'runAt', 'a job that waits for others is queued when they have ended'],
  ['after', 'delayMs', 'a job that waits for others is queued when they have ended'],
];

function refuseContradictions(request: SubmitJobRequest): void {
  const faults = EITHER.filter(([a, b]) => request[a] !== undefined && request[b] !== undefined).map(([a, b, why]) => ({ pointer: `/${b}`, message: `cannot stand beside ${a}: ${why}` }));
  if (request.dedupe?.mode === 'last') {
    for (const field of ['runAt', 'delayMs', 'after'] as const) {
      if (request[field] !== undefined) faults.push({ pointer: `/${field}`, message: 'cannot stand beside dedupe.mode last: the window says when the job is queued' });
    }
  }
  if (faults.length > 0) throw new ApiError('validation_failed', { detail: faults.map(({ pointer, message }) => `${pointer} ${message}`).join('; '), errors: faults });
}

/**
 * What makes two requests the same: everything that decides what is run. The correlation id is not part of it, a client that tries again may well have
 * a new one. Filled-in defaults are, so that leaving a field out and spelling its default are the same.
 */
export function requestHash(request: Omit<SubmitJobRequest, 'idempotencyKey' | 'correlationId'>): string {
  const { type, queue, priority, payload, maxAttempts, runAt, delayMs, deadlineAt, deadlineMs, tags, externalRef, retry, timeoutMs, after, onParentFailure, dedupe } = request;
  const options = { runAt, delayMs, deadlineAt, deadlineMs, tags, externalRef, retry, timeoutMs, after, onParentFailure, dedupe };
  return hash('sha256', canonicalJson({ type, queue, priority, payload, maxAttempts: maxAttempts ?? null, ...options }), 'base64url');
}

/** JSON with sorted keys: the same value gives the same text, however a client orders its fields (after RFC 8785). */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const fields = Object.entries(value).filter(([, field]) => field !== undefined);
    fields.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}
