import type { ServerResponse } from 'node:http';
import type { EventReader } from '#event-log';

/** Finds what other gateways commit and nobody announced. */
const LOOK_EVERY_MS = 250;

interface Waiter {
  readonly after: number;
  readonly wake: (found: boolean) => void;
}

/** Long polls: holds readers that are at the end of the log until it grows. One look at the head serves all of them. */
export class LogWaiter {
  private readonly waiters = new Set<Waiter>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly reader: EventReader) {}

  /** Resolves true when there is something after the position, false when the time is over or the reader has gone. */
  wait(after: number, ms: number, response?: Pick<ServerResponse, 'once' | 'off'>): Promise<boolean> {
    return new Promise((resolve) => {
      const wake = (found: boolean): void => {
        clearTimeout(timeout);
        response?.off('close', gone);
        this.waiters.delete(waiter);
        if (this.waiters.size === 0) this.rest();
        resolve(found);
      };
      const gone = (): void => wake(false);
      const waiter: Waiter = { after, wake };
      const timeout = setTimeout(() => wake(false), ms);
      response?.once('close', gone);
      this.waiters.add(waiter);
      this.timer ??= setInterval(() => void this.look(), LOOK_EVERY_MS);
    });
  }

  /** The log has grown up to here. */
  grown(position: number): void {
    for (const waiter of [...this.waiters]) if (position > waiter.after) waiter.wake(true);
  }

  /** Perhaps the log has grown. */
  async look(): Promise<void> {
    if (this.waiters.size === 0) return;
    try {
      this.grown((await this.reader.head()).position);
    } catch {
      // The store is down: whoever waits is told by the read that follows the end of the wait.
    }
  }

  /** Lets everybody go: the service is stopping. */
  stop(): void {
    for (const waiter of [...this.waiters]) waiter.wake(false);
    this.rest();
  }

  private rest(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }
}
