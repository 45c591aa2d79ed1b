import type { LogEnvelope, PayloadOf } from '#contracts';
import type { World } from '../world';

type Started = PayloadOf['operation.started'];
type Finished = PayloadOf['operation.finished'];

/** Bulk operations against what the log says: no job that matched is left out, and what is counted is what was done. */
export function judgeOperations(world: World): void {
  const log = world.log.all as readonly LogEnvelope[];
  log.forEach((event, at) => {
    if (event.eventType !== 'operation.finished') return;
    const { operationId } = event.payload;
    const from = log.findIndex((one) => one.eventType === 'operation.started' && one.payload.operationId === operationId);
    const started = log[from]?.payload as Started;
    judgeCounts(world, started, event.payload, log);
    for (const jobId of leftOut(started, log.slice(0, from), log.slice(from, at))) world.judge.broken('operations', `${started.by} asked to ${started.action} all jobs, and ${jobId} was left out`);
  });
}

/** Each asker asks once, so what was done in its name was done by its operation. */
function judgeCounts({ judge }: World, { by, action }: Started, { matched, done, skipped, failed }: Finished, log: readonly LogEnvelope[]): void {
  const deeds = new Set(log.flatMap(({ eventType, payload }) => ((eventType === 'job.cancel_requested' || eventType === 'job.cancelled' || eventType === 'job.redriven') && payload.by === by ? [payload.jobId] : [])));
  if (matched !== done + skipped + failed) judge.broken('operations', `${by}: ${matched} matched, of which ${done} done, ${skipped} skipped, ${failed} failed`);
  // What others have redriven just then counts as done as well.
  const counted = action === 'cancel' ? done === deeds.size : action === 'retry_now' || done >= deeds.size;
  if (!counted) judge.broken('operations', `${by}: ${done} done, and the log has ${deeds.size}`);
}

/** What makes a job one for an action, and what then makes it none any more. Retries come and go by themselves. */
const MATCHES: Readonly<Record<Started['action'], { readonly from: string; readonly to: readonly string[] } | undefined>> = {
  cancel: { from: 'job.submitted', to: ['job.cancel_requested', 'job.cancelled', 'job.completed', 'job.failed'] },
  redrive: { from: 'job.failed', to: ['job.redriven'] },
  retry_now: undefined,
};

/** Jobs that were there and matched when the operation began, and which nobody had dealt with when it ended. */
function leftOut({ action, at }: Started, before: readonly LogEnvelope[], meanwhile: readonly LogEnvelope[]): string[] {
  const matches = MATCHES[action];
  const open = new Set<string>();
  const earlier = new Set<string>();
  for (const { eventType, payload } of before) {
    // An operation is asked for before it is written; what came in between is none of its business.
    if (eventType === 'job.submitted' && payload.submittedAt < at) earlier.add(payload.jobId);
    if (eventType === matches?.from && 'jobId' in payload && earlier.has(payload.jobId as string)) open.add(payload.jobId as string);
  }
  for (const { eventType, payload } of [...before, ...meanwhile]) if (matches?.to.includes(eventType) === true && 'jobId' in payload) open.delete(payload.jobId as string);
  return [...open];
}
