import { setTimeout as delay } from 'node:timers/promises';
import type { JobResponse, SubmitJobResponse } from '#contracts';
import { eventually } from '#testing';
import { startServer, stopServer } from '../../../deploy/native';
import type { GateContext } from '../context';
import type { GateJob } from '../judge/jobs';
import { ask, askJson, post } from './ask';
import { livePid, STACK } from './running-system';

/** A fault that is under way. */
export interface OngoingFault {
  /** When it took effect, in milliseconds since 1970. */
  readonly since: number;
  /** Resolves when what was broken works again. */
  repair(): Promise<void>;
}

const quietly = () => undefined;

/** MongoDB is stopped as an operator would stop it. */
export async function stopMongo({ urls }: GateContext): Promise<OngoingFault> {
  const since = Date.now();
  await stopServer(STACK, 'mongo', { say: quietly });
  return {
    since,
    async repair() {
      await startServer(STACK, 'mongo', { say: quietly });
      await ready(urls.observatory);
      await ready(urls.aggregator);
    },
  };
}

/** Longer than it takes until all of them run. */
const LONG_MS = 6_000;

/** Every worker is killed without warning in the middle of its jobs, again and again as its supervisor starts it. What it ran must run again, what comes meanwhile must run afterwards. */
export async function killWorkers(context: GateContext): Promise<OngoingFault> {
  const running: string[] = [];
  for (let n = 0; n < 3; n++) running.push(await submit(context, 'loses its worker', { type: 'simulate.work', payload: { durationMs: LONG_MS } }, LOSES_ITS_WORKER));
  await Promise.all(running.map((id) => statusOf(context, id, (status) => status === 'RUNNING')));
  const since = Date.now();
  let killing = true;
  const killer = (async () => {
    for (; killing; await delay(50)) {
      const pid = livePid('worker');
      if (pid !== undefined) kill(pid);
    }
  })();
  // Before its loss is noticed a job may still be offered to the dead worker, which costs it an attempt.
  await Promise.all(running.map((id) => statusOf(context, id, (status) => status !== 'RUNNING')));
  for (let n = 0; n < 3; n++) await submit(context, 'waits for a worker', { type: 'simulate.work', payload: { durationMs: 1 } }, SUCCEEDS);
  return {
    since,
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
    for (; failing; await delay(300)) await submit(context, 'fails on purpose', { type: 'http.request', payload: { method: 'GET', url: `${context.evidence.target?.url}/gone` } }, FAILS);
  })();
  // A submission that is refused is told by the repair, which every fault comes to.
  client.catch(quietly);
  return {
    since: Date.now(),
    async repair() {
      failing = false;
      await client;
    },
  };
}

type Fate = Pick<GateJob, 'status' | 'events' | 'attempts' | 'atLeast'>;

const RUN = ['job.queued', 'job.started'] as const;
const SUCCEEDS: Fate = { status: 'COMPLETED', events: ['job.submitted', ...RUN, 'job.completed'], attempts: 1, atLeast: true };
const FAILS: Fate = { status: 'FAILED', events: ['job.submitted', ...RUN, 'job.failed'], attempts: 1 };
const LOSES_ITS_WORKER: Fate = { status: 'COMPLETED', events: ['job.submitted', ...RUN, 'job.retry_scheduled', ...RUN, 'job.completed'], attempts: 2, atLeast: true };

/** Submits one more job whose fate is judged at the end with the others. */
async function submit({ urls, runId, evidence }: GateContext, plan: string, body: { readonly type: string; readonly payload: object }, fate: Fate): Promise<string> {
  const correlationId = `${runId}-${plan.replaceAll(' ', '-')}`;
  const { jobId } = await askJson<SubmitJobResponse>(`${urls.gateway}/v1/jobs`, post({ ...body, tags: [runId] }, { 'x-correlation-id': correlationId }), 202);
  evidence.jobs = [...(evidence.jobs ?? []), { plan, id: jobId, type: body.type, queue: 'default', correlationId, ...fate }];
  return jobId;
}

async function statusOf({ urls }: GateContext, jobId: string, isDue: (status: string) => boolean): Promise<void> {
  await eventually(
    async () => {
      const { status } = await askJson<JobResponse>(`${urls.gateway}/v1/jobs/${jobId}`);
      if (!isDue(status)) throw new Error(`it is ${status}`);
    },
    { timeoutMs: LONG_MS, message: `job ${jobId} runs, or is known to have lost its worker` },
  );
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
