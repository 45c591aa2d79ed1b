import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from './client';

/** How often a round of work begins. */
const ROUND_MS = 100;
/** Rounds that may be under way at once: while the system is away, the load waits with it. */
const MAX_ROUNDS = 30;

/** Work that succeeds, round after round, until it is stopped: about 40 jobs a second, read back through the observatory. */
export class Load {
  private readonly stopped = new AbortController();
  private readonly underWay = new Set<Promise<void>>();
  private running: Promise<void> | undefined;

  /** `secondQueue` must have a worker, or what goes there waits for ever. */
  constructor(
    private readonly client: Client,
    private readonly secondQueue = 'mail',
  ) {}

  start(): void {
    this.running ??= this.run();
  }

  async stop(): Promise<void> {
    this.stopped.abort();
    await this.running;
    await Promise.all(this.underWay);
  }

  private async run(): Promise<void> {
    const { signal } = this.stopped;
    for (let number = 0; !signal.aborted; number++) {
      if (this.underWay.size < MAX_ROUNDS) {
        const round = this.round(number).finally(() => this.underWay.delete(round));
        this.underWay.add(round);
      }
      await delay(ROUND_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  private async round(number: number): Promise<void> {
    const first = await this.client.submit({ type: 'simulate.work', payload: { durationMs: 60, steps: 2 }, queue: number % 3 === 0 ? this.secondQueue : 'default' });
    await this.client.command('POST', '/v1/jobs/bulk', { jobs: [{}, {}, {}].map(() => ({ type: 'simulate.work', payload: { durationMs: 5 } })) });
    if (first === undefined) return;
    await this.client.read(`/v1/jobs/${first.jobId}?atLeast=${first.position}`);
    await this.client.read('/v1/overview');
  }
}
