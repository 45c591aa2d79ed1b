import { StoreUnavailable } from '#event-log';
import type { Logger } from '#observability';

export interface LookOptions {
  readonly everyMs: number;
  /** The next look comes no sooner than this many times what the last one took: a costly look becomes a seldom one. */
  readonly restFactor?: number;
  readonly logger: Logger;
  /** Said when a look fails. Not of a store that is away: others say that, and the next look comes. */
  readonly failure: string;
}

/** Looks at something again and again from the start on, one look at a time, and sooner when told that there is something to see. */
export class Looks {
  private timer: NodeJS.Timeout | undefined;
  private told: NodeJS.Immediate | undefined;
  private looking: Promise<void> | undefined;
  private next: Promise<void> | undefined;
  private goesOn = false;

  constructor(
    private readonly look: () => Promise<void>,
    private readonly options: LookOptions,
  ) {}

  get running(): boolean {
    return this.goesOn;
  }

  start(): void {
    if (this.goesOn) return;
    this.goesOn = true;
    void this.now();
  }

  stop(): void {
    this.goesOn = false;
    clearTimeout(this.timer);
  }

  /** There is something to see. What is told in one turn of the event loop is one look. */
  soon(): void {
    this.told ??= setImmediate(() => {
      this.told = undefined;
      void this.now();
    });
  }

  /** Looks; what was there before the call has been seen when it resolves. */
  now(): Promise<void> {
    if (!this.goesOn) return Promise.resolve();
    if (this.looking !== undefined) {
      this.next ??= this.looking.then(() => {
        this.next = undefined;
        return this.now();
      });
      return this.next;
    }
    this.looking = this.lookOnce().finally(() => (this.looking = undefined));
    return this.looking;
  }

  private async lookOnce(): Promise<void> {
    clearTimeout(this.timer);
    const startedAt = performance.now();
    try {
      await this.look();
    } catch (err) {
      if (!(err instanceof StoreUnavailable)) this.options.logger.error({ err }, this.options.failure);
    }
    if (this.goesOn) this.timer = setTimeout(() => void this.now(), pauseAfter(performance.now() - startedAt, this.options)).unref();
  }
}

export function pauseAfter(tookMs: number, { everyMs, restFactor = 0 }: Pick<LookOptions, 'everyMs' | 'restFactor'>): number {
  return Math.max(everyMs - tookMs, tookMs * restFactor, 0);
}
