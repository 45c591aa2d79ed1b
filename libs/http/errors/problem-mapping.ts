import { ErrorCode, Fault, Problem } from '#contracts';
import { HttpException } from '@nestjs/common';
import { ApiError } from './api-error';
import { ERROR_CATALOGUE, ErrorKind, isErrorCode } from './error-catalogue';

/*
 * The one place where an error becomes problem+json (RFC 9457). Four kinds arrive here:
 *  - errors that carry a code of the catalogue (`ApiError`, and the errors of libraries that know nothing of HTTP);
 *  - Fastify's own, raised before a route is reached: unreadable body, wrong content type, body too large, bad URL;
 *  - Nest's `HttpException`, from its own pipes;
 *  - everything else, which is a bug or broken infrastructure: 500, and nothing of it leaves the process but the correlation id.
 */

/** What only the request knows. */
export interface ProblemContext {
  /** Path of the request, without the query. */
  readonly instance?: string;
  readonly correlationId?: string;
}

interface Described {
  readonly code: ErrorCode;
  readonly detail?: string;
  readonly errors?: readonly Fault[];
  readonly retryAfterSeconds?: number;
}

/** Fastify's error codes that stand for one of ours. What is not listed goes by its status. */
const FASTIFY_CODES: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed_json',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed_json',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_BODY_TOO_LARGE: 'payload_too_large',
};

const STATUS_CODES: Readonly<Record<number, ErrorCode>> = {
  404: 'not_found',
  405: 'method_not_allowed',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
};

/** What the contract allows for `detail` and `instance`. */
const LONGEST_TEXT = 2000;

const TITLES: Readonly<Record<number, string>> = { 408: 'The request took too long to arrive', 414: 'The address is too long', 431: 'The headers are too large' };

/** The problem document for any error whatever. Its `status` is the status of the answer. */
export function toProblem(error: unknown, context: ProblemContext = {}): Problem {
  const described = describe(error);
  const kind: ErrorKind = ERROR_CATALOGUE[described.code];
  const status = described.code === 'validation_failed' ? (clientStatusOf(error) ?? kind.status) : kind.status;
  const retryAfterSeconds = described.retryAfterSeconds ?? kind.retryAfterSeconds;
  return {
    type: problemType(described.code),
    title: TITLES[status] ?? kind.title,
    status,
    code: described.code,
    ...(described.detail === undefined ? {} : { detail: described.detail.slice(0, LONGEST_TEXT) }),
    ...(context.instance === undefined ? {} : { instance: context.instance.slice(0, LONGEST_TEXT) }),
    ...(context.correlationId === undefined ? {} : { correlationId: context.correlationId }),
    ...(described.errors === undefined ? {} : { errors: [...described.errors] }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    ...(error instanceof ApiError && error.policy !== undefined && { policy: error.policy }),
  };
}

/** The `type` of a problem: a name, not an address, since where the documentation lies may change. */
export function problemType(code: ErrorCode): string {
  return `urn:job-observatory:error:${code}`;
}

function describe(error: unknown): Described {
  if (!(error instanceof Error)) return { code: 'internal_error' };
  const coded = error as Error & { code?: unknown; detail?: unknown; errors?: readonly Fault[]; retryAfterSeconds?: unknown };
  if (isErrorCode(coded.code)) {
    return {
      code: coded.code,
      ...(coded.code === 'internal_error' ? {} : { detail: typeof coded.detail === 'string' ? coded.detail : error.message }),
      ...(Array.isArray(coded.errors) ? { errors: coded.errors } : {}),
      ...(typeof coded.retryAfterSeconds === 'number' ? { retryAfterSeconds: coded.retryAfterSeconds } : {}),
    };
  }
  const status = clientStatusOf(error);
  if (status === undefined) return { code: 'internal_error' };
  // Fastify's JSON parser throws a SyntaxError of the language where it has no error of its own.
  const code = error instanceof SyntaxError ? 'malformed_json' : (FASTIFY_CODES[String(coded.code)] ?? STATUS_CODES[status] ?? 'validation_failed');
  return { code, detail: error.message };
}

/** The 4xx status that Fastify or Nest gave an error, if any. */
function clientStatusOf(error: unknown): number | undefined {
  const status = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: unknown } | null | undefined)?.statusCode;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}
