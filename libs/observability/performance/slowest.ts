/** What one kind of work took, over the last minutes. */
export interface WorkFigures {
  readonly name: string;
  readonly count: number;
  readonly meanMs: number;
  readonly maxMs: number;
  /** When the longest one ended. */
  readonly maxAt: string;
}

interface Sum {
  count: number;
  totalMs: number;
  maxMs: number;
  maxAtMs: number;
}

const MOST_NAMES = 500;
const OTHER = 'other';
const WINDOW_MS = 300_000;

/**
 * Remembers which kinds of work were slowest lately: between one and two windows of five minutes, so that what was slow an hour ago hides nothing. Off until
 * somebody watches; then a note costs a look into a map. The kinds are ours (routes, statements), and bounded all the same.
 */
export class Slowest {
  private watching = false;
  private now = new Map<string, Sum>();
  private before = new Map<string, Sum>();
  private beganAtMs = 0;

  constructor(private readonly clockMs: () => number = Date.now) {}

  watch(): void {
    this.watching = true;
  }

  get isWatching(): boolean {
    return this.watching;
  }

  note(name: string, ms: number): void {
    if (!this.watching) return;
    const atMs = this.clockMs();
    this.turn(atMs);
    let sum = this.now.get(name);
    if (sum === undefined) {
      const key = this.now.size < MOST_NAMES ? name : OTHER;
      sum = this.now.get(key) ?? { count: 0, totalMs: 0, maxMs: 0, maxAtMs: atMs };
      this.now.set(key, sum);
    }
    sum.count += 1;
    sum.totalMs += ms;
    if (ms < sum.maxMs) return;
    sum.maxMs = ms;
    sum.maxAtMs = atMs;
  }

  /** The slowest kinds by their slowest instance. */
  read(limit: number): WorkFigures[] {
    this.turn(this.clockMs());
    const all = new Map([...this.before].map(([name, sum]) => [name, { ...sum }]));
    for (const [name, sum] of this.now) {
      const had = all.get(name);
      all.set(name, had === undefined ? sum : joined(had, sum));
    }
    return [...all]
      .sort(([, a], [, b]) => b.maxMs - a.maxMs)
      .slice(0, limit)
      .map(([name, { count, totalMs, maxMs, maxAtMs }]) => ({ name, count, meanMs: totalMs / count, maxMs, maxAt: new Date(maxAtMs).toISOString() }));
  }

  private turn(atMs: number): void {
    if (atMs - this.beganAtMs < WINDOW_MS) return;
    this.before = atMs - this.beganAtMs < 2 * WINDOW_MS ? this.now : new Map<string, Sum>();
    this.now = new Map();
    this.beganAtMs = atMs;
  }
}

function joined(a: Sum, b: Sum): Sum {
  const slower = a.maxMs > b.maxMs ? a : b;
  return { count: a.count + b.count, totalMs: a.totalMs + b.totalMs, maxMs: slower.maxMs, maxAtMs: slower.maxAtMs };
}

/** What the process asks its stores, by statement or command. Libraries note here; they need not know who reads. */
export const slowQueries = new Slowest();
