import { setTimeout as delay } from 'node:timers/promises';

export interface EventuallyOptions {
  /** Default 10000. */
  readonly timeoutMs?: number;
  /** Pause between two tries; grows from 10 ms up to this. Default 100. */
  readonly intervalMs?: number;
  /** What is waited for, as a sentence without "that": "the job is COMPLETED". */
  readonly message?: string;
}

/** The deadline passed; `cause` is what the last try threw. */
export class NeverHappened extends Error {
  readonly code = 'never_happened';

  constructor(message: string, timeoutMs: number, last: unknown) {
    super(`${message}: not within ${timeoutMs} ms${last instanceof Error ? `; the last try said: ${last.message}` : ''}`, { cause: last });
    this.name = 'NeverHappened';
  }
}

/**
 * Calls `attempt` until it neither throws nor returns false, and resolves with what it returned. Every other value, undefined included,
 * counts as success, so that a body of `expect(…)` calls works; a value that is not there yet must throw.
 * A try that hangs does not outlive the deadline.
 */
export async function eventually<T>(attempt: () => T | Promise<T>, options: EventuallyOptions = {}): Promise<T> {
  const { timeoutMs = 10_000, intervalMs = 100, message = 'it happens' } = options;
  const deadline = performance.now() + timeoutMs;
  let last: unknown;
  for (let pause = 10; ; pause = Math.min(pause * 1.5, intervalMs)) {
    const left = deadline - performance.now();
    try {
      const value = await before(attempt, Math.max(left, 1));
      if (value !== false) return value;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (performance.now() + pause >= deadline) throw new NeverHappened(message, timeoutMs, last);
    await delay(pause);
  }
}

async function before<T>(attempt: () => T | Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the try itself did not end in time')), ms);
  });
  try {
    return await Promise.race([(async () => attempt())(), late]);
  } finally {
    clearTimeout(timer);
  }
}
