import type { Uuid } from '#contracts';

/** A timeline as it is sent, and the last event that it tells of. */
export interface RenderedTimeline {
  readonly version: number;
  readonly position: number;
  readonly entries: string;
  /** Names the answer that says so: to read a long one through for it takes longer than to send it. */
  readonly tag: string;
}

/** Shorter ones are made anew faster than it is worth remembering them. */
export const LONG_TIMELINE_EVENTS = 50;
const MOST_CHARACTERS = 16_000_000;

/**
 * Long timelines that were sent lately, as text. A life of a thousand events takes milliseconds to read and to put into words, and whoever watches a job asks
 * again and again: a timeline with the same last event is the same timeline.
 */
export class RecentTimelines {
  private readonly rendered = new Map<Uuid, RenderedTimeline>();
  private characters = 0;

  constructor(private readonly most = MOST_CHARACTERS) {}

  get(id: Uuid): RenderedTimeline | undefined {
    const found = this.rendered.get(id);
    if (found !== undefined) {
      // To the end of the line of those that are forgotten first.
      this.rendered.delete(id);
      this.rendered.set(id, found);
    }
    return found;
  }

  put(id: Uuid, timeline: RenderedTimeline): void {
    this.forget(id);
    this.rendered.set(id, timeline);
    this.characters += timeline.entries.length;
    for (const oldest of this.rendered.keys()) {
      if (this.characters <= this.most) break;
      this.forget(oldest);
    }
  }

  private forget(id: Uuid): void {
    this.characters -= this.rendered.get(id)?.entries.length ?? 0;
    this.rendered.delete(id);
  }
}
