/**
 * The deliveries that ended here a short while ago. A probe may ask about an attempt whose report is still on its way: the answer must be `ended`, for `unknown`
 * would have the gateway close it as lost and run it again.
 *
 * Bounded in number and in time; by then the report has arrived or will be sent again from the outbox, which knows it anyway.
 */
export class EndedDeliveries {
  private readonly endedAt = new Map<string, number>();

  constructor(
    private readonly maxCount = 10_000,
    private readonly maxAgeMs = 600_000,
  ) {}

  add(deliveryId: string, nowMs: number): void {
    this.endedAt.set(deliveryId, nowMs);
    for (const [oldest, at] of this.endedAt) {
      if (this.endedAt.size <= this.maxCount && nowMs - at <= this.maxAgeMs) break;
      this.endedAt.delete(oldest);
    }
  }

  has(deliveryId: string, nowMs: number): boolean {
    const at = this.endedAt.get(deliveryId);
    return at !== undefined && nowMs - at <= this.maxAgeMs;
  }
}
