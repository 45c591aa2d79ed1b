/**
 * The documents that were written last, so that the next batch need not read them. It may be stale at any time (another aggregator may have
 * written since): every write compares versions, so a stale entry costs one re-read and never a wrong document.
 * Bounded in bytes, least recently used first out.
 */
export class DocumentCache<Document> {
  private readonly entries = new Map<string, { document: Document; bytes: number }>();
  private bytes = 0;

  constructor(
    private readonly maxBytes: number,
    private readonly weigh: (document: Document) => number,
  ) {}

  get size(): number {
    return this.entries.size;
  }

  get(id: string): Document | undefined {
    const entry = this.entries.get(id);
    if (!entry) return undefined;
    this.entries.delete(id);
    this.entries.set(id, entry);
    return entry.document;
  }

  set(id: string, document: Document): void {
    this.delete(id);
    const bytes = this.weigh(document);
    if (bytes > this.maxBytes) return;
    this.entries.set(id, { document, bytes });
    this.bytes += bytes;
    for (const oldest of this.entries.keys()) {
      if (this.bytes <= this.maxBytes) break;
      this.delete(oldest);
    }
  }

  delete(id: string): void {
    const entry = this.entries.get(id);
    if (!entry) return;
    this.entries.delete(id);
    this.bytes -= entry.bytes;
  }

  clear(): void {
    this.entries.clear();
    this.bytes = 0;
  }
}
