import type { SubmitJobResponse } from '#contracts';
import type { Accepted } from '../history/check-history';
import { elapse } from './elapse';
import { KeyedPool } from './keyed-pool';
import type { NewJob } from './client';

const CONNECTIONS_PER_GATEWAY = 24;
const RETRY_AFTER_MS = 200;

/**
 * A client under load that keeps its own record: it submits each job until some gateway has answered 202, the key making repeats harmless, and
 * writes down what it was promised. Connections are bounded, so a slow system makes it wait instead of drowning it in sockets.
 */
export class LoadClient {
  readonly accepted: Accepted[] = [];
  readonly attemptedKeys = new Set<string>();
  private readonly pools: KeyedPool[];
  private turn = 0;

  constructor(gatewayUrls: readonly string[]) {
    this.pools = gatewayUrls.map((url) => new KeyedPool(url, { connections: CONNECTIONS_PER_GATEWAY, headersTimeout: 10_000, bodyTimeout: 10_000 }));
  }

  /** Resolves when the job is accepted; rejects when no gateway has accepted it after `timeoutMs`. */
  async submit(job: NewJob & { idempotencyKey: string }, timeoutMs = 90_000): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    this.attemptedKeys.add(job.idempotencyKey);
    const body = JSON.stringify(job);
    for (;;) {
      // Not told apart by `instanceof Error`: a test runs in a realm of its own, and the errors of sockets come from another.
      try {
        const answer = await this.tryOnce(body);
        this.accepted.push({ jobId: answer.jobId, position: answer.position, idempotencyKey: job.idempotencyKey });
        return;
      } catch (error) {
        if (performance.now() > deadline) throw new Error(`${job.idempotencyKey} was not accepted in ${timeoutMs} ms`, { cause: error });
      }
      await elapse(RETRY_AFTER_MS);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.pools.map((pool) => pool.close()));
  }

  private async tryOnce(body: string): Promise<SubmitJobResponse> {
    const pool = this.pools[this.turn++ % this.pools.length] as KeyedPool;
    const answer = await pool.request({ method: 'POST', path: '/v1/jobs', headers: { 'content-type': 'application/json' }, body });
    if (answer.statusCode !== 202) throw new Error(`answered ${answer.statusCode}: ${await answer.body.text()}`);
    return (await answer.body.json()) as SubmitJobResponse;
  }
}
