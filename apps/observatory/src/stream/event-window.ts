import type { EventBatch } from '#read-model';
import { type EventHead, headOf } from './stream-filter';

/** An event of the log as it goes out. What is asked of it is worked out once, whoever asks. */
export class LiveEvent {
  private known: EventHead | undefined;
  private framed: string | undefined;

  constructor(
    readonly position: number,
    /** The whole envelope. */
    readonly text: string,
    private readonly shown: (text: string) => string,
  ) {}

  get head(): EventHead {
    return (this.known ??= headOf(this.text));
  }

  /** As an event of an SSE stream. */
  get frame(): string {
    return (this.framed ??= `id: ${this.position}\nevent: ${this.head.eventType}\ndata: ${this.shown(this.text)}\n\n`);
  }
}

const MAX_EVENTS = 20_000;
const MAX_CHARACTERS = 24 * 1024 * 1024;

/** What came of a batch. */
export type Taken =
  /** Those that are new. */
  | { readonly kind: 'next'; readonly events: readonly LiveEvent[] }
  /** There is a hole before it, or it is of another log: whoever follows has to read anew. */
  | { readonly kind: 'gap'; readonly events: readonly LiveEvent[] };

/** The last events, contiguous, bounded. Pure. */
export class EventWindow {
  private events: LiveEvent[] = [];
  private characters = 0;
  private lastPosition: number | undefined;
  private logEpoch: string | undefined;

  /** @param shown what of an envelope goes out */
  constructor(private readonly shown: (text: string) => string = (text) => text) {}

  /** The newest event that it knows of; undefined before the first. */
  get last(): number | undefined {
    return this.lastPosition;
  }

  get epoch(): string | undefined {
    return this.logEpoch;
  }

  take(batch: EventBatch): Taken {
    const isNext = this.lastPosition === undefined || ((this.logEpoch ?? batch.epoch) === batch.epoch && batch.from <= this.lastPosition + 1);
    if (!isNext) this.forget();
    const after = this.lastPosition ?? batch.from - 1;
    const events = batch.events.map((text, index) => new LiveEvent(batch.from + index, text, this.shown)).filter(({ position }) => position > after);
    this.lastPosition = Math.max(after, batch.to);
    this.logEpoch = batch.epoch;
    this.events.push(...events);
    for (const { text } of events) this.characters += text.length;
    this.shrink();
    return { kind: isNext ? 'next' : 'gap', events };
  }

  /** There is no event yet: the first will be the one after this position. */
  begin(position: number, epoch?: string): void {
    this.lastPosition ??= position;
    this.logEpoch ??= epoch;
  }

  /** The events after a position; undefined when some of them are not here. */
  after(position: number): readonly LiveEvent[] | undefined {
    const [first] = this.events;
    if (this.lastPosition !== undefined && position >= this.lastPosition) return [];
    if (first === undefined || first.position > position + 1) return undefined;
    return this.events.slice(position + 1 - first.position);
  }

  forget(): void {
    this.events = [];
    this.characters = 0;
    this.lastPosition = undefined;
    this.logEpoch = undefined;
  }

  /** A tenth at once, so that it is not full again with the next event. */
  private shrink(): void {
    if (this.events.length <= MAX_EVENTS && this.characters <= MAX_CHARACTERS) return;
    let drop = 0;
    let characters = this.characters;
    while (drop < this.events.length && (this.events.length - drop > MAX_EVENTS * 0.9 || characters > MAX_CHARACTERS * 0.9)) characters -= this.events[drop++]?.text.length ?? 0;
    this.events = this.events.slice(drop);
    this.characters = characters;
  }
}
