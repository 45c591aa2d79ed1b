import { type AnyBulkWriteOperation, type Collection, MongoBulkWriteError } from 'mongodb';
import type { DocumentChange, DocumentStore, WriteOutcome } from './document-store.port';
import type { ReadModelDocument } from './projector';
import { DUPLICATE_KEY, unwrapBulkError } from './store-errors';

/** Documents of a MongoDB collection, whose client writes and reads by majority: what was read here can no longer be rolled back by a failover. */
export class MongoDocuments<Document extends ReadModelDocument> implements DocumentStore<Document> {
  constructor(private readonly collection: Collection<ReadModelDocument>) {}

  get name(): string {
    return this.collection.collectionName;
  }

  read(ids: readonly string[]): Promise<Document[]> {
    return this.collection.find<Document>({ _id: { $in: [...ids] } }, { readConcern: 'majority', batchSize: 5_000 }).toArray();
  }

  async write(changes: readonly DocumentChange<Document>[]): Promise<WriteOutcome[]> {
    const operations = changes.map(({ id, before, after }): AnyBulkWriteOperation<ReadModelDocument> =>
      before === undefined ? { insertOne: { document: after } } : { replaceOne: { filter: { _id: id, version: before.version }, replacement: after } },
    );
    const replaced = changes.filter(({ before }) => before !== undefined).length;
    const refused = new Set<number>();
    let matched: number;
    try {
      matched = (await this.collection.bulkWrite(operations, { ordered: false })).matchedCount;
    } catch (error) {
      if (!(error instanceof MongoBulkWriteError) || error.result.getWriteConcernError()) throw error;
      const writeErrors = [error.writeErrors].flat();
      // Nothing is known to be written: taking it for "all written" would lose every insert of the batch.
      if (writeErrors.length === 0) throw unwrapBulkError(error);
      for (const writeError of writeErrors) {
        if (!isDuplicateId(writeError)) throw error;
        refused.add(writeError.index);
      }
      matched = error.result.matchedCount;
    }
    // The answer counts matches without naming them, so after a miss every replacement is to be looked at again.
    const missed = matched < replaced;
    return changes.map(({ before }, index) => (refused.has(index) || (missed && before !== undefined) ? 'conflict' : 'written'));
  }
}

/**
 * True only for a collision on `_id`: on any other unique index it would be a fault of the model, not a sign that the event is applied.
 * The driver keeps the key pattern to itself; the server's message names the index before any value.
 */
function isDuplicateId(error: { code?: number | string; errmsg?: string }): boolean {
  return error.code === DUPLICATE_KEY && /^E11000 duplicate key error collection: \S+ index: _id_ dup key/.test(error.errmsg ?? '');
}
