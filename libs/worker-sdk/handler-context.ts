import type { JsonObject, ParentOutcome } from '#contracts';

/** Why a handler's signal fired; stands in `signal.reason`. */
export type AbortReason = 'fenced' | 'cancelled' | 'timed_out' | 'shutdown';

/** What a handler gets to know, and whom it can tell something. */
export interface HandlerContext<Payload extends object = JsonObject> {
  /** Fits the handler's schema. */
  readonly payload: Payload;
  readonly jobId: string;
  readonly deliveryId: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /**
   * The same for every attempt of the job. A job may run more than once (a worker that dies after its effect and before its report runs again
   * elsewhere): an effect on the outside should happen once per key.
   */
  readonly idempotencyKey: string;
  readonly correlationId: string;
  /**
   * Fires when the job is cancelled, its time is over, somebody else owns it, or the worker has to stop. A handler should then end soon, by
   * throwing; one that goes on is not listened to any more.
   */
  readonly signal: AbortSignal;
  /** The jobs that this one waited for, and their results. */
  readonly parents: readonly ParentOutcome[];
  /** Lines for the job's log and the worker's own. Bounded: what is too much is dropped and counted. Never waits, never throws. */
  readonly log: HandlerLog;
  /** How far it has come. Often or seldom: at most two a second are passed on, the last one always. Never waits, never throws. */
  readonly progress: (value: Progress, message?: string) => void;
}

/** A share of 1, or how many of how many. */
export type Progress = number | { readonly done: number; readonly total: number };

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** One method per level; `facts` stand behind the text, as JSON. */
export type HandlerLog = { readonly [Level in LogLevel]: (text: string, facts?: object) => void };
