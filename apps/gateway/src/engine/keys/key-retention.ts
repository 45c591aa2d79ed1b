import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineStore } from '#event-log';
import type { Logger } from '#observability';
import { Looks } from '../looks';

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
  private readonly looks: Looks;

  constructor(
    private readonly store: Pick<EngineStore, 'forgetKeys'>,
    private readonly retentionMs: number,
    private readonly logger: Logger,
    private readonly round: number = ROUND,
  ) {
    this.looks = new Looks(() => this.forgetAll(), { everyMs: EVERY_MS, logger, failure: 'keys could not be forgotten' });
  }

  start(): void {
    this.looks.start();
  }

  stop(): void {
    this.looks.stop();
  }

  forget(): Promise<void> {
    return this.looks.now();
  }

  private async forgetAll(): Promise<void> {
    let forgotten = 0;
    try {
      for (let one = 1; one > 0 && this.looks.running; ) {
        one = await this.store.forgetKeys(this.retentionMs, this.round);
        forgotten += one;
        if (one > 0) await sleep(PAUSE_MS);
      }
    } finally {
      if (forgotten > 0) this.logger.info({ forgotten }, 'keys of jobs that ended long ago were forgotten');
    }
  }
}
