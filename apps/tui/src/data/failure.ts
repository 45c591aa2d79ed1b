import { ProblemError } from '#observatory-client';

/** Why something could not be had or done. */
export type FailureKind = 'refused' | 'usage' | 'not_found' | 'unavailable' | 'unexpected';

export interface Failure {
  readonly kind: FailureKind;
  readonly message: string;
  /** What to do about it. */
  readonly advice?: string;
}

const UNAVAILABLE = new Set([429, 502, 503, 504]);

export function failureOf(error: unknown): Failure {
  if (error instanceof ProblemError) return ofProblem(error);
  if (error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError')) return { kind: 'unavailable', message: 'no answer in time', advice: 'Try again; if it stays so, look at `make status`.' };
  // What fetch says when there is nobody to talk to.
  if (error instanceof TypeError) return { kind: 'unavailable', message: causeOf(error), advice: 'Is it running? `make status` tells; `make start` starts a local stack; OBSERVATORY_URL and GATEWAY_URL say where it is elsewhere.' };
  return { kind: 'unexpected', message: error instanceof Error ? error.message : String(error) };
}

function ofProblem(error: ProblemError): Failure {
  const details = (error.problem?.errors ?? []).map((fault) => Object.values(fault).join(': ')).join('; ');
  const message = details === '' ? error.message : `${error.message} (${details})`;
  if (error.code === 'unreadable_answer' && error.status === 404) return { kind: 'unavailable', message: `${new URL(error.url).pathname} is not offered there`, advice: 'Is that address an observatory (or gateway) of this version?' };
  if (error.status === 401) return { kind: 'refused', message, advice: 'Sign in with `observatory login` (again, if the session has ended), or set OBSERVATORY_TOKEN to an API key.' };
  if (error.isNotFound) return { kind: 'not_found', message };
  if (error.status >= 500 || UNAVAILABLE.has(error.status)) return { kind: 'unavailable', message, ...(error.retryAfterSeconds === undefined ? {} : { advice: `Try again in ${error.retryAfterSeconds} s.` }) };
  return { kind: error.status === 400 || error.status === 422 ? 'usage' : 'refused', message };
}

function causeOf(error: TypeError): string {
  const cause = error.cause;
  if (typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string') {
    if (cause.code === 'ECONNREFUSED') return 'nobody listens there (connection refused)';
    if (cause.code === 'ENOTFOUND' || cause.code === 'EAI_AGAIN') return 'no such host';
    return `the connection failed (${cause.code})`;
  }
  return cause instanceof Error ? cause.message : error.message;
}
