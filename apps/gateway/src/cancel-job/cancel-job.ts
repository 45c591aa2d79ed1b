import type { CancelCommand, CancelOutcome } from '#domain';
import type { CommandExecutor, Ran } from '#event-log';
import type { ControlSender } from '../engine/control-sender';

/** Cancels a job, and tells its owner. */
export async function cancelJob(executor: CommandExecutor, control: ControlSender, id: string, command: CancelCommand): Promise<Ran<'cancel'>> {
  const ran = await executor.run(id, { kind: 'cancel', ...command }, { patient: false });
  const owner = ownerOf(ran.outcome);
  // Should this be lost on its way, each heartbeat of the attempt is answered with it again.
  if (owner !== undefined) control.revoke(owner, id);
  return ran;
}

function ownerOf(outcome: CancelOutcome) {
  return outcome.kind === 'cancel_requested' || outcome.kind === 'already_requested' ? outcome.owner : undefined;
}
