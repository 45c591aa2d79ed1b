import type { Envelope } from '#contracts';
import { eventually } from '#testing';
import { fetch } from '../../deploy/native/keyed-fetch';
import { checkHistory, type Accepted } from '../history/check-history';
import type { AppProcess } from '../system/app-process';
import { Client } from '../system/client';
import { elapse } from '../system/elapse';
import type { System } from '../system/system';
import { percentile, round, type Bench } from './bench';

const WORKERS = 3;
/** Probes count only once the prober's own connection has been up for 6 s. */
const PROBER_WARM_MS = 6_500;
/** Long enough to be met at work, short enough that the second run is soon over. */
const RUNS_FOR_MS = 800;

type Started = Extract<Envelope, { eventType: 'job.started' }>;

/**
 * kill -9 of the worker that runs the only job, again and again: from the kill to the start of the handler elsewhere, both by this machine's clock; the start
 * as the event log has it. The victim is started again and awaited before the next kill, so that its boot is no part of what is measured. `lost` are
 * jobs that were accepted and have not ended; `doubleTerminal` are jobs that ended more than once.
 */
export const recovery: Bench = {
  name: 'recovery',
  about: 'kill -9 of the working worker → its job runs elsewhere',
  async run({ system, progress, n }) {
    const kills = n ?? 100;
    const running = await system({ count: { worker: WORKERS } });
    const client = Client.of(running);
    await elapse(PROBER_WARM_MS);
    const accepted: Accepted[] = [];
    const samples: number[] = [];
    for (let i = 0; i < kills; i++) {
      const idempotencyKey = `recovery-${i}`;
      const { jobId, position } = await client.submit({ type: 'simulate.work', payload: { durationMs: RUNS_FOR_MS }, idempotencyKey });
      accepted.push({ jobId, position, idempotencyKey });
      const [first] = await starts(client, jobId, position, 1);
      const victim = await workerOf(running, first?.payload.workerId);
      const killedAtMs = Date.now();
      await victim.end('SIGKILL');
      const [, second] = await starts(client, jobId, position, 2);
      samples.push(Date.parse(second?.payload.startedAt ?? '') - killedAtMs);
      await Promise.all([victim.start().ready(), client.until(jobId, 'COMPLETED')]);
      progress((i + 1) / kills, `${i + 1} kills`);
    }
    const verdict = checkHistory({ accepted, attemptedKeys: new Set(accepted.map(({ idempotencyKey }) => idempotencyKey as string)), log: await client.log() });
    return {
      n: kills,
      kills: samples.length,
      p50Ms: percentile(samples, 0.5),
      p99Ms: percentile(samples, 0.99),
      maxMs: round(Math.max(...samples)),
      lost: verdict.lost.length + verdict.unfinished.length,
      doubleTerminal: verdict.doubleTerminals.length,
    };
  },
};

/** The first `count` starts of a job, in the log after a position. */
function starts(client: Client, jobId: string, after: number, count: number): Promise<Started[]> {
  return eventually(
    async () => {
      const found = (await client.log(after)).filter((event): event is Started => event.eventType === 'job.started' && event.payload.jobId === jobId);
      if (found.length < count) throw new Error(`it has started ${found.length} times`);
      return found;
    },
    { timeoutMs: 60_000, intervalMs: 10, message: `job ${jobId} starts for the ${count}. time` },
  );
}

async function workerOf(system: System, workerId: string | undefined): Promise<AppProcess> {
  for (const worker of system.of('worker')) {
    const status = (await (await fetch(`${worker.url}/status`)).json()) as { instanceId: string };
    if (status.instanceId === workerId) return worker;
  }
  throw new Error(`no worker is ${workerId}`);
}
