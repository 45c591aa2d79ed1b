import type { Collection } from 'mongodb';
import { isDuplicateKey } from './store-errors';
import { collectionName, projectionName, type ReadModelDefinition } from './projector';

/** Says in which collection a read model lives right now. Readers follow it; a rebuild moves it when the new collection has caught up. */
export interface Pointer {
  /** `jobs@1`. */
  readonly _id: string;
  readonly collection: string;
  readonly generation: number;
  /** The life of the log that the collection was built from. */
  readonly epoch: string;
  readonly switchedAt: Date;
}

/** Numbers generations and says who builds one at the moment. */
export interface BuildDocument {
  /** `jobs@1`. */
  readonly _id: string;
  readonly generation: number;
  readonly holder?: string;
  readonly expiresAt?: Date;
  readonly pace?: BuildPace & { readonly generation: number; readonly at: Date };
}

/** How far a builder has come and how fast it is, as it tells once a second: its checkpoint is written more rarely. */
export interface BuildPace {
  readonly position: number;
  readonly head: number;
  readonly eventsPerSecond: number;
}

export interface Build {
  readonly projection: string;
  readonly generation: number;
  /** Somebody is at it right now. */
  readonly active: boolean;
  readonly pace?: BuildPace & { readonly at: Date };
}

/** Long enough for the slowest page of a rebuild, short enough that the work of a killed builder is soon taken over. */
const BUILD_LEASE_MS = 15_000;

export class Pointers {
  constructor(
    private readonly pointers: Collection<Pointer>,
    private readonly builds: Collection<BuildDocument>,
  ) {}

  async read(models: readonly ReadModelDefinition[]): Promise<Map<string, Pointer>> {
    const documents = await this.pointers.find({ _id: { $in: models.map(projectionName) } }, { readConcern: 'majority' }).toArray();
    return new Map(documents.map((pointer) => [pointer._id, pointer]));
  }

  /** Every version of every model that is served. */
  all(): Promise<Pointer[]> {
    return this.pointers.find({}, { readConcern: 'majority' }).toArray();
  }

  /** Takes a model out of service, unless it has been built anew meanwhile. */
  async remove({ _id, generation }: Pick<Pointer, '_id' | 'generation'>): Promise<boolean> {
    return (await this.pointers.deleteOne({ _id, generation })).deletedCount === 1;
  }

  /** The last generation of every model that somebody has begun, and whether somebody is at it right now. */
  async begun(): Promise<Build[]> {
    const documents = await this.builds.aggregate<BuildDocument & { active: boolean }>([{ $project: { generation: 1, pace: 1, active: { $gt: [{ $ifNull: ['$expiresAt', new Date(0)] }, '$$NOW'] } } }]).toArray();
    return documents.map(({ _id, generation, active, pace }) => ({ projection: _id, generation, active, ...(pace?.generation === generation && { pace }) }));
  }

  /** Says how far the builder of this generation is. Nothing rests on it. */
  async tellPace(projection: string, generation: number, pace: BuildPace): Promise<void> {
    await this.builds.updateOne({ _id: projection, generation }, [{ $set: { pace: { generation, ...pace, at: '$$NOW' } } }]);
  }

  /** A generation number that nobody had before, and the collection it names. */
  async nextGeneration(model: ReadModelDefinition): Promise<{ generation: number; collection: string }> {
    const build = await this.builds.findOneAndUpdate({ _id: projectionName(model) }, { $inc: { generation: 1 } }, { upsert: true, returnDocument: 'after' });
    const generation = build?.generation ?? 1;
    return { generation, collection: collectionName(model, generation) };
  }

  /** Moves the pointer to a newer generation; never back to an older one. */
  async swap(model: ReadModelDefinition, to: { generation: number; collection: string; epoch: string }, at: Date): Promise<'swapped' | 'superseded'> {
    const _id = projectionName(model);
    for (;;) {
      try {
        await this.pointers.updateOne(
          { _id, generation: { $lt: to.generation } },
          { $set: { collection: to.collection, generation: to.generation, epoch: to.epoch, switchedAt: at } },
          { upsert: true },
        );
        return 'swapped';
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        // Either a newer generation stands there, or an older one was inserted while this statement ran: then it matches on the next try.
        const current = await this.pointers.findOne({ _id });
        if (current && current.generation >= to.generation) return 'superseded';
      }
    }
  }

  /**
   * Takes or renews the right to build a model. Only spares two aggregators the same work: correctness rests on generations being separate
   * collections. Time is the server's.
   */
  async lease(model: ReadModelDefinition, holder: string): Promise<'held' | 'taken'> {
    const _id = projectionName(model);
    await this.builds.updateOne({ _id }, { $setOnInsert: { generation: 0 } }, { upsert: true });
    const { matchedCount } = await this.builds.updateOne(
      { _id, $expr: { $or: [{ $eq: ['$holder', { $literal: holder }] }, { $lte: [{ $ifNull: ['$expiresAt', new Date(0)] }, '$$NOW'] }] } },
      [{ $set: { holder: { $literal: holder }, expiresAt: { $add: ['$$NOW', BUILD_LEASE_MS] } } }],
    );
    return matchedCount === 1 ? 'held' : 'taken';
  }

  async release(model: ReadModelDefinition, holder: string): Promise<void> {
    await this.builds.updateOne({ _id: projectionName(model), holder }, { $unset: { holder: 1, expiresAt: 1 } });
  }
}
