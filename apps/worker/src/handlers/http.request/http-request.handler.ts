import { Agent, errors, request, type Dispatcher } from 'undici';
import { AttemptError, defineHandler, type HandlerContext } from '#worker-sdk';
import { HTTP_REQUEST_PAYLOAD_SCHEMA, type HttpRequestPayload } from './http-request.payload';
import { readBody, type BoundedBody } from './read-body';

export interface HttpRequestResult extends BoundedBody {
  readonly status: number;
  /** Names in lower case; several values of one name are joined with a comma and a blank, as HTTP allows. */
  readonly headers: Readonly<Record<string, string>>;
  readonly durationMs: number;
}

/**
 * Sends one HTTP request and keeps the response: status, headers and up to 64 KiB of the body. Redirects are not followed; a 3xx is a
 * status like any other.
 *
 * Sends `Idempotency-Key` and `X-Correlation-Id` of the job unless the payload sets them: another attempt at the same job sends the same
 * key.
 *
 * | what happens | code | another attempt |
 * |---|---|---|
 * | a status that was not expected: 5xx, 429 | `unexpected_status` | yes, after `Retry-After` if given |
 * | any other status that was not expected | `unexpected_status` | no |
 * | no connection, or it broke | `connection_failed` | yes |
 * | no whole response within `timeoutMs` | `timed_out` | yes |
 */
export const httpRequest = defineHandler<HttpRequestPayload, HttpRequestResult>({
  type: 'http.request',
  payloadSchema: HTTP_REQUEST_PAYLOAD_SCHEMA,
  async run(context) {
    const { payload } = context;
    const startedMs = performance.now();
    const timeoutMs = payload.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    const timeout = AbortSignal.timeout(timeoutMs);
    const response = await exchange(context, AbortSignal.any([context.signal, timeout])).catch((error: unknown) => {
      throw failureOf(error, timeout, timeoutMs);
    });
    const result: HttpRequestResult = { ...response, durationMs: Math.round(performance.now() - startedMs) };
    if (isExpected(response.status, payload.expectedStatus)) return result;
    throw new AttemptError('unexpected_status', `the server answered ${response.status}`, {
      retryable: response.status >= 500 || response.status === 429,
      retryAfterMs: retryAfterMs(response.headers['retry-after'], Date.now()),
      details: { response: { ...result, body: result.body.slice(0, MAX_BODY_IN_ERROR) } },
    });
  },
});

async function exchange(context: HandlerContext<HttpRequestPayload>, signal: AbortSignal): Promise<Omit<HttpRequestResult, 'durationMs'>> {
  const { payload } = context;
  const { body, implied } = bodyOf(payload.body);
  const response = await request(payload.url, {
    dispatcher,
    method: payload.method ?? 'GET',
    headers: headersOf(payload, { ...implied, 'idempotency-key': context.idempotencyKey, 'x-correlation-id': context.correlationId }),
    body,
    signal,
  });
  return { status: response.statusCode, headers: flat(response.headers), ...(await readBody(response.body, MAX_BODY_BYTES)) };
}

/**
 * One pool for the process: a webhook target that is called all the time keeps its connections. Times are bounded per request, not here.
 */
const dispatcher = new Agent({ connect: { timeout: 10_000 }, headersTimeout: 0, bodyTimeout: 0, keepAliveTimeout: 10_000, maxHeaderSize: 16_384 });

const DEFAULT_TIMEOUT_MS = 30_000;
const MAX_BODY_BYTES = 65_536;
/** An error is for people and is copied into several places; the start of the body tells what went wrong. */
const MAX_BODY_IN_ERROR = 2_000;
/** A server may ask for a pause, not for a year. */
const MAX_RETRY_AFTER_MS = 3_600_000;

function bodyOf(body: unknown): { body?: string; implied: Record<string, string> } {
  if (body === undefined) return { implied: {} };
  if (typeof body === 'string') return { body, implied: { 'content-type': 'text/plain; charset=utf-8' } };
  return { body: JSON.stringify(body), implied: { 'content-type': 'application/json' } };
}

function headersOf({ headers = {} }: HttpRequestPayload, implied: Record<string, string>): Record<string, string> {
  const given = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
  return { ...Object.fromEntries(Object.entries(implied).filter(([name]) => !given.has(name))), ...headers };
}

function flat(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]])));
}

function isExpected(status: number, expected: HttpRequestPayload['expectedStatus']): boolean {
  if (expected === undefined) return status >= 200 && status <= 299;
  return typeof expected === 'number' ? status === expected : expected.includes(status);
}

function failureOf(error: unknown, timeout: AbortSignal, timeoutMs: number): unknown {
  if (timeout.aborted) return new AttemptError('timed_out', `no whole response within ${timeoutMs} ms`, { retryable: true, outOfTime: true, cause: error });
  const { code, message } = error as { code?: string; message?: string };
  if (error instanceof errors.InvalidArgumentError) return new AttemptError('invalid_request', `the request cannot be sent: ${message}`, { retryable: false, cause: error });
  const details = code ? { code } : undefined;
  return new AttemptError('connection_failed', `the request failed: ${[message, code].filter(Boolean).join(' ')}`, { retryable: true, cause: error, details });
}

/** Seconds or an HTTP date. */
function retryAfterMs(value: string | undefined, nowMs: number): number | undefined {
  if (value === undefined) return undefined;
  const ms = /^\d+$/.test(value.trim()) ? Number(value) * 1_000 : Date.parse(value) - nowMs;
  return Number.isFinite(ms) ? Math.min(MAX_RETRY_AFTER_MS, Math.max(0, ms)) : undefined;
}
