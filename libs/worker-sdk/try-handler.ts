import { randomUUID } from 'node:crypto';
import type { ParentOutcome } from '#contracts';
import type { JobHandler } from './define-handler';
import { LOG_LEVELS, type HandlerContext, type HandlerLog, type LogLevel, type Progress } from './handler-context';
import { runHandler, type HandlerOutcome } from './run-handler';

/** What a handler did when it was tried: how it ended, and what it told on the way. */
export interface Tried {
  readonly outcome: HandlerOutcome;
  readonly lines: readonly { readonly level: LogLevel; readonly text: string; readonly facts?: object }[];
  readonly progress: readonly { readonly value: Progress; readonly message?: string }[];
}

/** Runs a handler in a test, as a worker would: payload check, run, outcome. No broker, no gateway. */
export async function tryHandler(handler: JobHandler, payload: object, options: TryOptions = {}): Promise<Tried> {
  const lines: Tried['lines'][number][] = [];
  const progress: Tried['progress'][number][] = [];
  const log = Object.fromEntries(LOG_LEVELS.map((level) => [level, (text: string, facts?: object) => void lines.push({ level, text, ...(facts === undefined ? {} : { facts }) })])) as HandlerLog;
  const context: HandlerContext = {
    payload: payload as HandlerContext['payload'],
    jobId: randomUUID(),
    deliveryId: randomUUID(),
    attempt: options.attempt ?? 1,
    idempotencyKey: options.idempotencyKey ?? randomUUID(),
    correlationId: options.correlationId ?? randomUUID(),
    signal: options.signal ?? new AbortController().signal,
    parents: options.parents ?? [],
    log,
    progress: (value, message) => void progress.push({ value, ...(message === undefined ? {} : { message }) }),
  };
  return { outcome: await runHandler(handler, context), lines, progress };
}

export interface TryOptions {
  readonly attempt?: number;
  readonly idempotencyKey?: string;
  readonly correlationId?: string;
  readonly signal?: AbortSignal;
  readonly parents?: readonly ParentOutcome[];
}
