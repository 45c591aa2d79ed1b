/**
 * Writes batches of events into the documents of one collection.
 *
 * A batch is folded in memory and each touched document is written once, by compare-and-swap on its version: a new document is inserted
 * (only `_id` may collide), an old one is replaced where `_id` and the version that was read still match. So whoever writes, however late
 * or twice, the document holds each event exactly once, in order:
 *
 *   cached or read at version v ──fold v+1…w──► replace where version = v ──matched──► done
 *                                                      └──missed──► read again, fold what is newer than that, try again
 *
 * A miss means that somebody else (another aggregator, or this one before it was killed) has written. An event that is not the next one
 * (a gap) is looked up again past the cache; a real gap is reported with nothing written for that document, and the caller repairs it
 * from the log.
 *
 * Writes and reads are majority: a document that was read here can no longer be rolled back by a failover.
 */
import { type AnyBulkWriteOperation, type Collection, MongoBulkWriteError } from 'mongodb';
import { DocumentCache } from './document-cache';
import { foldEvents, groupByDocument } from './fold-events';
import type { LoggedEvent } from './logged-event';
import type { Projector, ReadModelDocument } from './projector';
import { unwrapBulkError } from './store-errors';

/** A document that lacks events which the batch builds on. */
export interface DocumentGap {
  readonly id: string;
  /** Last position that the stored document has; 0 if there is none. */
  readonly position: number;
  readonly have: number;
  readonly next: number;
}

export interface WriteReport {
  /** Documents written. */
  readonly written: number;
  /** Documents that had to be read. */
  readonly read: number;
  /** Writes that found another version than expected. */
  readonly conflicts: number;
  readonly gaps: readonly DocumentGap[];
}

const DUPLICATE_KEY = 11000;

/** Two writers that overtake each other settle within two rounds; more means that something else is wrong. */
const MAX_ROUNDS = 8;

const DEFAULT_CACHE_BYTES = 64 * 1024 * 1024;

type Outcome = 'settled' | 'conflict';

export class DocumentWriter<Document extends ReadModelDocument> {
  private readonly cache: DocumentCache<Document>;

  constructor(
    private readonly collection: Collection<ReadModelDocument>,
    readonly projector: Projector<Document>,
    options: { cacheBytes?: number } = {},
  ) {
    this.cache = new DocumentCache(options.cacheBytes ?? DEFAULT_CACHE_BYTES, (document) => projector.weigh(document));
  }

  /** Forgets what it knows of the collection; for after a change of the topology. */
  forget(): void {
    this.cache.clear();
  }

  /**
   * Applies events (in log order). When it returns, every document without a gap holds them, by majority. Throws what the driver throws when
   * the database is away; applying the same events again is harmless.
   */
  async apply(events: readonly LoggedEvent[]): Promise<WriteReport> {
    let groups = groupByDocument(this.projector, events);
    const gaps: DocumentGap[] = [];
    let written = 0;
    let read = 0;
    let conflicts = 0;
    for (let round = 0; groups.size > 0; round += 1) {
      if (round === MAX_ROUNDS) throw new Error(`documents of ${this.collection.collectionName} keep changing: ${[...groups.keys()].slice(0, 3).join(', ')}`);
      const documents = await this.load(groups, round > 0);
      read += documents.read;
      const again = new Map<string, LoggedEvent[]>();
      const changed: { id: string; before: Document | undefined; after: Document }[] = [];
      for (const [id, group] of groups) {
        const before = documents.known.get(id);
        const fold = foldEvents(this.projector, before, group);
        if (fold.kind === 'changed') changed.push({ id, before, after: fold.document });
        else if (fold.kind === 'gap') {
          if (round === 0) again.set(id, group);
          else gaps.push({ id, position: before?.position ?? 0, have: fold.have, next: fold.next });
        }
      }
      const outcomes = await this.write(changed);
      changed.forEach(({ id, after }, index) => {
        if (outcomes[index] === 'settled') {
          this.cache.set(id, after);
          written += 1;
        } else {
          conflicts += 1;
          again.set(id, groups.get(id) ?? []);
        }
      });
      groups = again;
    }
    return { written, read, conflicts, gaps };
  }

  private async load(groups: Map<string, LoggedEvent[]>, pastTheCache: boolean): Promise<{ known: Map<string, Document>; read: number }> {
    const known = new Map<string, Document>();
    const missing: string[] = [];
    for (const [id, group] of groups) {
      const cached = pastTheCache ? undefined : this.cache.get(id);
      const first = group[0];
      if (cached) known.set(id, cached);
      else if (pastTheCache || (first && this.projector.sequence(first) > 1)) missing.push(id);
    }
    if (missing.length > 0) {
      const cursor = this.collection.find<Document>({ _id: { $in: missing } }, { readConcern: 'majority', batchSize: 5_000 });
      for await (const document of cursor) known.set(document._id, document);
    }
    return { known, read: missing.length };
  }

  private async write(changes: readonly { id: string; before: Document | undefined; after: Document }[]): Promise<Outcome[]> {
    if (changes.length === 0) return [];
    const operations = changes.map(({ id, before, after }): AnyBulkWriteOperation<ReadModelDocument> =>
      before === undefined ? { insertOne: { document: after } } : { replaceOne: { filter: { _id: id, version: before.version }, replacement: after } },
    );
    const replaced = changes.filter(({ before }) => before !== undefined).length;
    const failed = new Set<number>();
    let matched: number;
    try {
      matched = (await this.collection.bulkWrite(operations, { ordered: false })).matchedCount;
    } catch (error) {
      for (const { id } of changes) this.cache.delete(id);
      if (!(error instanceof MongoBulkWriteError) || error.result.getWriteConcernError()) throw error;
      const writeErrors = [error.writeErrors].flat();
      // Nothing is known to be written: taking it for "all settled" would lose every insert of the batch.
      if (writeErrors.length === 0) throw unwrapBulkError(error);
      for (const writeError of writeErrors) {
        if (!isDuplicateId(writeError)) throw error;
        failed.add(writeError.index);
      }
      matched = error.result.matchedCount;
    }
    // The answer counts matches without naming them, so after a miss every replacement is looked at again.
    const missed = matched < replaced;
    return changes.map(({ before }, index) => (failed.has(index) || (missed && before !== undefined) ? 'conflict' : 'settled'));
  }
}

/**
 * True only for a collision on `_id`: on any other unique index it would be a fault of the model, not a sign that the event is applied.
 * The driver keeps the key pattern to itself; the server's message names the index before any value.
 */
function isDuplicateId(error: { code?: number | string; errmsg?: string }): boolean {
  return error.code === DUPLICATE_KEY && /^E11000 duplicate key error collection: \S+ index: _id_ dup key/.test(error.errmsg ?? '');
}
