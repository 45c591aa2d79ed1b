import type { JsonObject } from '#contracts';

/**
 * How an attempt failed, for programs: the code is stable, lower case with underscores. What a handler throws otherwise is a failure as well,
 * worth another attempt; this says more.
 */
export class AttemptError extends Error {
  override readonly name = 'AttemptError';
  readonly retryable: boolean;
  readonly outOfTime: boolean;
  readonly retryAfterMs: number | undefined;
  readonly details: JsonObject | undefined;

  constructor(
    readonly code: string,
    message: string,
    facts: { retryable: boolean; outOfTime?: boolean; retryAfterMs?: number; details?: JsonObject; cause?: unknown },
  ) {
    super(message, { cause: facts.cause });
    this.retryable = facts.retryable;
    this.outOfTime = facts.outOfTime ?? false;
    this.retryAfterMs = facts.retryAfterMs;
    this.details = facts.details;
  }
}

export interface FailureFacts {
  readonly details?: JsonObject;
  readonly cause?: unknown;
}

/** `throw giveUp('no_such_image', 'there is no image at …')`: another attempt cannot help, and there will be none. */
export function giveUp(code: string, message: string, facts: FailureFacts = {}): AttemptError {
  return new AttemptError(code, message, { ...facts, retryable: false });
}

/**
 * `throw retryAfter(30_000)`: another attempt may help, and not before this many milliseconds (a day at most). It counts as a failed attempt
 * like any other.
 */
export function retryAfter(ms: number, message = `to be tried again in ${ms} ms`, facts: FailureFacts & { readonly code?: string } = {}): AttemptError {
  const { code = 'retry_later', ...rest } = facts;
  const retryAfterMs = Number.isFinite(ms) ? Math.round(Math.min(MAX_RETRY_AFTER_MS, Math.max(0, ms))) : 0;
  return new AttemptError(code, message, { ...rest, retryable: true, retryAfterMs });
}

/** The contract's bound on `retryAfterMs`. */
const MAX_RETRY_AFTER_MS = 86_400_000;
