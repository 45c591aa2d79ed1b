import type { Admission, Exceeded, RequestLimits } from '#http';
import type { Principal } from '#identity';
import { addressBlock } from './address-block';
import { LeasedBucket } from './leased-bucket';
import type { BucketRule } from './token-bucket';
import type { LeaseRequest, TokenLedger } from './token-ledger';

export type LimitName = 'address' | 'key' | 'tenant';

export interface LimitsOptions {
  /** What is absent is not limited. */
  readonly rules: Readonly<Partial<Record<LimitName, BucketRule>>>;
  /** Without one, this process is alone and keeps the limits by itself. */
  readonly ledger?: TokenLedger;
  /** What part of a limit each process keeps while the ledger is away. */
  readonly fallbackShare: number;
  readonly nowMs?: () => number;
}

/** Buckets of one limit that are kept; those unused the longest go first. An attacker with more addresses pays a round trip for each. */
const MOST_BUCKETS = 20_000;
/** Who loses his tokens to others that wait so often is told to come again. */
const MOST_TRIES = 3;

interface Wanted {
  readonly bucket: LeasedBucket;
  readonly id: string;
  readonly resolve: () => void;
  waiting: number;
}

/**
 * Token buckets per address, key and tenant. The buckets stand in Redis, so that it does not matter how many gateways there are; each gateway leases tokens from them and
 * spends those without a round trip. What is asked for in one turn of the event loop goes in one script call.
 */
export class Limits implements RequestLimits {
  private readonly buckets: Readonly<Record<LimitName, Map<string, LeasedBucket>>> = { address: new Map(), key: new Map(), tenant: new Map() };
  private wanted = new Map<LeasedBucket, Wanted>();
  private readonly nowMs: () => number;

  constructor(private readonly options: LimitsOptions) {
    this.nowMs = options.nowMs ?? (() => performance.now());
  }

  admitAddress(address: string): Admission | Promise<Admission> {
    return this.admit('address', addressBlock(address));
  }

  admitPrincipal({ kind, id, tenantId }: Principal): Admission | Promise<Admission> {
    const byKey = kind === 'api_key' ? this.admit('key', id) : undefined;
    if (byKey === undefined) return this.admit('tenant', tenantId);
    return byKey instanceof Promise ? byKey.then((exceeded) => exceeded ?? this.admit('tenant', tenantId)) : byKey;
  }

  /** What a request turned out to cost its tenant beyond the one token that it was admitted for. */
  chargeTenant(tenantId: string, tokens: number): void {
    const rule = this.options.rules.tenant;
    if (rule === undefined || tokens <= 0) return;
    const bucket = this.bucket('tenant', tenantId, rule);
    bucket.charge(tokens, this.nowMs(), this.isShared);
    if (this.isShared) void this.ask(bucket, `tenant:${tenantId}`, 0);
  }

  private get isShared(): boolean {
    return this.options.ledger?.isUp === true;
  }

  private admit(limit: LimitName, id: string, tries = 0): Admission | Promise<Admission> {
    const rule = this.options.rules[limit];
    if (rule === undefined) return undefined;
    const bucket = this.bucket(limit, id, rule);
    const now = this.nowMs();
    if (!this.isShared) return exceeded(limit, rule, bucket.takeAlone(now));
    const waitMs = bucket.take(now);
    if (waitMs === 0) {
      if (bucket.runsLow) void this.ask(bucket, `${limit}:${id}`, 0);
      return undefined;
    }
    if (waitMs !== undefined) return exceeded(limit, rule, waitMs);
    if (tries === MOST_TRIES) return exceeded(limit, rule, 1_000);
    return this.ask(bucket, `${limit}:${id}`, 1).then(() => this.admit(limit, id, tries + 1));
  }

  private bucket(limit: LimitName, id: string, rule: BucketRule): LeasedBucket {
    const buckets = this.buckets[limit];
    const known = buckets.get(id);
    if (known !== undefined) return known;
    const share = this.options.ledger === undefined ? 1 : this.options.fallbackShare;
    const bucket = new LeasedBucket(rule, share, this.nowMs());
    buckets.set(id, bucket);
    if (buckets.size > MOST_BUCKETS) forgetUnused(buckets);
    return bucket;
  }

  private ask(bucket: LeasedBucket, id: string, waiting: number): Promise<void> {
    const queued = this.wanted.get(bucket);
    if (queued !== undefined) queued.waiting += waiting;
    if (bucket.asking !== undefined) return bucket.asking;
    if (this.wanted.size === 0) setImmediate(() => void this.flush());
    bucket.asking = new Promise((resolve) => this.wanted.set(bucket, { bucket, id, resolve, waiting }));
    return bucket.asking;
  }

  private async flush(): Promise<void> {
    const wanted = [...this.wanted.values()];
    this.wanted = new Map();
    const now = this.nowMs();
    const requests = wanted.map(({ bucket, id, waiting }): LeaseRequest => ({ bucket: id, rule: bucket.rule, want: bucket.want(now, waiting), debt: bucket.takeDebt() }));
    try {
      const leases = await this.options.ledger?.lease(requests);
      wanted.forEach(({ bucket }, i) => {
        const lease = leases?.[i];
        if (lease !== undefined) bucket.leased(lease, this.nowMs());
      });
    } catch {
      // The ledger is down now, and says so; whoever waits is judged by this process alone.
    }
    for (const { bucket, resolve } of wanted) {
      bucket.asking = undefined;
      resolve();
    }
  }
}

function exceeded(limit: LimitName, rule: BucketRule, waitMs: number): Exceeded | undefined {
  return waitMs === 0 ? undefined : { limit, ...rule, retryAfterMs: waitMs };
}

/** A tenth at a time, so that it is rarely done. */
function forgetUnused(buckets: Map<string, LeasedBucket>): void {
  const byAge = [...buckets].sort(([, a], [, b]) => a.lastUsedMs - b.lastUsedMs);
  for (const [id] of byAge.slice(0, MOST_BUCKETS / 10)) buckets.delete(id);
}
