import { hash } from 'node:crypto';
import type { SubmitJobRequest } from '#contracts';
import type { SubmitCommand } from '#domain';
import { uuidV7 } from '#event-log';
import { ApiError } from '#http';
import { DEFAULT_QUEUE } from '../queues/job-queues';

/** There is one tenant until accounts come; everything is keyed by it already. */
export const DEFAULT_TENANT = 'default';

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

function refusedKey(detail: string): ApiError {
  return new ApiError('validation_failed', { detail, errors: [{ pointer: '/idempotencyKey', message: detail }] });
}

/** The command a request stands for, with everything it left out filled in. */
export function submitCommand(request: SubmitJobRequest, idempotencyKey: string | undefined, correlationId: string): SubmitCommand {
  const command = {
    jobId: uuidV7(),
    tenantId: DEFAULT_TENANT,
    correlationId: request.correlationId ?? correlationId,
    type: request.type,
    queue: request.queue ?? DEFAULT_QUEUE,
    priority: request.priority ?? ('normal' as const),
    payload: request.payload ?? {},
    idempotencyKey,
    maxAttempts: request.maxAttempts,
  };
  return idempotencyKey === undefined ? command : { ...command, requestHash: requestHash(command) };
}

/**
 * What makes two requests the same: everything that decides what is run. The correlation id is not part of it, a client that tries again may well have
 * a new one. Filled-in defaults are, so that leaving a field out and spelling its default are the same.
 */
export function requestHash(request: Pick<SubmitCommand, 'type' | 'queue' | 'priority' | 'payload' | 'maxAttempts'>): string {
  const { type, queue, priority, payload, maxAttempts } = request;
  return hash('sha256', canonicalJson({ type, queue, priority, payload, maxAttempts: maxAttempts ?? null }), 'base64url');
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
