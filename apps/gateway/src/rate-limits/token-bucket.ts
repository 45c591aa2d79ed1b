/** How many tokens there are: so many a second, and so many at once after a pause. */
export interface BucketRule {
  readonly perSecond: number;
  readonly burst: number;
}

/**
 * One process's own bucket. A charge may take more than there is: then nobody is admitted until the debt is paid, which is what a bulk of a thousand jobs
 * costs its tenant.
 */
export class TokenBucket {
  private tokens: number;

  constructor(
    private readonly rule: BucketRule,
    private atMs: number,
  ) {
    this.tokens = rule.burst;
  }

  /** 0 when the token was there, else the milliseconds until there is one. */
  take(nowMs: number): number {
    this.fill(nowMs);
    if (this.tokens < 1) return Math.ceil(((1 - this.tokens) / this.rule.perSecond) * 1_000);
    this.tokens -= 1;
    return 0;
  }

  /** Takes, or with a negative number gives back, without asking. */
  charge(tokens: number, nowMs: number): void {
    this.fill(nowMs);
    this.tokens = Math.min(this.rule.burst, this.tokens - tokens);
  }

  isFull(nowMs: number): boolean {
    this.fill(nowMs);
    return this.tokens >= this.rule.burst;
  }

  private fill(nowMs: number): void {
    const passed = Math.max(0, nowMs - this.atMs);
    this.tokens = Math.min(this.rule.burst, this.tokens + (passed * this.rule.perSecond) / 1_000);
    this.atMs = nowMs;
  }
}
