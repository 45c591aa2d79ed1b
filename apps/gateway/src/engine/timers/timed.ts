import type { CommandExecutor, EngineStore } from '#event-log';
import type { ControlSender } from '../control-sender';
import type { Timed } from './job-timers';

const PATIENT = { patient: true } as const;

/** Jobs that are to go to their queue at a time: scheduled ones, and failed ones after their backoff. */
export function dueTimer(executor: CommandExecutor, store: EngineStore): Timed {
  return {
    name: 'due',
    within: (aheadMs, limit, seenUpToMs) => store.dueWithin(aheadMs, limit, seenUpToMs),
    async fire(jobId) {
      const { outcome } = await executor.run(jobId, { kind: 'due' }, PATIENT);
      return outcome.kind === 'queued' ? 'fired' : (outcome.runAtMs ?? 'nothing');
    },
  };
}

/** Jobs that must have ended by a time. One that runs is asked to stop; should that be lost, each heartbeat of the attempt is answered with it again. */
export function deadlineTimer(executor: CommandExecutor, store: EngineStore, control: ControlSender): Timed {
  return {
    name: 'deadline',
    within: (aheadMs, limit, seenUpToMs) => store.deadlinesWithin(aheadMs, limit, seenUpToMs),
    async fire(jobId) {
      const { outcome } = await executor.run(jobId, { kind: 'deadline' }, PATIENT);
      if (outcome.kind === 'not_due') return outcome.deadlineAtMs ?? 'nothing';
      if (outcome.kind === 'cancel_requested') control.revoke(outcome.owner, jobId);
      return 'fired';
    },
  };
}
