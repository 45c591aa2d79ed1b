import { setTimeout as delay } from 'node:timers/promises';
import { isStoreUnavailable, type ReadModelStore } from '#read-model';
import type { Logger } from '#observability';
import type { DependencyState } from '../dependency-state';
import { FeedUnavailable } from '../feed/log-feed';
import type { LogProjection } from './log-projection';
import { HeadWatch } from './watch-head';

/** Readers tell their lag by the head that is written down here; a quarter of a second is what they promise. */
const LOOK_EVERY_MS = 250;

/** While events flow, their own positions say how far the log is; and an instance without deliveries only stands by. */
const LOOK_SELDOM_MS = 1_000;

/** Pointers may have been switched by a rebuild elsewhere, and readers follow within a second too. */
const REFRESH_EVERY_MS = 1_000;

/**
 * How long the read models may stand still behind a known head before its events count as lost. The instance that is served by the broker
 * knows best; the one standing by leaves it the first try.
 */
const PATIENCE_MS = 1_000;
const PATIENCE_STANDING_BY_MS = 3_000;

/** When this instance was served by the broker last, by `performance.now()`. */
export interface BrokerActivity {
  readonly connectedSinceMs: number | undefined;
  readonly deliveredAtMs: number | undefined;
}

/** Looks at the end of the log again and again, for as long as the service runs. */
export class HeadLookService {
  private readonly watch = new HeadWatch();
  private readonly stopped = new AbortController();
  private running: Promise<void> | undefined;
  private refreshedAtMs = -Infinity;
  private lookedAtMs = -Infinity;

  constructor(
    private readonly projection: LogProjection,
    private readonly store: Pick<ReadModelStore, 'ping'>,
    private readonly activity: BrokerActivity,
    private readonly dependencies: { readonly mongodb: DependencyState; readonly gateway: DependencyState },
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.running ??= this.run();
  }

  async stop(): Promise<void> {
    this.stopped.abort();
    await this.running;
  }

  get isServed(): boolean {
    const { connectedSinceMs, deliveredAtMs } = this.activity;
    return connectedSinceMs !== undefined && deliveredAtMs !== undefined && deliveredAtMs >= connectedSinceMs;
  }

  private async run(): Promise<void> {
    while (!this.stopped.signal.aborted) {
      if (this.isDue(performance.now())) await this.look();
      await delay(LOOK_EVERY_MS, undefined, { signal: this.stopped.signal }).catch(() => undefined);
    }
  }

  private isDue(nowMs: number): boolean {
    const busy = nowMs - (this.activity.deliveredAtMs ?? -Infinity) < LOOK_EVERY_MS;
    return nowMs - this.lookedAtMs >= (busy || !this.isServed ? LOOK_SELDOM_MS : LOOK_EVERY_MS);
  }

  private async look(): Promise<void> {
    const atMs = performance.now();
    this.lookedAtMs = atMs;
    const { mongodb, gateway } = this.dependencies;
    try {
      await this.store.ping();
      mongodb.up();
      const refresh = atMs - this.refreshedAtMs >= REFRESH_EVERY_MS;
      await this.projection.lookAtHead(this.watch, { atMs, wall: new Date(), patienceMs: this.isServed ? PATIENCE_MS : PATIENCE_STANDING_BY_MS }, refresh);
      if (refresh) this.refreshedAtMs = atMs;
      gateway.up();
    } catch (error) {
      if (error instanceof FeedUnavailable) gateway.down(error);
      else if (isStoreUnavailable(error)) {
        mongodb.down(error);
        await this.tellLag();
      }
      else this.logger.error({ err: error }, 'comparing the read models with the log failed');
    }
  }

  private async tellLag(): Promise<void> {
    const { gateway } = this.dependencies;
    await this.projection.tellLag().then(
      () => gateway.up(),
      (error: Error) => gateway.down(error),
    );
  }
}
