import type { JobError, JsonObject } from '#contracts';
import { AttemptError } from './attempt-error';
import type { JobHandler } from './define-handler';
import type { AbortReason, HandlerContext } from './handler-context';
import { storableResult } from './storable-result';

/** How a run of a handler ended. */
export type HandlerOutcome =
  | { readonly kind: 'succeeded'; readonly result?: unknown }
  | { readonly kind: 'failed'; readonly cause: 'failed' | 'timed_out'; readonly error: JobError; readonly retryAfterMs?: number };

/**
 * Runs a handler once, its payload checked first. Never throws: whatever happens inside is an outcome.
 *
 * @param onBug told of what a handler threw that was no {@link AttemptError}, while nobody had asked it to stop
 */
export async function runHandler(handler: JobHandler, context: HandlerContext, onBug: (error: unknown) => void = () => undefined): Promise<HandlerOutcome> {
  try {
    const [fault, ...others] = handler.faultsOf(context.payload);
    if (fault) {
      const errors = [fault, ...others].map(({ pointer, message }): JsonObject => ({ pointer, message }));
      throw new AttemptError('invalid_payload', `the payload does not fit ${handler.type}: ${fault.pointer || 'it'} ${fault.message}`, { retryable: false, details: { errors } });
    }
    return { kind: 'succeeded', result: storableResult(await handler.run(context)) };
  } catch (error) {
    return outcomeOf(error, context.signal, onBug);
  }
}

/** What a thrown error comes to. */
export function outcomeOf(error: unknown, signal: AbortSignal, onBug: (error: unknown) => void = () => undefined): HandlerOutcome {
  if (signal.aborted) return { kind: 'failed', cause: 'failed', error: ABORTED[signal.reason as AbortReason] ?? ABORTED.shutdown };
  if (error instanceof AttemptError) {
    const { message, retryable, details, outOfTime, retryAfterMs } = error;
    const code = codeOf(error.code) ?? FALLBACK_CODE;
    return { kind: 'failed', cause: outOfTime ? 'timed_out' : 'failed', error: { code, message: cut(message), retryable, ...(details ? { details } : {}) }, retryAfterMs };
  }
  onBug(error);
  const code = codeOf((error as { code?: unknown } | null | undefined)?.code) ?? FALLBACK_CODE;
  return { kind: 'failed', cause: 'failed', error: { code, message: cut(error instanceof Error ? error.message : String(error)), retryable: true } };
}

/** Reported where a signal ended the attempt; a fenced one reports nothing. */
const ABORTED: Record<AbortReason, JobError> = {
  cancelled: { code: 'cancelled', message: 'The job was cancelled while it ran.', retryable: false },
  shutdown: { code: 'worker_stopped', message: 'The worker was stopped before the attempt came to its end.', retryable: true },
  timed_out: { code: 'timed_out', message: 'The attempt ran out of its time.', retryable: true },
  fenced: { code: 'fenced', message: 'Another delivery owns the job.', retryable: false },
};

const FALLBACK_CODE = 'handler_error';
const MAX_MESSAGE = 2_000;

/** The code that an error brings along, in the contract's form: Node's `ECONNREFUSED` is `econnrefused`. */
function codeOf(code: unknown): string | undefined {
  if (typeof code !== 'string') return undefined;
  const lower = code.toLowerCase();
  return /^[a-z][a-z0-9_]{0,63}$/.test(lower) ? lower : undefined;
}

function cut(message: string): string {
  const text = message.toWellFormed() || 'no message';
  return text.length <= MAX_MESSAGE ? text : `${text.slice(0, MAX_MESSAGE - 1).toWellFormed()}…`;
}
