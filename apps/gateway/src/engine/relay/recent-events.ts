import type { LoggedEvent } from '#event-log';

/**
 * The newest events of the log that this process itself has committed, so that they need not be read back. Only an unbroken run of positions
 * is kept: where another gateway wrote in between, or where it is not sure what was committed, the run starts anew and the log is read.
 */
export class RecentEvents {
  private events: (LoggedEvent | undefined)[] = [];
  private start = 0;
  private characters = 0;

  constructor(
    private readonly maxEvents = 20_000,
    private readonly maxCharacters = 32 * 1024 * 1024,
  ) {}

  add(events: readonly LoggedEvent[]): void {
    const [first] = events;
    if (first === undefined) return;
    if (this.joinsBefore(events)) return;
    if (this.lastPosition + 1 !== first.position) this.clear();
    for (const event of events) {
      this.events.push(event);
      this.characters += event.text.length;
    }
    while (this.size > this.maxEvents || (this.characters > this.maxCharacters && this.size > 0)) this.dropFirst();
    this.compact();
  }

  /**
   * Two connections of one process commit in the order of the log, but their answers may be heard the other way round. What belongs exactly before
   * the oldest event here is put there.
   */
  private joinsBefore(events: readonly LoggedEvent[]): boolean {
    const last = events.at(-1);
    if (last === undefined || this.firstPosition !== last.position + 1) return false;
    this.events = [...events, ...this.events.slice(this.start)];
    this.start = 0;
    for (const event of events) this.characters += event.text.length;
    return true;
  }

  /** Up to `limit` events from `position` on; none unless exactly that position is here. */
  from(position: number, limit: number): readonly LoggedEvent[] {
    const first = this.events[this.start];
    if (first === undefined || position < first.position) return [];
    const index = this.start + (position - first.position);
    return this.events.slice(index, index + limit) as LoggedEvent[];
  }

  /** Position of the oldest event that is here; undefined when there is none. */
  get firstPosition(): number | undefined {
    return this.events[this.start]?.position;
  }

  /** Forgets what has been relayed. */
  dropUpTo(position: number): void {
    while (this.size > 0 && (this.events[this.start] as LoggedEvent).position <= position) this.dropFirst();
    this.compact();
  }

  clear(): void {
    this.events = [];
    this.start = 0;
    this.characters = 0;
  }

  private get size(): number {
    return this.events.length - this.start;
  }

  private get lastPosition(): number {
    return this.events.at(-1)?.position ?? -1;
  }

  private dropFirst(): void {
    this.characters -= (this.events[this.start] as LoggedEvent).text.length;
    // Let go at once, not with the compaction: what is still held here when the young generation is collected is copied, twice.
    this.events[this.start] = undefined;
    this.start += 1;
  }

  private compact(): void {
    if (this.start < 4_096 && this.start < this.events.length) return;
    this.events = this.events.slice(this.start);
    this.start = 0;
  }
}
