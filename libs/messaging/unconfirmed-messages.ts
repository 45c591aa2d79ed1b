import type { TraceSpan } from '#observability';
import type { MessageProperties, PublishCallback } from './publishing';

export interface Outgoing {
  readonly exchange: string;
  readonly routingKey: string;
  readonly body: Buffer;
  readonly properties: MessageProperties;
  readonly done: PublishCallback;
  readonly span: TraceSpan | undefined;
  returned: boolean;
  sentAt: number;
}

/**
 * The messages that were written to one channel and are not confirmed yet, by the tag that the broker counts for each. Pure.
 *
 * Tags start at 1 on each channel, so this is emptied with it.
 */
export class UnconfirmedMessages {
  private readonly byTag = new Map<number, Outgoing>();
  private lastTag = 0;
  private bytes = 0;

  constructor(
    private readonly maxMessages: number,
    private readonly maxBytes: number,
  ) {}

  get size(): number {
    return this.byTag.size;
  }

  get hasRoom(): boolean {
    return this.byTag.size < this.maxMessages && this.bytes < this.maxBytes;
  }

  written(message: Outgoing): void {
    this.bytes += message.body.length;
    this.byTag.set(++this.lastTag, message);
  }

  /** The messages that a confirm settles, oldest first; each is taken out before it is handed over. */
  *take(tag: number, multiple: boolean): Generator<Outgoing> {
    if (!multiple) {
      const message = this.byTag.get(tag);
      if (message) yield this.remove(tag, message);
      return;
    }
    for (const [candidate, message] of this.byTag) {
      if (candidate > tag) return;
      yield this.remove(candidate, message);
    }
  }

  /** Returns carry no delivery tag: the oldest message of this name that has not come back yet is the one. */
  markReturned(id: string | undefined, exchange: string, routingKey: string): void {
    for (const message of this.byTag.values()) {
      if (message.returned || message.properties.eventId !== id || message.exchange !== exchange || message.routingKey !== routingKey) continue;
      message.returned = true;
      return;
    }
  }

  /** Everything that was left, for a channel that is gone. */
  drain(): Outgoing[] {
    const left = [...this.byTag.values()];
    this.byTag.clear();
    this.lastTag = 0;
    this.bytes = 0;
    return left;
  }

  private remove(tag: number, message: Outgoing): Outgoing {
    this.byTag.delete(tag);
    this.bytes -= message.body.length;
    return message;
  }
}
