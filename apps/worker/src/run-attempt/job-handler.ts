import type { JsonObject } from '#contracts';
import type { Logger } from '#observability';

/**
 * What runs a job of one type.
 *
 * A job may run more than once (a worker that dies after its effect and before its report runs again elsewhere), so an effect on the
 * outside should happen once per `idempotencyKey`, which is the same for every attempt of the job.
 */
export interface JobHandler<Payload extends object = JsonObject, Result = unknown> {
  readonly type: string;
  /** JSON Schema 2020-12 of the payload. What does not fit fails without another attempt. */
  readonly payloadSchema: object;
  /**
   * Resolves with the result (any JSON value, or nothing). Throws {@link AttemptError} to say how it failed; any other throw is a failure
   * that may be retried. Should end soon after `context.signal` has fired, by throwing.
   */
  run(payload: Payload, context: AttemptContext): Promise<Result>;
}

export interface AttemptContext {
  readonly jobId: string;
  readonly deliveryId: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** The same for every attempt of the job. */
  readonly idempotencyKey: string;
  readonly correlationId: string;
  /** Fires when the job is cancelled, when somebody else owns it, or when the worker has to stop. */
  readonly signal: AbortSignal;
  readonly logger: Logger;
}

/** How an attempt failed, for programs: the code is stable, lower case with underscores. */
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
