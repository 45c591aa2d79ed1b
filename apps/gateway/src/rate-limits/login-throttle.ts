import { createHash } from 'node:crypto';
import { ApiError } from '#http';
import { addressBlock } from './address-block';
import { TokenBucket, type BucketRule } from './token-bucket';
import type { Lease, LeaseRequest, TokenLedger } from './token-ledger';

export interface LoginThrottleOptions {
  /** Without one this process is alone, and keeps the count by itself. */
  readonly ledger?: TokenLedger;
  readonly perAccount: BucketRule;
  readonly perAddress: BucketRule;
  readonly nowMs?: () => number;
}

/** Of a process that is alone. */
const MOST_BUCKETS = 20_000;

/**
 * How often a password may be tried. A try is taken before the password is looked at, so that many at once are no more than many in turn, and given back after the right
 * one. It fails closed: while the tries of all gateways cannot be counted, nobody signs in; who has signed in is not touched.
 */
export class LoginThrottle {
  private readonly alone = new Map<string, TokenBucket>();
  private readonly nowMs: () => number;

  constructor(private readonly options: LoginThrottleOptions) {
    this.nowMs = options.nowMs ?? (() => performance.now());
  }

  /**
   * To be called before the password is looked at, for accounts that do not exist as for those that do.
   *
   * @param account what was typed, normalised
   * @throws ApiError `rate_limited`, `limits_unavailable`
   */
  async admit(account: string, address: string): Promise<void> {
    const requests = this.requests(account, address, 1);
    const leases = await this.lease(requests);
    const refused = requests.flatMap((request, i) => ((leases[i]?.granted ?? 0) >= 1 ? [] : [{ rule: request.rule, waitMs: leases[i]?.waitMs ?? 1 }]));
    if (refused.length === 0) return;
    // A try that is not made costs nothing: an account is not shut by an address that has used up its own.
    const taken = requests.filter((_, i) => (leases[i]?.granted ?? 0) >= 1);
    if (taken.length > 0) await this.lease(taken.map((request) => ({ ...request, want: -1 }))).catch(() => undefined);
    const waitMs = Math.max(...refused.map((one) => one.waitMs));
    throw new ApiError('rate_limited', { detail: 'there were too many tries to sign in, for this account or from this address', retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1_000)) });
  }

  /** After the right password. */
  async succeeded(account: string, address: string): Promise<void> {
    // Who is in needs no tries back: a ledger that goes away at this moment spoils no sign-in.
    await this.lease(this.requests(account, address, -1)).catch(() => undefined);
  }

  private requests(account: string, address: string, want: number): LeaseRequest[] {
    const { perAccount, perAddress } = this.options;
    return [
      // Names of people are not written into Redis.
      { bucket: `login-account:${createHash('sha256').update(account).digest('base64url')}`, rule: perAccount, want },
      { bucket: `login-address:${addressBlock(address)}`, rule: perAddress, want },
    ];
  }

  private async lease(requests: readonly LeaseRequest[]): Promise<Lease[]> {
    const { ledger } = this.options;
    if (ledger === undefined) return requests.map((request) => this.leaseAlone(request));
    if (!ledger.isUp) throw unavailable();
    try {
      return await ledger.lease(requests);
    } catch (cause) {
      throw unavailable(cause);
    }
  }

  private leaseAlone({ bucket: id, rule, want }: LeaseRequest): Lease {
    const now = this.nowMs();
    const bucket = this.alone.get(id) ?? new TokenBucket(rule, now);
    this.alone.set(id, bucket);
    if (this.alone.size > MOST_BUCKETS) for (const [known, one] of this.alone) if (one.isFull(now)) this.alone.delete(known);
    if (want < 0) {
      bucket.charge(want, now);
      return { granted: want, waitMs: 0 };
    }
    const waitMs = bucket.take(now);
    return { granted: waitMs === 0 ? 1 : 0, waitMs };
  }
}

function unavailable(cause?: unknown): ApiError {
  return new ApiError('limits_unavailable', { detail: 'Redis is away, and without it tries to sign in cannot be counted', cause });
}
