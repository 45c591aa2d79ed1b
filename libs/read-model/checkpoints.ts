import type { Collection } from 'mongodb';
import { isDuplicateKey } from './store-errors';

/**
 * How far a collection has come. Advanced only after its documents are written by majority, and only forward: a crash in between replays
 * events that are skipped, a late writer moves nothing back.
 */
export interface Checkpoint {
  /** The collection. */
  readonly _id: string;
  /** `jobs@1`. */
  readonly projection: string;
  readonly position: number;
  /** The life of the log whose positions these are. */
  readonly epoch: string;
  /** When the event at `position` occurred (RFC 3339); absent at position 0. */
  readonly eventAt?: string;
  /** When the collection was last seen to hold everything that the log held. */
  readonly completeAt?: Date;
}

/** Where checkpoints are to stand: the last event that is written, its epoch and when it occurred. */
export type CheckpointMove = Pick<Checkpoint, 'position' | 'epoch'> & { readonly eventAt: string };

/** The end of the log as an aggregator saw it last. */
export interface RecordedHead {
  readonly _id: 'log';
  readonly position: number;
  readonly epoch: string;
  /** When it was seen. */
  readonly seenAt: Date;
}

export type CheckpointDocument = Checkpoint | RecordedHead;

export class Checkpoints {
  constructor(private readonly collection: Collection<CheckpointDocument>) {}

  /** Starts a collection at position 0 of an epoch. Idempotent. */
  async start(collection: string, projection: string, epoch: string): Promise<void> {
    await this.collection.updateOne({ _id: collection }, { $setOnInsert: { projection, position: 0, epoch } }, { upsert: true });
  }

  /** Moves checkpoints forward. Tells how many moved: fewer than given means that somebody else is ahead or that a collection is gone. */
  async advance(collections: readonly string[], { position, epoch, eventAt }: CheckpointMove): Promise<number> {
    const { matchedCount } = await this.collection.updateMany({ _id: { $in: [...collections] }, epoch, position: { $lt: position } }, { $set: { position, eventAt } });
    return matchedCount;
  }

  /**
   * Writes down the end of the log and which collections had reached it. Forward within an epoch; `force` for a log that shrank.
   */
  async recordHead(head: { position: number; epoch: string }, seenAt: Date, complete: readonly string[], force = false): Promise<void> {
    const filter = force ? { _id: 'log' } : { _id: 'log', $or: [{ epoch: { $ne: head.epoch } }, { position: { $lte: head.position } }] };
    try {
      await this.collection.bulkWrite(
        [
          { updateOne: { filter, update: { $set: { position: head.position, epoch: head.epoch, seenAt } }, upsert: true } },
          { updateMany: { filter: { _id: { $in: [...complete] }, epoch: head.epoch }, update: { $max: { completeAt: seenAt } } } },
        ],
        { ordered: false },
      );
    } catch (error) {
      if (!isDuplicateKey(error)) throw error; // somebody saw a later end
    }
  }

  /** Checkpoints of the given collections and the recorded head, as the majority has them. */
  async read(collections: readonly string[]): Promise<{ checkpoints: Map<string, Checkpoint>; head: RecordedHead | undefined }> {
    const documents = await this.collection.find({ _id: { $in: [...collections, 'log'] } }, { readConcern: 'majority' }).toArray();
    const checkpoints = new Map<string, Checkpoint>();
    let head: RecordedHead | undefined;
    for (const document of documents) {
      if (document._id === 'log') head = document as RecordedHead;
      else checkpoints.set(document._id, document as Checkpoint);
    }
    return { checkpoints, head };
  }

  async remove(collections: readonly string[]): Promise<void> {
    await this.collection.deleteMany({ _id: { $in: [...collections] } });
  }

  /** Every collection that has a checkpoint for this projection. */
  async ofProjection(projection: string): Promise<Checkpoint[]> {
    return (await this.collection.find({ projection }, { readConcern: 'majority' }).toArray()) as Checkpoint[];
  }
}
