import type { Freshness } from '#contracts';
import type { Checkpoint, RecordedHead } from './checkpoints';

/** While the end of the log was seen this recently, a read model that has reached it is called up to date. */
const HEAD_IS_RECENT_MS = 1_500;

/**
 * How fresh an answer is that was read after `checkpoint` was. `lagMs` is an upper bound on the age of the oldest event that is missing: 0
 * when the model has reached an end of the log that was seen just now, else the time since it was last known to be complete (so it grows
 * while the aggregator is away, even if nobody knows of a missing event).
 */
export function freshnessOf(checkpoint: Checkpoint, head: RecordedHead | undefined, now: number): Freshness {
  const position = checkpoint.position;
  const sameLog = head?.epoch === checkpoint.epoch;
  const headPosition = head === undefined ? position : sameLog ? Math.max(head.position, position) : head.position;
  const lagEvents = head === undefined || sameLog ? headPosition - position : headPosition;
  const eventAt = checkpoint.eventAt === undefined ? 0 : Date.parse(checkpoint.eventAt);
  const completeAt = Math.max(eventAt, checkpoint.completeAt?.getTime() ?? 0, lagEvents === 0 ? (head?.seenAt.getTime() ?? 0) : 0);
  const age = completeAt === 0 ? 0 : Math.max(0, now - completeAt);
  const lagMs = lagEvents === 0 && age <= HEAD_IS_RECENT_MS ? 0 : age;
  return { position, headPosition, lagEvents, lagMs, epoch: checkpoint.epoch, projection: checkpoint.projection };
}
