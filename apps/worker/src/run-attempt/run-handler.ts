import type { EnvelopeOf, JobError } from '#contracts';
import { withContext, type Logger } from '#observability';
import type { HandlerRegistry } from './handler-registry';
import { AttemptError, type AttemptContext } from './job-handler';
import type { AbortReason, HandlerOutcome } from './protocol';
import { storableResult } from './storable-result';

/** Runs the handler of one attempt to its end. Never throws: whatever happens inside is an outcome. */
export async function runHandler(registry: HandlerRegistry, job: EnvelopeOf<'job.queued'>, context: AttemptContext): Promise<HandlerOutcome> {
  const { type, payload } = job.payload;
  try {
    const handler = registry.prepare(type, payload);
    const result = await withContext({ correlationId: context.correlationId, jobId: context.jobId }, () => handler.run(payload, context));
    return { kind: 'succeeded', result: storableResult(result) };
  } catch (error) {
    return failureOf(error, context.signal, context.logger);
  }
}

function failureOf(error: unknown, signal: AbortSignal, logger: Logger): HandlerOutcome {
  if (signal.aborted) return { kind: 'failed', cause: 'failed', error: ABORTED[signal.reason as AbortReason] ?? ABORTED.shutdown };
  if (error instanceof AttemptError) {
    const { code, message, retryable, details, outOfTime, retryAfterMs } = error;
    return { kind: 'failed', cause: outOfTime ? 'timed_out' : 'failed', error: { code, message: cut(message), retryable, ...(details ? { details } : {}) }, retryAfterMs };
  }
  logger.error({ err: error }, 'a handler threw something unforeseen');
  return { kind: 'failed', cause: 'failed', error: { code: 'handler_error', message: cut(error instanceof Error ? error.message : String(error)), retryable: true } };
}

/** Reported where a signal ended the attempt; a fenced one reports nothing. */
const ABORTED: Record<AbortReason, JobError> = {
  cancelled: { code: 'cancelled', message: 'The job was cancelled while it ran.', retryable: false },
  shutdown: { code: 'worker_stopped', message: 'The worker was stopped before the attempt came to its end.', retryable: true },
  timed_out: { code: 'timed_out', message: 'The attempt ran out of its time.', retryable: true },
  fenced: { code: 'fenced', message: 'Another delivery owns the job.', retryable: false },
};

const MAX_MESSAGE = 2_000;

function cut(message: string): string {
  const text = message || 'no message';
  return text.length <= MAX_MESSAGE ? text : `${text.slice(0, MAX_MESSAGE - 1)}…`;
}
