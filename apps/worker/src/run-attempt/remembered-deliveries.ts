/**
 * Deliveries of a short while ago of which one thing must not be forgotten: that they ended here (a probe may ask while the report is still on its way,
 * and `unknown` would have the gateway close the attempt as lost and run it again), or that they were disowned.
 *
 * Bounded in number and in time. Kept as two generations: when the young one is half of what may be kept, or half as old, it becomes the
 * old one, and the old one is forgotten. (One ordered map that drops its oldest entry costs more per job than making the report does.)
 */
export class RememberedDeliveries {
  private young = new Set<string>();
  private old = new Set<string>();
  private bornMs = -Infinity;

  constructor(
    private readonly maxCount = 100_000,
    private readonly maxAgeMs = 600_000,
  ) {}

  add(deliveryId: string, nowMs: number): void {
    this.age(nowMs);
    this.young.add(deliveryId);
  }

  has(deliveryId: string, nowMs: number): boolean {
    this.age(nowMs);
    return this.young.has(deliveryId) || this.old.has(deliveryId);
  }

  private age(nowMs: number): void {
    const ageMs = nowMs - this.bornMs;
    if (ageMs < this.maxAgeMs / 2 && this.young.size < this.maxCount / 2) return;
    this.old = ageMs < this.maxAgeMs ? this.young : new Set();
    this.young = new Set();
    this.bornMs = nowMs;
  }
}
