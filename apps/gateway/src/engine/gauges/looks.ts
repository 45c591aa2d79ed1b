import { StoreUnavailable } from '#event-log';
import type { Logger } from '#observability';

export interface LookOptions {
  readonly everyMs: number;
  /** The next look comes no sooner than this many times what the last one took: a costly look becomes a seldom one. */
  readonly restFactor: number;
  readonly logger: Logger;
}

/** Looks at something again and again, one look at a time, and never for more than its share of the store's time. */
export class Looks {
  private timer: NodeJS.Timeout | undefined;
  private life = 0;

  constructor(
    private readonly look: () => Promise<void>,
    private readonly options: LookOptions,
  ) {}

  start(): void {
    if (this.timer !== undefined) return;
    this.life += 1;
    this.next(0, this.life);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.life += 1;
  }

  private next(inMs: number, life: number): void {
    this.timer = setTimeout(() => void this.lookOnce(life), inMs);
    this.timer.unref();
  }

  private async lookOnce(life: number): Promise<void> {
    const startedAt = performance.now();
    try {
      await this.look();
    } catch (err) {
      if (!(err instanceof StoreUnavailable)) this.options.logger.error({ err }, 'gauges could not be read from the store');
    }
    const tookMs = performance.now() - startedAt;
    if (life === this.life) this.next(pauseAfter(tookMs, this.options), life);
  }
}

export function pauseAfter(tookMs: number, { everyMs, restFactor }: Pick<LookOptions, 'everyMs' | 'restFactor'>): number {
  return Math.max(everyMs, tookMs * restFactor);
}
