import type { BucketRule } from './token-bucket';

/** What is wanted of one shared bucket; a negative number gives tokens back. */
export interface LeaseRequest {
  readonly bucket: string;
  readonly rule: BucketRule;
  readonly want: number;
  /** What is to be paid before: taken whether it is there or not. */
  readonly debt?: number;
}

export interface Lease {
  /** Up to what was wanted. */
  readonly granted: number;
  /** Milliseconds until there is a token, when none was granted. */
  readonly waitMs: number;
}

/** The buckets that all gateways share. */
export interface TokenLedger {
  /** False from the first failure until it answers again. */
  readonly isUp: boolean;
  /** All in one round trip. @throws when it cannot be reached, within a tenth of a second */
  lease(requests: readonly LeaseRequest[]): Promise<Lease[]>;
}

/**
 * Fills each bucket for the time that has passed by Redis's own clock, then takes what is wanted, or what there is. A clock that was set back fills nothing. A
 * bucket that nobody has touched for as long as it takes to fill is forgotten, since a new one is full.
 */
export const LEASE_SCRIPT = `
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local answers = {}
for i, key in ipairs(KEYS) do
  local rate, burst, want, debt = tonumber(ARGV[4 * i - 3]), tonumber(ARGV[4 * i - 2]), tonumber(ARGV[4 * i - 1]), tonumber(ARGV[4 * i])
  local state = redis.call('HMGET', key, 'tokens', 'at')
  local tokens, at = tonumber(state[1]) or burst, tonumber(state[2]) or now
  tokens = math.min(burst, tokens + math.max(0, now - at) * rate / 1000) - debt
  local granted = math.floor(math.min(want, math.max(0, tokens)))
  tokens = math.min(burst, tokens - granted)
  redis.call('HSET', key, 'tokens', string.format('%.6f', tokens), 'at', string.format('%.0f', now))
  redis.call('PEXPIRE', key, math.ceil((burst - tokens) / rate * 1000) + 1000)
  answers[2 * i - 1] = granted
  answers[2 * i] = granted > 0 and 0 or math.max(1, math.ceil((1 - tokens) / rate * 1000))
end
return answers`;
