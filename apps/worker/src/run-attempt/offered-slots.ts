import { RememberedDeliveries } from './remembered-deliveries';
import { GRANT_HOLDS_MS, OFFER_AT_MOST_EVERY_MS, OFFER_EVERY_MS } from './protocol-timing';

export interface Offer {
  readonly offer: string;
  readonly slots: number;
}

/**
 * The slots that this worker has offered to whatever is submitted next. An offer holds as long as a grant does, from its sending; it is made again each
 * second, and sooner when half of the free slots are not on offer any more. What is granted beyond it is returned.
 */
export class OfferedSlots {
  private readonly offers = new Map<string, { readonly sentAtMs: number; left: number }>();
  /** Deliveries that this worker has said it does not know, or was told to forget: whoever asked counts on that. */
  private readonly disowned = new RememberedDeliveries();
  private lastMs = -Infinity;

  constructor(private readonly newId: () => string) {}

  /** The offer to send now. @param free slots that nothing is meant for */
  renew(free: number, nowMs: number): Offer | undefined {
    this.expire(nowMs);
    if (free <= 0 || nowMs - this.lastMs < OFFER_AT_MOST_EVERY_MS) return undefined;
    const slots = free - (nowMs - this.lastMs >= OFFER_EVERY_MS ? 0 : this.freshAt(nowMs));
    if (slots * 2 < free) return undefined;
    this.lastMs = nowMs;
    const offer = this.newId();
    this.offers.set(offer, { sentAtMs: nowMs, left: slots });
    return { offer, slots };
  }

  /** When {@link renew} is due if nothing happens. */
  nextMs(free: number): number | undefined {
    return free > 0 ? this.lastMs + OFFER_EVERY_MS : undefined;
  }

  /** A slot of an offer for a delivery: when the offer was sent. Undefined when there is none left, or not any more. */
  take(offer: string, deliveryId: string, nowMs: number): number | undefined {
    const open = this.offers.get(offer);
    if (open === undefined || open.left === 0 || nowMs - open.sentAtMs >= GRANT_HOLDS_MS || this.disowned.has(deliveryId, nowMs)) return undefined;
    open.left -= 1;
    return open.sentAtMs;
  }

  /** A grant for this delivery, should it come yet, is not to start anything. */
  disown(deliveryId: string, nowMs: number): void {
    this.disowned.add(deliveryId, nowMs);
  }

  /** What is granted now may not arrive. */
  withdrawAll(): void {
    this.offers.clear();
    this.lastMs = -Infinity;
  }

  private freshAt(nowMs: number): number {
    let fresh = 0;
    for (const { sentAtMs, left } of this.offers.values()) if (nowMs - sentAtMs < OFFER_EVERY_MS) fresh += left;
    return fresh;
  }

  private expire(nowMs: number): void {
    for (const [offer, { sentAtMs }] of this.offers) {
      if (nowMs - sentAtMs < GRANT_HOLDS_MS) return;
      this.offers.delete(offer);
    }
  }
}
