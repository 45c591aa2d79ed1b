import type { AttemptDenial, AttemptGrant, AttemptRef, AttemptRevocation, EnvelopeOf, JobPriority, PayloadOf } from '#contracts';
import type { AbortReason, HandlerOutcome } from '#worker-sdk';

/**
 * What goes into the worker's side of the delivery protocol and what comes out of it. Nothing here does I/O or reads a clock; see
 * `attempt-protocol.ts` for the rules. `Handle` settles a delivery at the broker and means nothing to the protocol.
 */
export type ProtocolInput<Handle> =
  /** The broker delivered a job message. */
  | JobDelivered<Handle>
  | { readonly kind: 'granted'; readonly grants: readonly Granted[] }
  | { readonly kind: 'denied'; readonly denials: readonly AttemptDenial[] }
  | { readonly kind: 'revoked'; readonly revocations: readonly AttemptRevocation[] }
  | { readonly kind: 'probed'; readonly attempts: readonly AttemptRef[] }
  | { readonly kind: 'owned'; readonly attempts: readonly AttemptRef[] }
  | { readonly kind: 'handler_ended'; readonly deliveryId: string; readonly outcome: HandlerOutcome }
  | { readonly kind: 'report_confirmed'; readonly reportId: number }
  /** Nacked, unroutable, or lost with its connection: to be sent again. */
  | { readonly kind: 'report_failed'; readonly reportId: number }
  | { readonly kind: 'publisher_up' }
  | { readonly kind: 'publisher_down' }
  /** Deliveries and what the gateway says arrive from now on. */
  | { readonly kind: 'consumer_up' }
  /** The connection that delivers is gone, and with it every delivery: the broker gives them to somebody else. */
  | { readonly kind: 'consumer_down' }
  /** The timer set for `nextTimerMs` fired; early or late does no harm. */
  | { readonly kind: 'time_passed' }
  /** The gateway says that this worker is to take nothing more, or that it may again. */
  | { readonly kind: 'intake_paused' }
  | { readonly kind: 'intake_resumed' }
  /** Start nothing more; hand back what has not started. */
  | { readonly kind: 'stop' }
  /** The grace of the shutdown is over: abort what still runs. */
  | { readonly kind: 'abort_all' };

/** A grant; with the job itself where it answers an offer. */
export type Granted = Omit<AttemptGrant, 'message'> & { readonly job?: EnvelopeOf<'job.queued'> };

export interface JobDelivered<Handle> {
  readonly kind: 'delivered';
  readonly job: EnvelopeOf<'job.queued'>;
  readonly priority: JobPriority;
  readonly redelivered: boolean;
  readonly handle: Handle;
  readonly bytes: number;
}

export type { AbortReason, HandlerOutcome };

export type ProtocolOutput<Handle> =
  | StartAttempt
  | { readonly kind: 'abort'; readonly deliveryId: string; readonly reason: AbortReason }
  /** The attempt is over although its handler may go on: nothing it says from now on is to leave this process. */
  | { readonly kind: 'abandon'; readonly deliveryId: string }
  | { readonly kind: 'ack'; readonly handles: readonly Handle[] }
  | { readonly kind: 'hand_back'; readonly handles: readonly Handle[] }
  | SendReport
  /**
   * Consume with this many unsettled deliveries per queue and priority from now on; 0 stops consuming. Repeating a number starts counting
   * anew.
   */
  | { readonly kind: 'subscribe'; readonly prefetch: number };

export interface StartAttempt {
  readonly kind: 'start';
  readonly deliveryId: string;
  readonly attempt: number;
  readonly job: EnvelopeOf<'job.queued'>;
  /** How long ago it was first asked for. */
  readonly askedAgoMs: number;
  readonly trace: AttemptTrace;
}

/** Shared between the protocol, which says where reports stand in a trace, and whoever runs the attempt, who knows its span. */
export interface AttemptTrace {
  traceparent: string | undefined;
}

/** A message to the gateway. With a `reportId` it is told `report_confirmed` or `report_failed`; without one nobody waits for it. */
export type SendReport = { [T in WorkerReport]: ReportOf<T> }[WorkerReport];

interface ReportOf<T extends WorkerReport> {
  readonly kind: 'send';
  readonly eventType: T;
  readonly payload: PayloadOf[T];
  readonly correlationId: string;
  /** Trace context of the one delivery that it is about. */
  readonly traceparent?: string;
  /** Those of the deliveries, where it is about several. */
  readonly members?: readonly string[];
  readonly reportId?: number;
}

export type WorkerReport =
  | 'attempt.asked'
  | 'attempt.started'
  | 'attempt.succeeded'
  | 'attempt.failed'
  | 'attempt.returned'
  | 'attempt.heartbeat'
  | 'attempt.probe_answered'
  | 'worker.offered';

export type HandBackReason = 'slots_busy' | 'paused' | 'shutdown';

/** What the protocol tells whoever counts. */
export interface ProtocolObserver {
  granted(afterMs: number): void;
  /** A grant that came too late to be used. */
  expired(): void;
  denied(): void;
  handedBack(count: number, reason: HandBackReason): void;
}
