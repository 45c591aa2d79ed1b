import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * What every log line written inside a piece of work carries. Kept in an `AsyncLocalStorage`, so that nothing has to be passed by hand;
 * on Node 24 that costs a pointer per promise.
 */
export interface WorkContext {
  readonly correlationId: string;
  readonly jobId?: string;
  readonly tenantId?: string;
  /** W3C trace context of the work, where it has one. */
  readonly traceparent?: string;
  /** The request, for whoever wants to know where it came from. Log lines do without. */
  readonly request?: WorkRequest;
}

export interface WorkRequest {
  readonly ip: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly correlationId: string;
}

const storage = new AsyncLocalStorage<WorkContext>();

/** Runs `work` (and everything it awaits) under a correlation id. */
export function withCorrelation<T>(correlationId: string, work: () => T): T {
  return storage.run({ correlationId }, work);
}

/** Runs `work` under a whole context: correlation id, and job and tenant where they are known. */
export function withContext<T>(context: WorkContext, work: () => T): T {
  return storage.run(context, work);
}

/**
 * Starts something that does not belong to the work under way, although that set it going: a loop that serves everybody must not log in the name of the
 * request that woke it.
 */
export function withoutContext<T>(start: () => T): T {
  return storage.exit(start);
}

/** The correlation id of the work under way, or `undefined` outside of any. */
export function currentCorrelationId(): string | undefined {
  return storage.getStore()?.correlationId;
}

/** The context of the work under way, or `undefined` outside of any. */
export function currentContext(): WorkContext | undefined {
  return storage.getStore();
}
