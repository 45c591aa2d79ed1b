/**
 * Fills a collection that nobody else reads or writes yet.
 *
 * Because it is alone, it need not write a document each time it changes: documents stay in memory until they are settled (the projector's
 * guess that nothing more will happen to them) or memory is full, and are written in the background while the next events are folded. Most
 * are written once, as inserts, which cost MongoDB a tenth of an update. A document that gets more events after it was written is read back.
 *
 * Nothing is safe before `finish` returns; a load may be finished several times, and go on each time. One that was cut short is thrown away as a whole, or taken
 * up where it was last finished.
 */
import type { DocumentChange, DocumentStore } from './document-store.port';
import { foldAcrossGaps, foldEvents, groupByDocument } from './fold-events';
import type { LoggedEvent } from './logged-event';
import type { Projector, ReadModelDocument } from './projector';

interface OpenDocument<Document> {
  /** As it is stored; undefined if it is not. */
  readonly stored: Document | undefined;
  readonly current: Document;
  readonly bytes: number;
}

/** When memory is full, this much of it is emptied at once, so that it is not full again with the next event. */
const KEEP_SHARE = 0.75;

export class DocumentLoader<Document extends ReadModelDocument> {
  /** Least recently changed first. */
  private readonly open = new Map<string, OpenDocument<Document>>();
  private bytes = 0;
  private writing: Promise<void> = Promise.resolve();
  private underWay: ReadonlySet<string> = new Set();
  private failure: { readonly error: unknown } | undefined;

  constructor(
    private readonly store: DocumentStore<Document>,
    private readonly projector: Projector<Document>,
    private readonly maxBytes: number,
    /** Told of the first event behind a gap; the document is then made of what there is. */
    private readonly onGap?: (event: LoggedEvent) => void,
    /** Another loader has written here before and was cut short: any document may be there already, with events that come again. */
    private readonly resumed = false,
  ) {}

  /** Folds events (in log order, none left out). Throws when an event is missing and nobody wants to be told, or when an earlier write has failed. */
  async apply(events: readonly LoggedEvent[]): Promise<void> {
    const groups = groupByDocument(this.projector, events);
    await this.bringBack(groups);
    const settled: DocumentChange<Document>[] = [];
    for (const [id, group] of groups) {
      const before = this.open.get(id);
      let fold = foldEvents(this.projector, before?.current, group);
      if (fold.kind === 'gap' && before === undefined && group[0] !== undefined && this.projector.comesAfterEnd?.(group[0]) === true) continue;
      if (fold.kind === 'gap' && this.onGap !== undefined) {
        const { next } = fold;
        const behind = group.find((event) => this.projector.sequence(event) === next);
        if (behind !== undefined) this.onGap(behind);
        fold = foldAcrossGaps(this.projector, before?.current, group);
      }
      if (fold.kind === 'gap') throw new Error(`the log does not tell the whole story of ${id} in ${this.store.name}: ${fold.have} is followed by ${fold.next}`);
      if (fold.kind === 'unchanged') continue;
      this.take(id);
      const change = { id, before: before?.stored, after: fold.document };
      if (this.projector.settled(fold.document)) settled.push(change);
      else this.keep(id, { stored: change.before, current: change.after, bytes: this.projector.weigh(fold.document) });
    }
    await this.write([...settled, ...this.excess()]);
  }

  /** Writes what is not written yet. When it returns, the majority has every document. */
  async finish(): Promise<void> {
    await this.write([...this.open].map(([id, { stored, current }]) => ({ id, before: stored, after: current })));
    this.open.clear();
    this.bytes = 0;
    await this.written();
  }

  /** Documents of these events that were written already. */
  private async bringBack(groups: ReadonlyMap<string, readonly LoggedEvent[]>): Promise<void> {
    const absent = [...groups].filter(([id, [first]]) => !this.open.has(id) && first && (this.resumed || this.projector.sequence(first) > 1)).map(([id]) => id);
    if (absent.length === 0) return;
    if (absent.some((id) => this.underWay.has(id))) await this.written();
    for (const document of await this.store.read(absent)) this.keep(document._id, { stored: document, current: document, bytes: this.projector.weigh(document) });
  }

  private keep(id: string, document: OpenDocument<Document>): void {
    this.open.set(id, document);
    this.bytes += document.bytes;
  }

  private take(id: string): OpenDocument<Document> | undefined {
    const document = this.open.get(id);
    if (!document) return undefined;
    this.open.delete(id);
    this.bytes -= document.bytes;
    return document;
  }

  private excess(): DocumentChange<Document>[] {
    const changes: DocumentChange<Document>[] = [];
    if (this.bytes <= this.maxBytes) return changes;
    for (const id of this.open.keys()) {
      if (this.bytes <= this.maxBytes * KEEP_SHARE) break;
      const taken = this.take(id);
      if (taken && taken.stored !== taken.current) changes.push({ id, before: taken.stored, after: taken.current });
    }
    return changes;
  }

  /** Begins to write once the write before has come to rest: the fold of the next events is to overlap with it, not to outrun it. */
  private async write(changes: readonly DocumentChange<Document>[]): Promise<void> {
    if (changes.length === 0) return;
    await this.written();
    this.underWay = new Set(changes.map((change) => change.id));
    this.writing = this.store.write(changes).then(
      (outcomes) => {
        const conflict = outcomes.indexOf('conflict');
        if (conflict >= 0) this.failure = { error: new Error(`somebody else writes into ${this.store.name}: ${changes[conflict]?.id}`) };
      },
      (error: unknown) => {
        this.failure = { error };
      },
    );
  }

  private async written(): Promise<void> {
    await this.writing;
    this.underWay = new Set();
    if (this.failure) throw this.failure.error;
  }
}
