import type { LoggedEvent } from '#read-model';

/** The end of the log. */
export interface LogHead {
  readonly position: number;
  readonly epoch: string;
}

/** Some contiguous events of the log, and how far the log went when they were asked for. */
export interface FeedChunk {
  readonly events: readonly LoggedEvent[];
  readonly head: LogHead;
}

/** The log, read from its owner. Reads throw `FeedUnavailable` when the gateway does not answer as it should. */
export interface LogFeed {
  head(): Promise<LogHead>;
  /** Events after a position, oldest first, up to the end of the log or to `upTo` (inclusive), in chunks bounded by number and size. */
  read(range: { after: number; upTo?: number; signal?: AbortSignal }): AsyncIterable<FeedChunk>;
}

/** The log cannot be read now. Worth another try later. */
export class FeedUnavailable extends Error {
  readonly code = 'feed_unavailable';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'FeedUnavailable';
  }
}

/** Runs ahead by one item: the next one is fetched and parsed while the caller still works on this one. */
export async function* readAhead<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]();
  let next = iterator.next();
  next.catch(() => undefined);
  try {
    for (;;) {
      const item = await next;
      if (item.done) return;
      next = iterator.next();
      next.catch(() => undefined);
      yield item.value;
    }
  } finally {
    await next.catch(() => undefined);
    await iterator.return?.();
  }
}
