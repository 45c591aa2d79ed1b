import type { EventReader, LoggedEvent } from '#event-log';
import { counter } from '#observability';
import { RecentEvents } from './recent-events';

/** Events read from the log at once. */
const PAGE = 500;

/**
 * Where the relay's events come from: what this process has committed itself and is exactly next is taken from memory; everything else is read from
 * the log, and only as far as something is known, or hoped, to be there.
 */
export class RelaySource {
  private readonly recent = new RecentEvents();
  private newest = 0;
  /** The present run's reading; what an earlier one still finds counts for nothing. */
  private current: object | undefined;
  private readonly fromMemory = counter('relayEvents').labels({ source: 'memory' });
  private readonly fromLog = counter('relayEvents').labels({ source: 'log' });

  constructor(private readonly reader: EventReader) {}

  committed(events: readonly LoggedEvent[]): void {
    this.recent.add(events);
  }

  /** There is something up to here, or may be. */
  announce(position: number): void {
    this.newest = Math.max(this.newest, position);
  }

  hopesFor(position: number): boolean {
    return this.newest >= position;
  }

  /** Forgets what has been relayed. */
  dropUpTo(position: number): void {
    this.recent.dropUpTo(position);
  }

  /** Reads on after a cursor; each run of the relay has a reading of its own. */
  from(cursor: number): RelayReading {
    const mine = {};
    this.current = mine;
    this.announce(cursor + 1);
    let page: readonly LoggedEvent[] = [];
    let underWay = false;
    const read = async (after: number, limit: number): Promise<boolean> => {
      underWay = true;
      try {
        const events = await this.reader.read(after, limit);
        if (this.current !== mine) return false;
        page = events;
        const last = events.at(-1);
        // Commits are in order, so what is not there now was only hoped for. A full page hopes for more.
        this.newest = last === undefined ? after : Math.max(this.newest, last.position + (isFull(events, limit) ? 1 : 0));
        return last !== undefined;
      } finally {
        underWay = false;
      }
    };
    return {
      get isUnderWay() {
        return underWay;
      },
      next: (position, limit) => {
        const [first] = page;
        if (first?.position === position) {
          const events = page.slice(0, limit);
          page = page.slice(limit);
          this.fromLog.inc(events.length);
          return events;
        }
        page = [];
        const events = this.recent.from(position, limit);
        this.fromMemory.inc(events.length);
        return events;
      },
      readOn: (position) => {
        if (underWay || !this.hopesFor(position)) return undefined;
        const inMemoryFrom = this.recent.firstPosition;
        const limit = inMemoryFrom !== undefined && inMemoryFrom > position ? Math.min(PAGE, inMemoryFrom - position) : PAGE;
        return read(position - 1, limit);
      },
    };
  }
}

export interface RelayReading {
  /** Whether a page is being read. */
  readonly isUnderWay: boolean;
  /** Exactly the events from `position` on, from memory or from the page read last; none when the log has to be read. */
  next(position: number, limit: number): readonly LoggedEvent[];
  /** Reads the page at `position`, unless one is being read or nothing is hoped for. @returns whether it found anything */
  readOn(position: number): Promise<boolean> | undefined;
}

/** Whether a page ended at its bound (in events, or about in bytes) rather than at the end of the log. */
function isFull(page: readonly LoggedEvent[], limit: number): boolean {
  return page.length === limit || page.reduce((sum, event) => sum + event.text.length, 0) > 4 * 1024 * 1024;
}
