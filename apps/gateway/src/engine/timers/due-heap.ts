/** Something that is to happen at an instant, by the store's clock. */
export interface Due {
  readonly key: string;
  readonly atMs: number;
}

/** What is to happen when: a binary heap of instants, at most one per key. Pure. */
export class DueHeap {
  private readonly heap: Due[] = [];
  private readonly known = new Map<string, number>();

  get size(): number {
    return this.known.size;
  }

  /** Notes that something is due at an instant; the last word on it counts. */
  set(key: string, atMs: number): void {
    if (this.known.get(key) === atMs) return;
    this.known.set(key, atMs);
    this.heap.push({ key, atMs });
    this.up(this.heap.length - 1);
  }

  /** When the next one is due; undefined when nothing is. */
  nextAtMs(): number | undefined {
    this.skipOutdated();
    return this.heap[0]?.atMs;
  }

  /** Takes out everything due at `nowMs`, at most `limit`, the earliest first. */
  takeDue(nowMs: number, limit: number): Due[] {
    const due: Due[] = [];
    while (due.length < limit) {
      this.skipOutdated();
      const first = this.heap[0];
      if (first === undefined || first.atMs > nowMs) break;
      this.pop();
      this.known.delete(first.key);
      due.push(first);
    }
    return due;
  }

  clear(): void {
    this.heap.length = 0;
    this.known.clear();
  }

  /** Entries that a later `set` has overruled are dropped when they come to the top. */
  private skipOutdated(): void {
    for (let first = this.heap[0]; first !== undefined && this.known.get(first.key) !== first.atMs; first = this.heap[0]) this.pop();
  }

  private pop(): void {
    const last = this.heap.pop();
    if (last === undefined || this.heap.length === 0) return;
    this.heap[0] = last;
    this.down(0);
  }

  private up(index: number): void {
    for (let child = index; child > 0; ) {
      const parent = (child - 1) >> 1;
      if (this.at(parent) <= this.at(child)) return;
      this.swap(parent, child);
      child = parent;
    }
  }

  private down(index: number): void {
    for (let parent = index; ; ) {
      let least = parent;
      for (const child of [2 * parent + 1, 2 * parent + 2]) if (child < this.heap.length && this.at(child) < this.at(least)) least = child;
      if (least === parent) return;
      this.swap(parent, least);
      parent = least;
    }
  }

  private at(index: number): number {
    return (this.heap[index] as Due).atMs;
  }

  private swap(a: number, b: number): void {
    const kept = this.heap[a] as Due;
    this.heap[a] = this.heap[b] as Due;
    this.heap[b] = kept;
  }
}
