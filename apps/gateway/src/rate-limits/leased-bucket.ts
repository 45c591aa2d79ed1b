import { TokenBucket, type BucketRule } from './token-bucket';
import type { Lease } from './token-ledger';

/** Unused tokens of a lease are given up after that: others may want them. */
const LEASE_MS = 1_000;
/** A bucket that is asked for again so soon asks for more at a time. */
const BUSY_MS = 100;
/** No process holds more of a bucket than that part of it. */
const LARGEST_SHARE = 0.1;

/**
 * One process's view of a bucket that all share: tokens that were leased from it are spent without asking anybody. Who spends them fast is leased twice as many the next
 * time, so that a busy caller costs some round trips a second, and a quiet one holds back nobody.
 *
 * Pure: what is wanted of the ledger is asked for by whoever owns this.
 */
export class LeasedBucket {
  private tokens = 0;
  private debt = 0;
  private leasedUntilMs = 0;
  private emptyUntilMs = 0;
  private size = 1;
  private askedAtMs = Number.NEGATIVE_INFINITY;
  private readonly alone: TokenBucket;
  lastUsedMs: number;
  /** What is being asked for; whoever finds the bucket empty waits for it. */
  asking: Promise<void> | undefined;

  constructor(readonly rule: BucketRule, share: number, nowMs: number) {
    this.alone = new TokenBucket({ perSecond: rule.perSecond * share, burst: Math.max(1, rule.burst * share) }, nowMs);
    this.lastUsedMs = nowMs;
  }

  /** 0: admitted. More: milliseconds to wait. undefined: the ledger has to be asked first. */
  take(nowMs: number): number | undefined {
    this.lastUsedMs = nowMs;
    if (this.tokens > 0 && nowMs >= this.leasedUntilMs) this.tokens = 0;
    if (this.tokens >= 1) {
      this.tokens -= 1;
      return 0;
    }
    return nowMs < this.emptyUntilMs ? this.emptyUntilMs - nowMs : undefined;
  }

  /** Whether it is time to ask for more, so that nobody has to wait for it. */
  get runsLow(): boolean {
    return this.size > 8 && this.tokens < this.size / 2 && this.asking === undefined;
  }

  /** What to ask the ledger for. @param waiting how many wait for the answer */
  want(nowMs: number, waiting: number): number {
    const largest = Math.max(1, Math.floor(this.rule.burst * LARGEST_SHARE));
    this.size = nowMs - this.askedAtMs < BUSY_MS ? Math.min(largest, this.size * 2) : Math.max(1, Math.floor(this.size / 2));
    this.askedAtMs = nowMs;
    return Math.max(this.size, waiting);
  }

  /** What was charged beyond the lease, to be told to the ledger with the next question. */
  takeDebt(): number {
    const { debt } = this;
    this.debt = 0;
    return debt;
  }

  leased({ granted, waitMs }: Lease, nowMs: number): void {
    this.tokens += granted;
    this.leasedUntilMs = nowMs + LEASE_MS;
    if (this.tokens < 1) this.emptyUntilMs = nowMs + waitMs;
  }

  charge(tokens: number, nowMs: number, shared: boolean): void {
    if (!shared) {
      this.alone.charge(tokens, nowMs);
      return;
    }
    const paid = Math.min(tokens, this.tokens);
    this.tokens -= paid;
    this.debt += tokens - paid;
  }

  /** Without the ledger: this process's own share. */
  takeAlone(nowMs: number): number {
    this.lastUsedMs = nowMs;
    return this.alone.take(nowMs);
  }
}
