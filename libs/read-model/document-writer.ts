/**
 * Writes batches of events into the documents of one collection.
 *
 * A batch is folded in memory and each touched document is written once, by compare-and-swap on its version: a new document is inserted,
 * an old one is replaced where its version is still the one that was read. So whoever writes, however late or twice, the document holds
 * each event exactly once, in order:
 *
 *   cached or read at version v ──fold v+1…w──► replace where version = v ──written──► done
 *                                                      └──conflict──► read again, fold what is newer than that, try again
 *
 * A conflict means that somebody else (another aggregator, or this one before it was killed) has written. An event that is not the next one
 * (a gap) is looked up again past the cache; a real gap is reported with nothing written for that document, and the caller repairs it
 * from the log.
 *
 * What is stored comes and goes through `DocumentStore`, so that a simulation can drive this very code.
 */
import { DocumentCache } from './document-cache';
import type { DocumentChange, DocumentStore } from './document-store.port';
import { foldAcrossGaps, foldEvents, groupByDocument } from './fold-events';
import type { LoggedEvent } from './logged-event';
import type { Projector, ReadModelDocument } from './projector';

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

/** Two writers that overtake each other settle within two rounds; more means that something else is wrong. */
const MAX_ROUNDS = 8;

const DEFAULT_CACHE_BYTES = 64 * 1024 * 1024;

export class DocumentWriter<Document extends ReadModelDocument> {
  private readonly cache: DocumentCache<Document>;

  constructor(
    private readonly store: DocumentStore<Document>,
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
   *
   * @param acrossGaps for documents of which the log itself lacks something: there are no gaps then, and no document waits for what never comes
   */
  async apply(events: readonly LoggedEvent[], { acrossGaps = false } = {}): Promise<WriteReport> {
    const foldAll = acrossGaps ? foldAcrossGaps : foldEvents;
    let groups = groupByDocument(this.projector, events);
    const gaps: DocumentGap[] = [];
    let written = 0;
    let read = 0;
    let conflicts = 0;
    for (let round = 0; groups.size > 0; round += 1) {
      if (round === MAX_ROUNDS) throw new Error(`documents of ${this.store.name} keep changing: ${[...groups.keys()].slice(0, 3).join(', ')}`);
      const documents = await this.load(groups, round > 0);
      read += documents.read;
      const again = new Map<string, LoggedEvent[]>();
      const changed: DocumentChange<Document>[] = [];
      for (const [id, group] of groups) {
        const before = documents.known.get(id);
        const fold = foldAll(this.projector, before, group);
        if (fold.kind === 'changed') changed.push({ id, before, after: fold.document });
        else if (fold.kind === 'gap') {
          if (round > 0 && before === undefined && group[0] !== undefined && this.projector.comesAfterEnd?.(group[0]) === true) continue;
          if (round === 0) again.set(id, group);
          else gaps.push({ id, position: before?.position ?? 0, have: fold.have, next: fold.next });
        }
      }
      const outcomes = await this.write(changed);
      changed.forEach(({ id, after }, index) => {
        if (outcomes[index] === 'written') {
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
    if (missing.length > 0) for (const document of await this.store.read(missing)) known.set(document._id, document);
    return { known, read: missing.length };
  }

  private async write(changes: readonly DocumentChange<Document>[]): Promise<readonly string[]> {
    if (changes.length === 0) return [];
    try {
      return await this.store.write(changes);
    } catch (error) {
      // Some of them may be written: what is known of all of them is out of date.
      for (const { id } of changes) this.cache.delete(id);
      throw error;
    }
  }
}
