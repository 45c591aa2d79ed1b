import type { CancelJobResponse, JobResponse, SubmitJobResponse } from '#contracts';
import { eventually } from '#testing';
import type { GateContext } from '../context';
import { type GateJob, type Plan, PLANS } from '../judge/jobs';
import { holds, type Step, without } from '../step';
import { askJson, post } from '../system/ask';
import { TargetServer } from '../system/target-server';

const UNTIL_ENDED_MS = 20_000;

/** Step 1: a client's work. One job of each fate goes in over REST, and each ends as it must, as the gateway tells it. */
export const submitStep: Step = {
  name: 'submit',
  proves: 'jobs submitted over REST are accepted, run, retried, cancelled and kept for their time',
  needs: [],
  timeoutMs: 60_000,

  async prepare(context) {
    const target = await TargetServer.start();
    context.evidence.target = target;
    context.closers.push(() => target.close());
  },

  async run(context) {
    const target = context.evidence.target?.url ?? '';
    const jobs: GateJob[] = [];
    for (const plan of PLANS) jobs.push(await submit(context, plan, target));
    const faults = await Promise.all(jobs.map((job) => endOf(context, job)));
    const asked = context.evidence.target?.asked ?? [];
    context.evidence.jobs = jobs;
    context.seen['jobs'] = jobs;
    return [
      holds(`${jobs.length} jobs were answered with 202 and an id`, jobs.map(({ plan, id }) => `${plan}: ${id}`).join('; ')),
      without('each ends as it must', faults.flatMap((fault) => fault ?? [])),
      without('the called server was really asked, twice where the first answer was "busy"', missingCalls(asked, context.runId)),
    ];
  },
};

async function submit({ urls, runId }: GateContext, plan: Plan, target: string): Promise<GateJob> {
  const body = plan.body(target, runId);
  const correlationId = `${runId}-${plan.name.replaceAll(' ', '-')}`;
  const accepted = await askJson<SubmitJobResponse>(`${urls.gateway}/v1/jobs`, post({ ...body, tags: [runId], queue: 'default' }, { 'x-correlation-id': correlationId }), 202);
  if (plan.cancel) await cancel(urls.gateway, accepted.jobId);
  return { plan: plan.name, id: accepted.jobId, type: body.type, queue: 'default', correlationId, status: plan.status, events: plan.events, attempts: plan.attempts };
}

async function cancel(gateway: string, jobId: string): Promise<void> {
  await until(gateway, jobId, 'RUNNING');
  await askJson<CancelJobResponse>(`${gateway}/v1/jobs/${jobId}/cancel`, post({ by: 'integration gate', reason: 'a job that is cancelled' }), 202);
}

function until(gateway: string, jobId: string, status: string): Promise<void> {
  return eventually(
    async () => {
      const job = await askJson<JobResponse>(`${gateway}/v1/jobs/${jobId}`);
      if (job.status !== status) throw new Error(`it is ${job.status}`);
    },
    { timeoutMs: UNTIL_ENDED_MS, message: `job ${jobId} becomes ${status}` },
  );
}

async function endOf({ urls }: GateContext, job: GateJob): Promise<string | undefined> {
  return until(urls.gateway, job.id, job.status).then(
    () => undefined,
    (error: Error) => `"${job.plan}": ${error.message}`,
  );
}

function missingCalls(asked: readonly string[], runId: string): string[] {
  const expected: Readonly<Record<string, number>> = { '/well': 1, [`/busy-once/${runId}`]: 2, '/gone': 1 };
  return Object.entries(expected).flatMap(([path, times]) => {
    const met = asked.filter((path_) => path_ === path).length;
    return met === times ? [] : [`${path} was asked ${met} times, not ${times}`];
  });
}

