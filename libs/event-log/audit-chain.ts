import { hash } from 'node:crypto';
import type { AuditHead } from '#contracts';

/** A row of the trail as it stands in the store. */
export interface AuditRow {
  readonly sequence: number;
  readonly entryId: string;
  /** RFC 3339 UTC with milliseconds. */
  readonly recordedAt: string;
  readonly body: string;
  /** Hexadecimal digits. */
  readonly hash: string;
}

/** What stands before the first row. */
export const FIRST_HASH = '0'.repeat(64);

/** The same as `append_audit` computes; a spec holds the two against each other. */
export function hashOf(before: string, { sequence, entryId, recordedAt, body }: Omit<AuditRow, 'hash'>): string {
  return hash('sha256', `${before}\n${sequence}\n${entryId}\n${recordedAt}\n${body}`, 'hex');
}

/** What a head's signature is over. */
export function headText({ sequence, hash, signedAt, keyId }: Omit<AuditHead, 'signature'>): string {
  return `job observatory audit head\n${sequence}\n${hash}\n${signedAt}\n${keyId}`;
}

export type ChainFault =
  /** A row does not have the hash that it must have after the one before: it, its place or its time was changed, or the row before was. */
  | { readonly kind: 'changed'; readonly sequence: number }
  /** Rows are missing before this one, or it stands where another should. */
  | { readonly kind: 'missing'; readonly sequence: number; readonly next: number }
  /** A head names a row that is not there: the end was cut off. */
  | { readonly kind: 'cut'; readonly sequence: number; readonly last: number; readonly head: string }
  /** A head names another hash than its row has: what stands up to there is not what was sealed. */
  | { readonly kind: 'rewritten'; readonly sequence: number; readonly head: string }
  /** A head is not signed by a key that is trusted. */
  | { readonly kind: 'signature'; readonly sequence: number; readonly head: string };

/** Goes through the rows in order and says what is wrong. Remembers one row, however long the trail is. */
export class ChainCheck {
  private last = 0;
  private lastHash = FIRST_HASH;
  private readonly found: ChainFault[] = [];
  private readonly heads = new Map<number, { readonly hash: string; readonly from: string }[]>();

  /** @param behind the row that is trusted as it is, where the check does not begin at the first */
  constructor(
    private readonly mostFaults = 100,
    behind?: Pick<AuditRow, 'sequence' | 'hash'>,
  ) {
    if (behind === undefined) return;
    this.last = behind.sequence;
    this.lastHash = behind.hash;
  }

  /** A head that somebody holds; before the rows. @param from where it was found, for people */
  expect(head: Pick<AuditHead, 'sequence' | 'hash'>, from: string): void {
    const known = this.heads.get(head.sequence) ?? [];
    if (!known.some(({ hash }) => hash === head.hash)) this.heads.set(head.sequence, [...known, { hash: head.hash, from }]);
  }

  /** The next row. @returns what is wrong with it */
  next(row: AuditRow): readonly ChainFault[] {
    const before = this.found.length;
    if (row.sequence !== this.last + 1) this.fault({ kind: 'missing', sequence: this.last + 1, next: row.sequence });
    // After a hole the row cannot be held against what is not there; the hole is the finding.
    else if (hashOf(this.lastHash, row) !== row.hash) this.fault({ kind: 'changed', sequence: row.sequence });
    for (const { hash, from } of this.heads.get(row.sequence) ?? []) if (hash !== row.hash) this.fault({ kind: 'rewritten', sequence: row.sequence, head: from });
    this.heads.delete(row.sequence);
    this.last = row.sequence;
    this.lastHash = row.hash;
    return this.found.slice(before);
  }

  /** After the last row. */
  finish(): { readonly rows: number; readonly hash: string; readonly faults: readonly ChainFault[] } {
    for (const [sequence, heads] of this.heads) for (const { from } of heads) this.fault({ kind: 'cut', sequence, last: this.last, head: from });
    this.heads.clear();
    return { rows: this.last, hash: this.lastHash, faults: this.found };
  }

  private fault(fault: ChainFault): void {
    if (this.found.length < this.mostFaults) this.found.push(fault);
  }
}

export function describeFault(fault: ChainFault): string {
  switch (fault.kind) {
    case 'changed':
      return `entry ${fault.sequence} was changed, or stands where another stood: its hash is not the one that follows from it and the entry before`;
    case 'missing':
      return `entry ${fault.sequence} is missing: the next one is ${fault.next}`;
    case 'cut':
      return `the end was cut off: ${fault.head} knows entry ${fault.sequence}, the last one is ${fault.last}`;
    case 'rewritten':
      return `entry ${fault.sequence} is not the one that was sealed: ${fault.head} knows another hash, so what stands up to there was written anew`;
    case 'signature':
      return `${fault.head} is not signed by a key that is trusted (entry ${fault.sequence})`;
  }
}
