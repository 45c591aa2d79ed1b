import { MongoStalePrimaryError, type ServerDescription } from 'mongodb';

/**
 * A member that was cut off from the majority goes on as primary until it notices, ten seconds with the server's defaults; whoever claims to be
 * primary for longer, with no other in sight, is one.
 */
const ANOTHER_SET_AFTER_MS = 12_000;

/**
 * Notices that the replica set is another one. The driver remembers the highest election that it has seen, and takes a primary with a lower one for a
 * member that has not heard of its successor. After the loss of all its data a set starts again at the first election, under the same name and address:
 * the driver would refuse it until the end of the process.
 */
export class ReplicaSetWatch {
  private refusedSinceMs: number | undefined;

  /** @param nowMs of a monotonic clock. Returns true when the driver has to forget what it knows. To be told of every description, one each heartbeat. */
  isAnother({ servers }: { readonly servers: ReadonlyMap<string, Pick<ServerDescription, 'type' | 'error'>> }, nowMs: number): boolean {
    const known = [...servers.values()];
    // A refused primary and one that is away take turns where its connection breaks with the refusal: neither proves that it was none.
    if (known.some(isPrimary)) this.refusedSinceMs = undefined;
    else if (known.some(({ error }) => error instanceof MongoStalePrimaryError)) this.refusedSinceMs ??= nowMs;
    if (this.refusedSinceMs === undefined || nowMs - this.refusedSinceMs < ANOTHER_SET_AFTER_MS) return false;
    this.refusedSinceMs = undefined;
    return true;
  }
}

export function isPrimary({ type }: Pick<ServerDescription, 'type'>): boolean {
  return type === 'RSPrimary' || type === 'Standalone' || type === 'Mongos';
}
