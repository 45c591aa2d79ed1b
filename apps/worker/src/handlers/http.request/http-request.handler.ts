import { errors } from 'undici';
import { AttemptError, defineHandler, giveUp, type HandlerContext, type JobHandler } from '#worker-sdk';
import { exchange, isExpected, type Exchanged } from './exchange';
import { AddressNotAllowed, guardedAgent, type Resolve } from './guarded-agent';
import { HTTP_REQUEST_PAYLOAD_SCHEMA, type HttpRequestPayload } from './http-request.payload';
import { AddressRules } from './public-addresses';
import { signatureOf, type SigningSecrets } from './signature';

export interface HttpRequestResult extends Exchanged {
  readonly durationMs: number;
}

export interface HttpRequestSettings {
  /** Internal addresses, networks and hosts that may be reached. None when absent. */
  readonly allow?: readonly string[];
  readonly secrets?: SigningSecrets;
  /** Instead of the system's resolver. */
  readonly resolve?: Resolve;
}

/**
 * Sends one HTTP request and keeps the response: status, headers and up to 64 KiB of the body. Only public addresses are connected to.
 *
 * Sends `Idempotency-Key` and `X-Correlation-Id` of the job unless the payload sets them: another attempt at the same job sends the same
 * key. With `signWith` it signs the body, see `signature.ts`.
 *
 * | what happens | code | another attempt |
 * |---|---|---|
 * | a status that was not expected: 408, 425, 429, 5xx, or what `retryStatuses` says | `unexpected_status` | yes, after `Retry-After` if given |
 * | any other status that was not expected | `unexpected_status` | no |
 * | no connection, or it broke | `connection_failed` | yes |
 * | no whole response within `timeoutMs` | `timed_out` | yes |
 * | an address that is not public; too many redirects, or one to no URL; a secret that is not there | `address_not_allowed`, `too_many_redirects`, `invalid_redirect`, `unknown_secret` | no |
 */
export function httpRequest(settings: HttpRequestSettings = {}): JobHandler {
  /** One pool for the process: a webhook target that is called all the time keeps its connections. */
  const agent = guardedAgent(new AddressRules(settings.allow), settings.resolve);
  return defineHandler<HttpRequestPayload, HttpRequestResult>({
    type: 'http.request',
    payloadSchema: HTTP_REQUEST_PAYLOAD_SCHEMA,
    async run(ctx) {
      const { payload } = ctx;
      const startedMs = performance.now();
      const timeoutMs = payload.timeoutMs ?? DEFAULT_TIMEOUT_MS;
      const timeout = AbortSignal.timeout(timeoutMs);
      const response = await exchange(payload, messageOf(ctx, settings.secrets ?? {}), agent, AbortSignal.any([ctx.signal, timeout])).catch((error: unknown) => {
        throw failureOf(error, timeout, timeoutMs);
      });
      const result: HttpRequestResult = { ...response, durationMs: Math.round(performance.now() - startedMs) };
      if (isExpected(response.status, payload.expectedStatus)) return result;
      throw new AttemptError('unexpected_status', `the server answered ${response.status}`, {
        retryable: payload.retryStatuses?.includes(response.status) ?? mayBeRetried(response.status),
        retryAfterMs: retryAfterMs(response.headers['retry-after'], Date.now()),
        details: { response: { ...result, body: result.body.slice(0, MAX_BODY_IN_ERROR) } },
      });
    },
  });
}

const DEFAULT_TIMEOUT_MS = 30_000;
/** An error is for people and is copied into several places; the start of the body tells what went wrong. */
const MAX_BODY_IN_ERROR = 2_000;
/** A server may ask for a pause, not for a year. */
const MAX_RETRY_AFTER_MS = 3_600_000;

/** Took too long, came too early, too many requests, and the server's own trouble. */
function mayBeRetried(status: number): boolean {
  return status >= 500 || status === 408 || status === 425 || status === 429;
}

function messageOf({ payload, idempotencyKey, correlationId }: HandlerContext<HttpRequestPayload>, secrets: SigningSecrets): { headers: Record<string, string>; body: string | undefined } {
  const { body, implied } = bodyOf(payload.body);
  const headers = headersOf(payload, { ...implied, 'idempotency-key': idempotencyKey, 'x-correlation-id': correlationId });
  if (payload.signWith === undefined) return { headers, body };
  const secret = Object.hasOwn(secrets, payload.signWith) ? secrets[payload.signWith] : undefined;
  if (secret === undefined) throw giveUp('unknown_secret', `this worker has no secret named ${payload.signWith}`);
  return { headers: { ...headers, 'x-observatory-signature': signatureOf(secret, body ?? '', Date.now()) }, body };
}

function bodyOf(body: unknown): { body?: string; implied: Record<string, string> } {
  if (body === undefined) return { implied: {} };
  if (typeof body === 'string') return { body, implied: { 'content-type': 'text/plain; charset=utf-8' } };
  return { body: JSON.stringify(body), implied: { 'content-type': 'application/json' } };
}

/** What the payload sets wins, but for the signature, which nobody else can make. */
function headersOf({ headers = {} }: HttpRequestPayload, implied: Record<string, string>): Record<string, string> {
  const given = Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'x-observatory-signature');
  const names = new Set(given.map(([name]) => name.toLowerCase()));
  return { ...Object.fromEntries(Object.entries(implied).filter(([name]) => !names.has(name))), ...Object.fromEntries(given) };
}

function failureOf(error: unknown, timeout: AbortSignal, timeoutMs: number): unknown {
  if (error instanceof AttemptError) return error;
  if (error instanceof AddressNotAllowed) return giveUp('address_not_allowed', `${error.message}; WORKER_HTTP_ALLOW can allow it`, { cause: error, details: { host: error.host } });
  if (timeout.aborted) return new AttemptError('timed_out', `no whole response within ${timeoutMs} ms`, { retryable: true, outOfTime: true, cause: error });
  const { code, message } = error as { code?: string; message?: string };
  if (error instanceof errors.InvalidArgumentError) return giveUp('invalid_request', `the request cannot be sent: ${message}`, { cause: error });
  const details = code ? { code } : undefined;
  return new AttemptError('connection_failed', `the request failed: ${[message, code].filter(Boolean).join(' ')}`, { retryable: true, cause: error, details });
}

/** Seconds or an HTTP date. */
function retryAfterMs(value: string | undefined, nowMs: number): number | undefined {
  const text = value?.trim() ?? '';
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : /^[A-Za-z]{3,9},? /.test(text) ? Date.parse(text) - nowMs : NaN;
  return Number.isFinite(ms) ? Math.min(MAX_RETRY_AFTER_MS, Math.max(0, ms)) : undefined;
}
