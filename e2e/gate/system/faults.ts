import { setTimeout as delay } from 'node:timers/promises';
import type { SubmitJobResponse } from '#contracts';
import { eventually } from '#testing';
import { startServer, stopServer } from '../../../deploy/native';
import type { GateContext } from '../context';
import type { GateJob } from '../judge/jobs';
import { ask, askJson, post } from './ask';
import { livePid, STACK } from './running-system';

/** A fault that is under way. */
export interface OngoingFault {
  /** Resolves when what was broken works again. */
  repair(): Promise<void>;
}

const quietly = () => undefined;

/** MongoDB is stopped as an operator would stop it. */
export async function stopMongo({ urls }: GateContext): Promise<OngoingFault> {
  await stopServer(STACK, 'mongo', { say: quietly });
  return {
    async repair() {
      await startServer(STACK, 'mongo', { say: quietly });
      await ready(urls.observatory);
      await ready(urls.aggregator);
    },
  };
}

/** Every worker is killed without warning, again and again as its supervisor starts it. Jobs are submitted meanwhile, and must run afterwards. */
export async function killWorkers(context: GateContext): Promise<OngoingFault> {
  let killing = true;
  const killer = (async () => {
    for (; killing; await delay(50)) {
      const pid = livePid('worker');
      if (pid !== undefined) kill(pid);
    }
  })();
  for (let n = 0; n < 3; n++) await submit(context, 'simulate.work', 'waits for a worker', { durationMs: 1 }, 'COMPLETED');
  return {
    async repair() {
      killing = false;
      await killer;
      await ready(context.urls.worker);
    },
  };
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Jobs fail for good, several each second, until it is repaired. */
export async function failJobs(context: GateContext): Promise<OngoingFault> {
  let failing = true;
  const client = (async () => {
    for (; failing; await delay(300)) await submit(context, 'http.request', 'fails on purpose', { method: 'GET', url: `${context.evidence.target?.url}/gone` }, 'FAILED');
  })();
  // A submission that is refused is told by the repair, which every fault comes to.
  client.catch(quietly);
  return {
    async repair() {
      failing = false;
      await client;
    },
  };
}

async function submit({ urls, runId, evidence }: GateContext, type: string, plan: string, payload: object, status: 'COMPLETED' | 'FAILED'): Promise<void> {
  const correlationId = `${runId}-${plan.replaceAll(' ', '-')}`;
  const { jobId } = await askJson<SubmitJobResponse>(`${urls.gateway}/v1/jobs`, post({ type, payload, tags: [runId] }, { 'x-correlation-id': correlationId }), 202);
  const events = ['job.submitted', 'job.queued', 'job.started', status === 'FAILED' ? 'job.failed' : 'job.completed'];
  const job: GateJob = { plan, id: jobId, type, queue: 'default', correlationId, status, events, attempts: 1 };
  evidence.jobs = [...(evidence.jobs ?? []), job];
}

async function ready(url: string): Promise<void> {
  await eventually(
    async () => {
      const { status, text } = await ask(`${url}/readyz`, {}, 2_000);
      if (status !== 200) throw new Error(`it answered ${status}: ${text.slice(0, 200)}`);
    },
    { timeoutMs: 40_000, message: `${url} is ready again` },
  );
}
