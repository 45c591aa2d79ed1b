import type { AttemptRef, EnvelopeOf } from '#contracts';
import type { AbortReason, AttemptTrace } from './protocol';

/**
 * One delivery in the worker's hands. It moves through these states:
 *
 *     waiting ──► asked ──► granted ──► running ──► reported ──► (acked, remembered as ended)
 *        │          │          │           ├──► fenced: signal fired, acked, nothing reported
 *        │          │          │           └──► cut off: out of time, or deaf to a cancel; reported, its handler not listened to any more
 *        │          │          └──► returned: the grant is not used, `attempt.returned`, acked when confirmed
 *        │          └──► denied: acked; what is to run later is queued again by the gateway
 *        └──► handed back to the broker
 */
export interface Held<Handle> {
  readonly deliveryId: string;
  readonly jobId: string;
  readonly job: EnvelopeOf<'job.queued'>;
  readonly redelivered: boolean;
  /** Where what is said of it stands in its trace: below the sending of its message, and once it runs below its attempt. */
  readonly trace: AttemptTrace;
  /** Whether there is a handler here for the type of the job. */
  readonly handled: boolean;
  /** Gone once it was acked, or with its connection. */
  handle: Handle | undefined;
  state: 'waiting' | 'asked' | 'granted' | 'running' | 'reported' | 'returned' | 'over';
  /** When each ask was sent; ask n stands at n - 1. */
  readonly sentAtMs: number[];
  grantedUntilMs: number;
  attempt: number;
  startedMs: number;
  /** Milliseconds since 1970. */
  startedWall: number;
  abortReason: AbortReason | undefined;
  /** When it will be cut off, and why; see `cut-off.ts`. */
  closes: { readonly atMs: number; readonly as: 'timed_out' | 'cancelled' } | undefined;
}

export function heldOf<Handle>(facts: Pick<Held<Handle>, 'deliveryId' | 'job' | 'redelivered' | 'handled' | 'handle'>): Held<Handle> {
  return { ...facts, jobId: facts.job.payload.jobId, trace: { traceparent: facts.job.traceparent }, state: 'waiting', sentAtMs: [], grantedUntilMs: 0, attempt: 0, startedMs: 0, startedWall: 0, abortReason: undefined, closes: undefined };
}

export function refOf({ jobId, deliveryId }: AttemptRef): AttemptRef {
  return { jobId, deliveryId };
}
