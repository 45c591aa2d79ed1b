import { GRANT_HOLDS_MS, OFFER_AT_MOST_EVERY_MS, OFFER_EVERY_MS } from './protocol-timing';

/** An offer message holds no more. */
const MAX_OFFERED = 256;

/**
 * The slots that this worker has offered to whatever is submitted next. An offer holds as long as a grant does, from its sending; it is made again each
 * second, and sooner when half of the free slots are not on offer any more. What was offered and is granted all the same after that is returned.
 */
export class OfferedSlots {
  private readonly sentAtMs = new Map<string, number>();
  private lastMs = -Infinity;

  constructor(private readonly newDeliveryId: () => string) {}

  /** The offers to send now. @param free slots that nothing is meant for */
  renew(free: number, nowMs: number): string[] {
    this.expire(nowMs);
    if (free <= 0 || nowMs - this.lastMs < OFFER_AT_MOST_EVERY_MS) return [];
    const fresh = nowMs - this.lastMs >= OFFER_EVERY_MS ? 0 : this.freshAt(nowMs);
    const missing = Math.min(free, MAX_OFFERED) - fresh;
    if (missing * 2 < free) return [];
    this.lastMs = nowMs;
    const deliveries = Array.from({ length: missing }, () => this.newDeliveryId());
    for (const deliveryId of deliveries) this.sentAtMs.set(deliveryId, nowMs);
    return deliveries;
  }

  /** When {@link renew} is due if nothing happens. */
  nextMs(free: number): number | undefined {
    return free > 0 ? this.lastMs + OFFER_EVERY_MS : undefined;
  }

  /** A grant for an offer: when that was sent. Undefined when it is none, or none any more. */
  take(deliveryId: string, nowMs: number): number | undefined {
    const sentAtMs = this.sentAtMs.get(deliveryId);
    this.sentAtMs.delete(deliveryId);
    return sentAtMs === undefined || nowMs - sentAtMs >= GRANT_HOLDS_MS ? undefined : sentAtMs;
  }

  /** Takes an offer back; a grant for it will be returned. */
  withdraw(deliveryId: string): void {
    this.sentAtMs.delete(deliveryId);
  }

  /** Whoever offered these can not be reached for a while. */
  withdrawAll(nowMs: number): void {
    this.sentAtMs.clear();
    this.lastMs = nowMs;
  }

  private freshAt(nowMs: number): number {
    let fresh = 0;
    for (const sentAtMs of this.sentAtMs.values()) if (nowMs - sentAtMs < OFFER_EVERY_MS) fresh++;
    return fresh;
  }

  private expire(nowMs: number): void {
    for (const [deliveryId, sentAtMs] of this.sentAtMs) {
      if (nowMs - sentAtMs < GRANT_HOLDS_MS) return;
      this.sentAtMs.delete(deliveryId);
    }
  }
}
