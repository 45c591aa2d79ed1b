import type { CountDocumentsOptions, EstimatedDocumentCountOptions, Filter, FindCursor, FindOptions, WithId } from 'mongodb';
import type { DocumentCollection, DocumentFilter } from './read-model-store';
import { isStoreUnavailable, isTooSlow } from './store-errors';

/** Of the tenant that runs the platform. Its jobs are in no index that begins with a tenant. */
export const PLATFORM_TENANT_ID = 'default';

export interface Narrowing<T> {
  /** Every question is asked within this; undefined: of all documents. */
  readonly within: DocumentFilter<T> | undefined;
  /** The index that serves a question so narrowed, for the one that serves it among all documents. */
  readonly indexFor: (index: string) => string;
}

export const NOT_NARROWED = Object.freeze({ within: undefined, indexFor: (index: string) => index });

/** A page of documents along an index. */
export interface RawPage {
  readonly projection: Readonly<Record<string, unknown>>;
  readonly sort: Readonly<Record<string, 1 | -1>>;
  readonly limit: number;
  /** The server gives up after this, with an error that `isTooSlow` knows. */
  readonly maxTimeMS: number;
  readonly hint?: string | undefined;
}

/** Documents of an answer stay bytes. */
const AS_BYTES = { fieldsAsRaw: { firstBatch: true }, ignoreUndefined: true } as const;

/**
 * Documents of a collection of which only some are there: whatever is asked, the narrowing is asked with it. There is no way from here to the collection itself,
 * so a query that is given this cannot forget whose documents it may show.
 */
export class NarrowedDocuments<T extends { readonly _id: string }> {
  readonly #collection: DocumentCollection<T>;
  readonly #narrowing: Narrowing<T>;

  constructor(collection: DocumentCollection<T>, narrowing: Narrowing<T>) {
    this.#collection = collection;
    this.#narrowing = narrowing;
  }

  find(filter: DocumentFilter<T>, options: FindOptions = {}): FindCursor<WithId<T>> {
    return this.#collection.find(this.within(filter), this.hinted(options));
  }

  findOne(filter: DocumentFilter<T>, options: FindOptions = {}): Promise<WithId<T> | null> {
    return this.#collection.findOne(this.within(filter), this.hinted(options));
  }

  /**
   * A page of documents as bytes, as the majority has them. The driver's cursor takes as much of the processor as all the rest of a question does, and a page needs
   * none; what it does for a connection that breaks, asking once more, is done here.
   */
  async findRaw(filter: DocumentFilter<T>, { limit, ...page }: RawPage): Promise<Buffer[]> {
    const { db, collectionName } = this.#collection;
    const question = { find: collectionName, filter: this.within(filter), ...this.hinted(page), limit, batchSize: limit, singleBatch: true, readConcern: { level: 'majority' } };
    const ask = async (): Promise<Buffer[]> => ((await db.command(question, AS_BYTES)) as { cursor: { firstBatch: Buffer[] } }).cursor.firstBatch;
    try {
      return await ask();
    } catch (error) {
      if (isTooSlow(error) || !isStoreUnavailable(error)) throw error;
      return ask();
    }
  }

  countDocuments(filter: DocumentFilter<T>, options: CountDocumentsOptions = {}): Promise<number> {
    return this.#collection.countDocuments(this.within(filter), this.hinted(options));
  }

  /** Of everything, by what the server knows of the collection. Undefined where only some of it is there: that has to be counted. */
  async estimatedCount(options: EstimatedDocumentCountOptions = {}): Promise<number | undefined> {
    return this.#narrowing.within === undefined ? this.#collection.estimatedDocumentCount(options) : undefined;
  }

  /** As one more condition, so that nothing a question says can take its place. */
  private within(filter: DocumentFilter<T>): DocumentFilter<T> {
    const { within } = this.#narrowing;
    if (within === undefined) return filter;
    return Object.keys(filter).length === 0 ? within : ({ $and: [within, filter] } as Filter<T>);
  }

  private hinted<O extends { hint?: unknown }>(options: O): O {
    return typeof options.hint === 'string' ? { ...options, hint: this.#narrowing.indexFor(options.hint) } : options;
  }
}
