import type { RunningJob, WorkerView } from '#contracts';
import type { JobDocument, ResourceStates, WorkerDocument } from '#read-model';

/** A worker tells of itself every 5 s; one that has missed three times is silent. The gateway says when it is lost. */
export const ALIVE_WITHIN_MS = 15_000;

type Known = ResourceStates['worker'];

export function isAlive({ seenAt }: Pick<WorkerDocument, 'seenAt'>, nowMs: number): boolean {
  return nowMs - Date.parse(seenAt) <= ALIVE_WITHIN_MS;
}

/** A worker from what the log knows of it and what it told of itself last; one of them is there. */
export function workerView(workerId: string, known: Known | undefined, told: WorkerDocument | undefined, running: readonly RunningJob[], nowMs: number): WorkerView {
  return {
    workerId,
    status: statusOf(known, told, nowMs),
    startedAt: told?.startedAt ?? known?.startedAt,
    seenAt: told?.seenAt,
    version: told?.version,
    slots: told?.slots ?? known?.slots,
    busy: told?.busy,
    queues: [...(told?.queues ?? known?.queues ?? [])],
    types: [...(told?.types ?? known?.types ?? [])],
    paused: known?.paused,
    lostAt: known?.lostAt,
    running: [...running],
  };
}

function statusOf(known: Known | undefined, told: WorkerDocument | undefined, nowMs: number): WorkerView['status'] {
  // A worker that tells of itself after it was given up is there again: an incarnation is lost for good only when it is silent.
  const lost = known?.lostAt !== undefined && (told === undefined || told.seenAt <= known.lostAt);
  if (lost) return 'lost';
  if (told === undefined || !isAlive(told, nowMs)) return 'silent';
  if (told.draining === true) return 'draining';
  return told.paused === true || known?.paused !== undefined ? 'paused' : 'alive';
}

/** What a worker said that it runs, as far as the jobs say so too: an answer never shows a job at two workers. */
export function runningOf(told: WorkerDocument | undefined, jobs: ReadonlyMap<string, Pick<JobDocument, 'type' | 'queue' | 'status' | 'attempt' | 'startedAt' | 'submittedAt' | 'workerId'>>): RunningJob[] {
  return (told?.running ?? [])
    .flatMap((jobId): RunningJob[] => {
      const job = jobs.get(jobId);
      if (job?.status !== 'RUNNING' || (job.workerId !== undefined && job.workerId !== told?._id)) return [];
      return [{ jobId, type: job.type, queue: job.queue, attempt: Math.max(1, job.attempt), since: job.startedAt ?? job.submittedAt }];
    })
    .sort((a, b) => (a.since < b.since ? -1 : 1));
}
