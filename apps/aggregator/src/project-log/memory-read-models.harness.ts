import { type CheckpointMove, collectionName, type DocumentChange, type DocumentStore, DocumentWriter, type LoggedEvent, projectionName, type ReadModelDocument, type WriteOutcome } from '#read-model';
import type { FeedChunk, LogFeed, LogHead } from '../feed/log-feed';
import type { AnyProjector } from '../read-models/read-models';
import type { Rebuilder } from './log-projection';
import type { ActiveModel, ReadModels } from './read-models.port';

/*
 * The projection's surroundings in memory, for simulations: the same rules as the real ones (compare-and-swap per document, checkpoints
 * that only grow, generations and pointers), no I/O, every step a place where a simulation can fail it.
 */

interface StoredCollection {
  readonly documents: Map<string, ReadModelDocument>;
  readonly checkpoint: { position: number; epoch: string };
}

export class MemoryStore {
  readonly collections = new Map<string, StoredCollection>();
  readonly pointers = new Map<string, { collection: string; generation: number }>();

  /** Documents of the served collection, oldest id first, as JSON: comparing texts compares the order of fields too. */
  served(projector: AnyProjector): string[] {
    const { collection } = this.pointers.get(projectionName(projector.model)) ?? { collection: '' };
    const documents = [...(this.collections.get(collection)?.documents.values() ?? [])];
    return documents.sort((a, b) => (a._id < b._id ? -1 : 1)).map((document) => JSON.stringify(document));
  }

  create(projector: AnyProjector, epoch: string): string {
    const projection = projectionName(projector.model);
    const generation = (this.pointers.get(projection)?.generation ?? 0) + 1;
    const collection = collectionName(projector.model, generation);
    this.collections.set(collection, { documents: new Map(), checkpoint: { position: 0, epoch } });
    this.pointers.set(projection, { collection, generation });
    return collection;
  }
}

export class MemoryReadModels implements ReadModels {
  readonly topologyChanges = 0;
  private readonly writers = new Map<string, DocumentWriter<ReadModelDocument>>();

  /** @param step called before every effect with its name; may throw to fail it, or wait to let another instance overtake */
  constructor(
    private readonly store: MemoryStore,
    private readonly projectors: readonly AnyProjector[],
    private readonly step: (name: string) => Promise<void>,
  ) {}

  async load(): Promise<{ models: ActiveModel[]; missing: AnyProjector[] }> {
    await this.step('load');
    const models: ActiveModel[] = [];
    const missing: AnyProjector[] = [];
    for (const projector of this.projectors) {
      const projection = projectionName(projector.model);
      const pointer = this.store.pointers.get(projection);
      const stored = pointer && this.store.collections.get(pointer.collection);
      if (!pointer || !stored) missing.push(projector);
      else models.push({ projector, projection, ...pointer, ...stored.checkpoint, writer: this.writerOf(pointer.collection, projector, stored) });
    }
    return { models, missing };
  }

  /** Kept across loads, documents in its memory included: that is what makes a zombie. */
  private writerOf(collection: string, projector: AnyProjector, stored: StoredCollection): DocumentWriter<ReadModelDocument> {
    let writer = this.writers.get(collection);
    if (!writer) this.writers.set(collection, (writer = new DocumentWriter(new MemoryDocuments(collection, stored.documents, this.step), projector)));
    return writer;
  }

  async remember(): Promise<void> {
    await this.step('remember');
  }

  async advance(collections: readonly string[], { position, epoch }: CheckpointMove): Promise<number> {
    let moved = 0;
    for (const collection of collections) {
      await this.step('advance');
      const checkpoint = this.store.collections.get(collection)?.checkpoint;
      if (!checkpoint || checkpoint.epoch !== epoch || checkpoint.position >= position) continue;
      checkpoint.position = position;
      moved += 1;
    }
    return moved;
  }

  async recordHead(): Promise<void> {
    await this.step('record');
  }
}

/** Writes one document after the other, each by compare-and-swap; after a miss nothing is known of any replacement, as with MongoDB. */
export class MemoryDocuments implements DocumentStore<ReadModelDocument> {
  constructor(
    readonly name: string,
    private readonly documents: Map<string, ReadModelDocument>,
    private readonly step: (name: string) => Promise<void>,
  ) {}

  async read(ids: readonly string[]): Promise<ReadModelDocument[]> {
    await this.step('read documents');
    return ids.flatMap((id) => this.documents.get(id) ?? []);
  }

  async write(changes: readonly DocumentChange<ReadModelDocument>[]): Promise<WriteOutcome[]> {
    const outcomes: WriteOutcome[] = [];
    for (const { id, before, after } of changes) {
      await this.step('write');
      const matches = this.documents.get(id)?.version === before?.version;
      if (matches) this.documents.set(id, after);
      outcomes.push(matches ? 'written' : 'conflict');
    }
    const missed = changes.some(({ before }, index) => before !== undefined && outcomes[index] === 'conflict');
    return outcomes.map((outcome, index) => (missed && changes[index]?.before !== undefined ? 'conflict' : outcome));
  }
}

export class MemoryFeed implements LogFeed {
  constructor(
    private readonly log: () => { events: readonly LoggedEvent[]; head: LogHead },
    private readonly step: (name: string) => Promise<void>,
  ) {}

  async head(): Promise<LogHead> {
    await this.step('head');
    return this.log().head;
  }

  async *read({ after, upTo }: { after: number; upTo?: number }): AsyncGenerator<FeedChunk> {
    for (let from = after; from < (upTo ?? Infinity); ) {
      await this.step('read');
      const { events, head } = this.log();
      const chunk = events.filter((event) => event.stream.position > from && event.stream.position <= Math.min(from + 3, upTo ?? Infinity));
      yield { events: chunk, head };
      if (chunk.length === 0) return;
      from = chunk.at(-1)?.stream.position ?? from;
    }
  }
}

export class MemoryRebuilder implements Rebuilder {
  constructor(
    private readonly store: MemoryStore,
    private readonly feed: LogFeed,
    private readonly readModels: MemoryReadModels,
  ) {}

  async rebuild(projectors: readonly AnyProjector[]): Promise<void> {
    const { epoch } = await this.feed.head();
    for (const projector of projectors) this.store.create(projector, epoch);
    await this.readModels.load();
  }
}
