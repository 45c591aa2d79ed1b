import type { BulkSubmitResponse } from '#contracts';
import { eventually } from '#testing';
import type { Pool } from 'undici';
import { percentile, round } from './bench';
import { NO_OP } from './client';

const PER_CALL = 1_000;

export interface Logged {
  readonly eventType: string;
  readonly occurredAt: string;
  readonly payload: { readonly jobId?: string; readonly idempotencyKey?: string; readonly startedAt?: string };
  readonly stream: { readonly position: number };
}

export const lateness = (late: readonly number[]) => ({ p50Ms: percentile(late, 0.5), p99Ms: percentile(late, 0.99), maxMs: round(Math.max(...late)) });

/** Submits a no-op job for each of `offsetsMs`, due so many milliseconds after `aheadMs` from now. Answers when each of them is due, by job. */
export async function submitDue(gateway: Pool, offsetsMs: readonly number[], aheadMs: number, onProgress?: (done: number) => void): Promise<Map<string, number>> {
  const due = new Map<string, number>();
  const firstMs = Date.now() + aheadMs;
  for (let from = 0; from < offsetsMs.length; from += PER_CALL) {
    const runAt = offsetsMs.slice(from, from + PER_CALL).map((offsetMs) => firstMs + offsetMs);
    const { items } = await call<BulkSubmitResponse>(gateway, 202, 'POST', '/v1/jobs/bulk', { jobs: runAt.map((ms) => ({ ...NO_OP, runAt: new Date(ms).toISOString() })) });
    for (const { index, jobId } of items) if (jobId !== undefined) due.set(jobId, runAt[index] as number);
    onProgress?.(from + items.length);
  }
  if (Date.now() > firstMs) throw new Error('submitting took longer than thought: the first jobs were due before the last was submitted');
  return due;
}

/** Reads the log from where it has stopped reading. */
export class Feed {
  private after = 0;

  constructor(private readonly gateway: Pool) {}

  async skip(): Promise<void> {
    while ((await this.page(0)).length > 0);
  }

  /** Until `see` has seen enough; looked at four times a second, so that the reader takes little from what it measures. */
  async until(see: (event: Logged) => boolean): Promise<void> {
    await eventually(async () => (await this.page(0)).map(see).includes(true), { timeoutMs: 180_000, intervalMs: 250, message: 'all of them have happened' });
  }

  private async page(waitMs: number): Promise<Logged[]> {
    const answer = await this.gateway.request({ method: 'GET', path: `/v1/events?after=${this.after}&limit=10000&waitMs=${waitMs}` });
    const events = (await answer.body.text())
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Logged);
    this.after = events.at(-1)?.stream.position ?? this.after;
    return events;
  }
}

export async function call<T>(gateway: Pool, status: number, method: 'POST' | 'DELETE', path: string, body?: object): Promise<T> {
  const answer = await gateway.request({ method, path, headers: body && { 'content-type': 'application/json' }, body: body && JSON.stringify(body) });
  const text = await answer.body.text();
  if (answer.statusCode !== status) throw new Error(`${method} ${path} answered ${answer.statusCode}: ${text.slice(0, 500)}`);
  return JSON.parse(text) as T;
}
