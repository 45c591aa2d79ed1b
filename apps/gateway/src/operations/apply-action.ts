import type { OperationAction } from '#contracts';
import type { CommandExecutor } from '#event-log';
import { ApiError } from '#http';
import { cancelJob } from '../cancel-job/cancel-job';
import type { ControlSender } from '../engine/control-sender';
import type { RedriveJob } from '../redrive-job/redrive-job';
import type { Dealt } from './operation-state';

export interface ActionOrder {
  readonly by: string;
  readonly reason?: string;
  /** The job was in the hands of a gateway that died: what is done already may be its doing. */
  readonly again: boolean;
}

export type ApplyAction = (action: OperationAction, jobId: string, order: ActionOrder) => Promise<Dealt>;

/** Does to one job what an operation does to many. Throws what cannot be done now, and what cannot be done at all. */
export function applyAction(executor: CommandExecutor, control: ControlSender, redrive: RedriveJob): ApplyAction {
  return async (action, jobId, { by, reason, again }) => {
    switch (action) {
      case 'cancel': {
        const { outcome, job } = await cancelJob(executor, control, jobId, { by, reason });
        if (outcome.kind === 'cancelled' || outcome.kind === 'cancel_requested') return 'done';
        return again && job?.cancelRequested?.by === by ? 'done' : 'skipped';
      }
      case 'retry_now': {
        const { outcome } = await executor.run(jobId, { kind: 'run_now', by }, { patient: false });
        return outcome.kind === 'queued' || (again && outcome.kind === 'already_queued') ? 'done' : 'skipped';
      }
      case 'redrive':
        try {
          const { duplicate } = await redrive.redrive(jobId, {}, by, reason);
          return !duplicate || again ? 'done' : 'skipped';
        } catch (error) {
          if (error instanceof ApiError && error.code === 'job_not_failed') return 'skipped';
          throw error;
        }
    }
  };
}
