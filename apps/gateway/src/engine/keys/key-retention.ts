import { setTimeout as sleep } from 'node:timers/promises';
import { StoreUnavailable, type EngineStore } from '#event-log';
import type { Logger } from '#observability';

const EVERY_MS = 60_000;
/** One round holds the log's head for some milliseconds; so many keys at most. */
const ROUND = 500;
/** Between two rounds the head is everybody else's. */
const PAUSE_MS = 50;

/**
 * Forgets idempotency keys some time after their job has ended, and dedupe keys whose window has passed: a key that is sent again later makes a new
 * job. Runs where the relay leads, in small rounds until nothing is left that is old enough.
 */
export class KeyRetention {
  private timer: NodeJS.Timeout | undefined;
  private forgetting = false;

  constructor(
    private readonly store: Pick<EngineStore, 'forgetKeys'>,
    private readonly retentionMs: number,
    private readonly logger: Logger,
    private readonly round: number = ROUND,
  ) {}

  start(): void {
    this.timer ??= setInterval(() => void this.forget(), EVERY_MS);
    void this.forget();
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  async forget(): Promise<void> {
    if (this.forgetting) return;
    this.forgetting = true;
    let forgotten = 0;
    try {
      for (let one = 1; one > 0 && this.timer !== undefined; ) {
        one = await this.store.forgetKeys(this.retentionMs, this.round);
        forgotten += one;
        if (one > 0) await sleep(PAUSE_MS);
      }
    } catch (err) {
      if (!(err instanceof StoreUnavailable)) this.logger.error({ err }, 'keys could not be forgotten');
    } finally {
      this.forgetting = false;
      if (forgotten > 0) this.logger.info({ forgotten }, 'keys of jobs that ended long ago were forgotten');
    }
  }
}
