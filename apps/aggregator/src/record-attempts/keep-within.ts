import type { DocumentCollection } from '#read-model';

/** Emptied a little further than it must be, so that it is not full again with the next message. */
const FILL_AFTERWARDS = 0.8;

interface Stats {
  readonly storageStats: { readonly size: number; readonly count: number };
}

/**
 * Forgets the documents that would expire first when a collection is over its size. A bound in time alone is none in space: what expires in days
 * can fill a disk in hours.
 *
 * @returns how many were forgotten
 */
export async function keepWithin(collection: DocumentCollection<{ expireAt?: Date }>, maxBytes: number): Promise<number> {
  const [stats] = await collection.aggregate<Stats>([{ $collStats: { storageStats: {} } }]).toArray();
  const { size, count } = stats?.storageStats ?? { size: 0, count: 0 };
  if (size <= maxBytes || count === 0) return 0;
  const tooMany = Math.min(count - 1, Math.ceil(count * (1 - (FILL_AFTERWARDS * maxBytes) / size)));
  const [youngest] = await collection.find({}, { projection: { expireAt: 1 } }).sort({ expireAt: 1 }).skip(tooMany).limit(1).toArray();
  if (!youngest?.expireAt) return 0;
  // Up to and with it: many may expire at the same moment, and then less would forget none of them.
  return (await collection.deleteMany({ expireAt: { $lte: youngest.expireAt } })).deletedCount;
}
