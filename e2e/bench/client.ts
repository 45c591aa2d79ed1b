import type { BulkSubmitResponse, OverviewResponse, SubmitJobResponse } from '#contracts';
import { eventually } from '#testing';
import { KeyedPool } from '../system/keyed-pool';

/** As large as the payload of the peers (e2e/bench/peers/programs/shape.mjs). */
export const NO_OP = { type: 'simulate.work', payload: { durationMs: 0, padding: 'x'.repeat(200) } } as const;

/** A client of the public API as any user would write it: keep-alive connections, JSON, nothing more. */
export class BenchClient {
  private readonly gateway: KeyedPool;
  private readonly observatory: KeyedPool | undefined;

  constructor(gatewayUrl: string, observatoryUrl?: string, connections = 32) {
    this.gateway = new KeyedPool(gatewayUrl, { connections });
    this.observatory = observatoryUrl === undefined ? undefined : new KeyedPool(observatoryUrl, { connections });
  }

  async submit(job: object = NO_OP): Promise<SubmitJobResponse> {
    const answer = await this.gateway.request({ method: 'POST', path: '/v1/jobs', headers: { 'content-type': 'application/json' }, body: JSON.stringify(job) });
    if (answer.statusCode !== 202) throw new Error(`POST /v1/jobs answered ${answer.statusCode}: ${await answer.body.text()}`);
    return (await answer.body.json()) as SubmitJobResponse;
  }

  /** Submits `count` jobs in calls of `perCall`, `concurrency` calls at a time. */
  async submitBulk(count: number, job: object = NO_OP, perCall = 1000, concurrency = 4, onProgress?: (done: number) => void): Promise<void> {
    let left = count;
    let done = 0;
    const lane = async (): Promise<void> => {
      while (left > 0) {
        const size = Math.min(perCall, left);
        left -= size;
        const body = JSON.stringify({ jobs: Array.from({ length: size }, () => job) });
        const answer = await this.gateway.request({ method: 'POST', path: '/v1/jobs/bulk', headers: { 'content-type': 'application/json' }, body });
        const text = await answer.body.text();
        if (answer.statusCode !== 202 && answer.statusCode !== 200) throw new Error(`POST /v1/jobs/bulk answered ${answer.statusCode}: ${text.slice(0, 500)}`);
        const result = JSON.parse(text) as BulkSubmitResponse;
        if (result.accepted !== size) throw new Error(`of ${size} jobs ${result.accepted} were accepted`);
        done += size;
        onProgress?.(done);
      }
    };
    await Promise.all(Array.from({ length: concurrency }, lane));
  }

  async overview(): Promise<OverviewResponse> {
    return this.read<OverviewResponse>('/v1/overview');
  }

  /** GET at the observatory; fails on anything but 200. */
  async read<T>(path: string): Promise<T> {
    if (!this.observatory) throw new Error('this client was made without an observatory');
    const answer = await this.observatory.request({ method: 'GET', path });
    const text = await answer.body.text();
    if (answer.statusCode !== 200) throw new Error(`GET ${path} answered ${answer.statusCode}: ${text.slice(0, 500)}`);
    return JSON.parse(text) as T;
  }

  /** The gateway's record of one path, parsed. */
  async fromGateway<T>(path: string): Promise<T> {
    const answer = await this.gateway.request({ method: 'GET', path });
    return (await answer.body.json()) as T;
  }

  /** Waits until the read model counts what `done` wants to see. */
  async until(done: (overview: OverviewResponse) => boolean, timeoutMs: number, message: string, onProgress?: (overview: OverviewResponse) => void): Promise<void> {
    await eventually(
      async () => {
        const overview = await this.overview();
        onProgress?.(overview);
        if (!done(overview)) throw new Error(`not yet: ${JSON.stringify(overview.counts)}`);
      },
      { timeoutMs, message },
    );
  }

  async close(): Promise<void> {
    await Promise.all([this.gateway.close(), this.observatory?.close()]);
  }
}
