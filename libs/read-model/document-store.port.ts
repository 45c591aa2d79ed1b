/** One document to be written: inserted when there was none before, else replaced. */
export interface DocumentChange<Document> {
  readonly id: string;
  readonly before: Document | undefined;
  readonly after: Document;
}

/** `conflict`: somebody else has written this document since it was read, or may have; read it again. */
export type WriteOutcome = 'written' | 'conflict';

/** Where the documents of one collection are kept. MongoDB in service, memory in a simulation. */
export interface DocumentStore<Document> {
  readonly name: string;
  /** Those of the documents that exist, in any order, as the majority has them. */
  read(ids: readonly string[]): Promise<readonly Document[]>;
  /** Writes each by compare-and-swap on its version; one outcome per change. When it returns, the majority has what is `written`. */
  write(changes: readonly DocumentChange<Document>[]): Promise<readonly WriteOutcome[]>;
}
