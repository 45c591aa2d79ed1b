import type { JobRetry } from '#contracts';

/**
 * When a failed attempt runs again: exponential backoff with full jitter.
 *
 * Full jitter (the delay is drawn evenly from zero to the backoff) spreads a crowd of jobs that failed together better than
 * a backoff with a little noise on top; see Brooker, "Exponential Backoff And Jitter" (AWS Architecture Blog, 2015).
 */
export interface RetryPolicy extends Readonly<Required<Pick<JobRetry, 'baseMs' | 'factor' | 'capMs' | 'jitter'>>> {
  /** Attempts that may fail before the job has failed, unless the job says otherwise. */
  readonly maxAttempts: number;
  /** A handler may ask for a later retry (`retryAfterMs`, for example from a `Retry-After` header), up to this. */
  readonly retryAfterCapMs: number;
  /**
   * Owners a job may lose before it has failed. Losses are counted apart from failures: a killed machine is not the job's
   * fault, but a job that kills every machine it meets must end somewhere.
   */
  readonly lossBudget: number;
}

export const RETRY_POLICY: RetryPolicy = Object.freeze({
  jitter: 'full',
  maxAttempts: 3,
  baseMs: 1_000,
  factor: 2,
  capMs: 60_000,
  retryAfterCapMs: 3_600_000,
  lossBudget: 5,
});

/**
 * Milliseconds until the next attempt.
 *
 * @param failures attempts that have failed so far, this one included (1 or more)
 * @param random a number in [0, 1)
 * @param retryAfterMs the handler's own wish; the delay is never shorter than it
 */
export function retryDelayMs(policy: RetryPolicy, failures: number, random: number, retryAfterMs = 0): number {
  // The exponent is bounded so that factor ** exponent stays a finite number for any job that retries for ever.
  const backoff = Math.min(policy.capMs, policy.baseMs * policy.factor ** Math.min(failures - 1, 64));
  const jittered = Math.floor(policy.jitter === 'full' ? random * backoff : backoff);
  return Math.max(jittered, Math.min(Math.max(0, retryAfterMs), policy.retryAfterCapMs));
}

/** The platform's policy with what a job says differently. A fixed delay is an exponential one that does not grow. */
export function ownRetryPolicy(policy: RetryPolicy, retry: JobRetry | undefined): RetryPolicy {
  if (retry === undefined) return policy;
  const { strategy, baseMs = policy.baseMs, factor = policy.factor, capMs = Math.max(policy.capMs, baseMs), jitter = policy.jitter } = retry;
  return { ...policy, baseMs, factor: strategy === 'fixed' ? 1 : factor, capMs, jitter };
}
