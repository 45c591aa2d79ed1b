/**
 * Documents of a MongoDB collection, written by compare-and-swap. The client writes and reads by majority: what was read here can no longer
 * be rolled back by a failover.
 *
 * New documents are inserted; only a collision on `_id` means that somebody was first. Old ones are exchanged where their version still
 * matches: all that stood at the same version in one `updateMany`, whose pipeline looks the new document up by `_id` in a literal list. A
 * replacement per document is planned one by one and costs MongoDB twice to four times as much (measured with 6.0: about 200 µs against 50
 * without indexes, 100 with three); a transaction that deletes and inserts is cheaper still, but a process killed within one leaves its
 * documents locked for a minute.
 *
 * The answer counts matches without naming them, so after a miss every exchanged document is to be read again.
 */
import { type AnyBulkWriteOperation, type Collection, MongoBulkWriteError } from 'mongodb';
import type { DocumentChange, DocumentStore, WriteOutcome } from './document-store.port';
import type { ReadModelDocument } from './projector';
import { DUPLICATE_KEY, unwrapBulkError } from './store-errors';

type Exchange<Document> = DocumentChange<Document> & { readonly before: Document };

/** The server finds a document in the list by walking it, and takes no list over 16 MiB. */
const MAX_LIST = 500;
const MAX_LIST_BYTES = 4 * 1024 * 1024;

export class MongoDocuments<Document extends ReadModelDocument> implements DocumentStore<Document> {
  /** @param weigh roughly the bytes of a document, within a factor of two */
  constructor(
    private readonly collection: Collection<ReadModelDocument>,
    private readonly weigh: (document: Document) => number,
  ) {}

  get name(): string {
    return this.collection.collectionName;
  }

  read(ids: readonly string[]): Promise<Document[]> {
    return this.collection.find<Document>({ _id: { $in: [...ids] } }, { readConcern: 'majority', batchSize: 5_000 }).toArray();
  }

  async write(changes: readonly DocumentChange<Document>[]): Promise<WriteOutcome[]> {
    const isExchange = (change: DocumentChange<Document>): change is Exchange<Document> => change.before !== undefined;
    const exchanges = changes.filter(isExchange);
    // Both come to rest before a failure is told: whoever tries again must not meet the rest of this try.
    const [inserts, exchange] = await Promise.allSettled([this.insert(changes.filter((change) => !isExchange(change))), this.exchange(exchanges)]);
    if (inserts.status === 'rejected') throw unwrapBulkError(inserts.reason);
    if (exchange.status === 'rejected') throw unwrapBulkError(exchange.reason);
    return changes.map((change) => (isExchange(change) ? exchange.value : inserts.value.has(change.id) ? 'conflict' : 'written'));
  }

  /** Returns the ids that were there already. */
  private async insert(changes: readonly DocumentChange<Document>[]): Promise<Set<string>> {
    const refused = new Set<string>();
    if (changes.length === 0) return refused;
    try {
      await this.collection.insertMany(changes.map((change) => change.after), { ordered: false });
    } catch (error) {
      if (!(error instanceof MongoBulkWriteError) || error.result.getWriteConcernError()) throw error;
      const writeErrors = [error.writeErrors].flat();
      // Nothing is known to be written: taking it for "all written" would lose every insert of the batch.
      if (writeErrors.length === 0) throw error;
      for (const writeError of writeErrors) {
        if (!isDuplicateId(writeError)) throw error;
        refused.add(changes[writeError.index]?.id ?? '');
      }
    }
    return refused;
  }

  private async exchange(changes: readonly Exchange<Document>[]): Promise<WriteOutcome> {
    if (changes.length === 0) return 'written';
    const { matchedCount } = await this.collection.bulkWrite(this.listsOf(changes).map(exchangeAll), { ordered: false });
    return matchedCount === changes.length ? 'written' : 'conflict';
  }

  /** Changes of documents that stand at the same version, in lists that the server takes. */
  private listsOf(changes: readonly Exchange<Document>[]): Exchange<Document>[][] {
    const lists: Exchange<Document>[][] = [];
    const open = new Map<number, { list: Exchange<Document>[]; bytes: number }>();
    for (const change of changes) {
      const bytes = this.weigh(change.after);
      const current = open.get(change.before.version);
      if (current && current.list.length < MAX_LIST && current.bytes + bytes <= MAX_LIST_BYTES) {
        current.list.push(change);
        current.bytes += bytes;
      } else {
        const list = [change];
        open.set(change.before.version, { list, bytes });
        lists.push(list);
      }
    }
    return lists;
  }
}

function exchangeAll(list: readonly Exchange<ReadModelDocument>[]): AnyBulkWriteOperation<ReadModelDocument> {
  const ids = list.map((change) => change.id);
  const documents = list.map((change) => change.after);
  const version = list[0]?.before.version ?? 0;
  return {
    updateMany: {
      filter: { _id: { $in: ids }, version },
      update: [{ $replaceWith: { $arrayElemAt: [{ $literal: documents }, { $indexOfArray: [{ $literal: ids }, '$_id'] }] } }],
    },
  };
}

/**
 * True only for a collision on `_id`: on any other unique index it would be a fault of the model, not a sign that the event is applied.
 * The driver keeps the key pattern to itself; the server's message names the index before any value.
 */
function isDuplicateId(error: { code?: number | string; errmsg?: string }): boolean {
  return error.code === DUPLICATE_KEY && /^E11000 duplicate key error collection: \S+ index: _id_ dup key/.test(error.errmsg ?? '');
}
