import type { EnvelopeOf } from '#contracts';
import { isRecorded, startSpan, type TraceSpan } from '#observability';
import type { HandlerOutcome } from '#worker-sdk';

/** What an attempt is in the trace of its job. */
export interface AttemptSpans {
  /** Reports of the attempt stand below it. */
  readonly traceparent: string;
  /** What the handler itself does stands below this. */
  readonly handler: TraceSpan;
  end(outcome: HandlerOutcome): void;
}

/**
 * Two spans of an attempt that has its grant: the message being worked on, from the first ask on, and within it the handler, from now on. Nothing where
 * the job's trace is not recorded.
 */
export function attemptSpans(job: EnvelopeOf<'job.queued'>, deliveryId: string, attempt: number, askedMs: number): AttemptSpans | undefined {
  if (!isRecorded(job.traceparent)) return undefined;
  const { jobId, type, queue } = job.payload;
  const about = { 'observatory.job.id': jobId, 'observatory.job.type': type, 'observatory.job.attempt': attempt };
  const transport = { 'messaging.system': 'rabbitmq', 'messaging.operation.type': 'process', 'messaging.message.id': job.eventId };
  const whole = startSpan('process job.queued', {
    kind: 'consumer',
    parent: job.traceparent,
    startMs: askedMs,
    attributes: { ...about, ...transport, 'observatory.job.queue': queue, 'observatory.delivery.id': deliveryId },
  });
  if (whole === undefined) return undefined;
  const handler = startSpan(`run ${type}`, { parent: whole.traceparent, attributes: about }) as TraceSpan;
  return {
    traceparent: whole.traceparent,
    handler,
    end(outcome) {
      const fault = outcome.kind === 'failed' ? outcome.error.code : undefined;
      handler.end(fault);
      whole.end(fault);
    },
  };
}
