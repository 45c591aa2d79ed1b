import { MOST_AHEAD, type Why, type WhyFacts } from './job.why.facts';

/** Nothing that somebody set stands before the job: is there a worker for it, and who is before it? */
export function whyOfWorkers({ job, workers, ahead }: WhyFacts): Why {
  const since = job.queuedAt;
  const shown = { job: ['job.queued'] } as const;
  const ofQueue = workers.filter(({ queues }) => queues.includes(job.queue));
  if (ofQueue.length === 0) {
    return { code: 'no_worker_for_queue', sentence: `No live worker takes jobs from the queue ${job.queue}.`, since, details: { queue: job.queue, liveWorkers: workers.length }, shown };
  }
  const able = ofQueue.filter(({ types }) => types.includes(job.type));
  if (able.length === 0) {
    const details = { type: job.type, queue: job.queue, liveWorkersOfQueue: ofQueue.length };
    return { code: 'no_worker_for_type', sentence: `No live worker of the queue ${job.queue} runs jobs of the type ${job.type}.`, since, details, shown };
  }
  const atWork = able.filter(({ paused }) => !paused);
  if (atWork.length === 0) {
    const names = able.map(({ workerId }) => workerId);
    return {
      code: 'workers_paused',
      sentence: `Every live worker that could run it is paused: ${names.slice(0, 3).join(', ')}${names.length > 3 ? ' and others' : ''}.`,
      since,
      details: { workers: names.slice(0, 20) },
      shown: { ...shown, resources: names.slice(0, 10).map((name) => ({ kind: 'worker', name, types: ['worker.paused'] }) as const) },
    };
  }
  const details = { ahead, workers: atWork.length, slots: sum(atWork.map(({ slots }) => slots)), slotsInUse: sum(atWork.map(({ owns }) => owns)) };
  if (job.withheldOn !== undefined) {
    const sentence = `It was held back by ${job.withheldOn}, which is free now; its message is about to be sent again.`;
    return { code: 'about_to_be_sent', sentence, since, details: { ...details, withheldOn: job.withheldOn }, shown };
  }
  const before = ahead === 0 ? 'It is the first in line' : `${ahead >= MOST_AHEAD ? `${MOST_AHEAD} jobs or more` : ahead === 1 ? 'One job' : `${ahead} jobs`} of its queue ${ahead === 1 ? 'is' : 'are'} before it`;
  return { code: 'waiting_in_line', sentence: `${before}; ${details.slotsInUse} of the ${details.slots} slots of its workers are in use.`, since, details, shown };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
