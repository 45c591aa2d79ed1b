import { withContext, type Logger } from '#observability';
import type { DataKeys } from '#sealing';
import { AttemptError, outcomeOf, runHandler, type HandlerContext, type HandlerOutcome } from '#worker-sdk';
import { runOpened } from '../open-job/sealed-attempt';
import type { HandlerRegistry } from './handler-registry';

/**
 * Runs the handler of one attempt to its end, in the context of its job, so that every line it logs says which. Never throws: whatever happens
 * inside is an outcome.
 */
export async function runAttempt(registry: HandlerRegistry, type: string, context: HandlerContext, { logger, keys }: { readonly logger: Logger; readonly keys?: DataKeys }, traceparent?: string): Promise<HandlerOutcome> {
  const handler = registry.find(type);
  // Asked for as unhandled, so granted only by a gateway that does not know the word.
  if (!handler) return outcomeOf(new AttemptError('unknown_job_type', `no worker of this build knows the job type ${type}`, { retryable: false }), context.signal);
  const onBug = (err: unknown): void => logger.error({ err }, 'a handler threw something unforeseen');
  const { correlationId, jobId } = context;
  return withContext(traceparent === undefined ? { correlationId, jobId } : { correlationId, jobId, traceparent }, () => runOpened(context, keys, (opened) => runHandler(handler, opened, onBug)));
}
