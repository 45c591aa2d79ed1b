import type { AuditNote, CountedNote } from './audit-note';

export interface FoldRule {
  /** Notes with the same key within the window become one. */
  readonly key: string;
  /** Beyond the most keys: what is left of the key. There are few of these, whoever calls. */
  readonly coarseKey: string;
  readonly windowMs: number;
}

interface Window {
  note: AuditNote;
  count: number;
  lastAtMs: number;
  readonly endsAtMs: number;
}

export interface FoldLimits {
  /** Windows that are open at once; what comes beyond shares the window of its coarse key. */
  readonly mostKeys: number;
  /** Notes that wait to be taken; beyond, those that may be folded are, and the others too. */
  readonly mostWaiting: number;
}

/**
 * Keeps notes until somebody takes them, and no more of them than it has room for. The first of its kind is there at once, so that nobody waits for news; those
 * that follow within a window are counted, and come as one when the window ends. Ten thousand bad keys a second are so some rows every few seconds, with the number
 * in each. Sums stay right whatever is folded: the counts of all notes that are taken add up to the notes that were added.
 */
export class FoldedNotes {
  private waiting: CountedNote[] = [];
  private readonly windows = new Map<string, Window>();

  constructor(private readonly limits: FoldLimits) {}

  add(note: AuditNote, fold: FoldRule): void {
    const { key, coarseKey, windowMs } = fold;
    const open = this.windows.get(key);
    if (open !== undefined) return count(open, note);
    if (this.windows.size >= this.limits.mostKeys || this.waiting.length >= this.limits.mostWaiting) {
      const coarse = this.windows.get(coarseKey);
      if (coarse !== undefined) return count(coarse, note);
      // What the kinds of the folded have in common; who and where are many.
      const { atMs, action, verdict, category } = note;
      const common = { atMs, action, verdict, category, reason: 'several of this kind, too many to tell one by one' };
      this.windows.set(coarseKey, { note: common, count: 1, lastAtMs: note.atMs, endsAtMs: note.atMs + windowMs });
      return;
    }
    this.windows.set(key, { note, count: 0, lastAtMs: note.atMs, endsAtMs: note.atMs + windowMs });
    this.waiting.push({ ...note, count: 1, lastAtMs: note.atMs });
  }

  /** Counts one more of a kind of which there are several already; false when there are not, and it has to be told. */
  countAnother(key: string, atMs: number): boolean {
    const open = this.windows.get(key);
    if (open === undefined || open.count === 0) return false;
    open.count += 1;
    open.lastAtMs = Math.max(open.lastAtMs, atMs);
    return true;
  }

  /** One that stands for itself, as long as there is room. */
  addAlone(note: AuditNote, beyond: FoldRule): void {
    if (this.waiting.length >= this.limits.mostWaiting) this.add(note, beyond);
    else this.waiting.push({ ...note, count: 1, lastAtMs: note.atMs });
  }

  /** What is to be stored by now. `all`: windows that have not ended too, for the end of the process. */
  take(nowMs: number, all = false): CountedNote[] {
    for (const [key, window] of this.windows) {
      // A clock that was set back must not keep a window open.
      const over = all || nowMs >= window.endsAtMs || nowMs < window.lastAtMs - 60_000;
      if (!over) continue;
      this.windows.delete(key);
      if (window.count > 0) this.waiting.push({ ...window.note, count: window.count, lastAtMs: window.lastAtMs });
    }
    const taken = this.waiting;
    this.waiting = [];
    return taken;
  }

  /** Gives back what could not be stored; it comes before all else the next time. */
  giveBack(notes: readonly CountedNote[]): void {
    this.waiting = [...notes, ...this.waiting];
  }

  get isEmpty(): boolean {
    return this.waiting.length === 0 && this.windows.size === 0;
  }
}

function count(window: Window, note: AuditNote): void {
  // The first of a count is the one whose time and texts the row has.
  if (window.count === 0) window.note = note;
  window.count += 1;
  window.lastAtMs = Math.max(window.lastAtMs, note.atMs);
}
