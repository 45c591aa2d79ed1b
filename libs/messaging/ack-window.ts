import type { Channel, Message } from 'amqplib';

/**
 * The deliveries of one channel that are not settled yet, and the only way to settle them.
 *
 * Acks are coalesced: whatever is acked together and lies below the oldest unsettled tag goes out as one `multiple` ack, the rest one by
 * one. So a delivery that has to wait (a retry, a park whose confirm is missing) never keeps the others of the queue from being acked.
 *
 * Bound to one channel: delivery tags start at 1 again on the next one. Once `dead`, settling does nothing: the broker has taken everything
 * unsettled back already, and acking on a closed channel throws.
 */
export class AckWindow {
  private readonly unsettled = new Set<number>();

  constructor(
    private readonly channel: Channel,
    private readonly isDead: () => boolean,
  ) {}

  get dead(): boolean {
    return this.isDead();
  }

  /** Deliveries neither acked nor handed back. */
  get size(): number {
    return this.unsettled.size;
  }

  /** Must be called for every delivery in the order of arrival. */
  opened(tag: number): void {
    this.unsettled.add(tag);
  }

  /** Acks these deliveries; unknown or settled tags are ignored. */
  ack(tags: readonly number[]): void {
    if (this.dead) return;
    const settled = tags.filter((tag) => this.unsettled.delete(tag));
    if (settled.length === 0) return;
    const oldest = this.unsettled.values().next().value ?? Infinity;
    let coalesced = 0;
    for (const tag of settled) {
      if (tag < oldest) coalesced = Math.max(coalesced, tag);
      else this.write(() => this.channel.ack(asMessage(tag)));
    }
    if (coalesced > 0) this.write(() => this.channel.ack(asMessage(coalesced), true));
  }

  /** Hands one delivery back to its queue; the broker gives it to somebody else, or to us again. */
  handBack(tag: number): void {
    if (this.dead || !this.unsettled.delete(tag)) return;
    this.write(() => this.channel.nack(asMessage(tag), false, true));
  }

  private write(frame: () => void): void {
    try {
      frame();
    } catch {
      // The channel closes at this very moment; its close event is what ends the session.
    }
  }
}

/** amqplib reads nothing but the tag. */
function asMessage(deliveryTag: number): Message {
  return { fields: { deliveryTag } } as Message;
}
