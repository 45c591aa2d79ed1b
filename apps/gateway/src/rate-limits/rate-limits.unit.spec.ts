import type { Principal } from '#identity';
import { addressBlock } from './address-block';
import { Limits } from './limits';
import { LoginThrottle } from './login-throttle';
import { TokenBucket, type BucketRule } from './token-bucket';
import type { Lease, LeaseRequest, TokenLedger } from './token-ledger';

/** The ledger of the script, in memory, with a clock that the spec moves. */
class PlayedLedger implements TokenLedger {
  isUp = true;
  trips = 0;
  nowMs = 0;
  private readonly buckets = new Map<string, { tokens: number; atMs: number }>();

  lease(requests: readonly LeaseRequest[]): Promise<Lease[]> {
    this.trips += 1;
    if (!this.isUp) return Promise.reject(new Error('away'));
    return Promise.resolve(requests.map(({ bucket, rule, want, debt = 0 }) => this.one(bucket, rule, want, debt)));
  }

  private one(id: string, { perSecond, burst }: BucketRule, want: number, debt: number): Lease {
    const state = this.buckets.get(id) ?? { tokens: burst, atMs: this.nowMs };
    const tokens = Math.min(burst, state.tokens + ((this.nowMs - state.atMs) * perSecond) / 1_000) - debt;
    const granted = Math.floor(Math.min(want, Math.max(0, tokens)));
    this.buckets.set(id, { tokens: Math.min(burst, tokens - granted), atMs: this.nowMs });
    return { granted, waitMs: granted > 0 ? 0 : Math.ceil(((1 - tokens + granted) / perSecond) * 1_000) };
  }
}

const principal = (tenantId: string): Principal => ({ kind: 'api_key', id: `key-${tenantId}`, name: 'k', tenantId, roles: [], permissions: new Set() });
const RULE: BucketRule = { perSecond: 1_000, burst: 2_000 };

function process(ledger: PlayedLedger, rules: ConstructorParameters<typeof Limits>[0]['rules'] = { tenant: RULE }): Limits {
  return new Limits({ ledger, rules, fallbackShare: 0.5, nowMs: () => ledger.nowMs });
}

async function admitted(limits: Limits, count: number, tenant = 'acme'): Promise<number> {
  const answers = await Promise.all(Array.from({ length: count }, async () => await limits.admitPrincipal(principal(tenant))));
  return answers.filter((answer) => answer === undefined).length;
}

describe('limits that processes share', () => {
  it('let through what the bucket holds, whichever process is asked, and what comes in with time', async () => {
    const ledger = new PlayedLedger();
    const processes = [process(ledger), process(ledger), process(ledger)];
    let through = 0;
    for (let i = 0; i < 100; i += 1) for (const one of processes) through += await admitted(one, 20);
    // What one process has leased, another cannot have; no more than the bucket is ever given out.
    expect(through).toBeLessThanOrEqual(2_000);
    expect(through).toBeGreaterThan(1_400);
    ledger.nowMs += 1_000;
    let later = 0;
    for (let i = 0; i < 100; i += 1) later += await admitted(processes[0] as Limits, 20);
    expect(later).toBeLessThanOrEqual(1_000 + (2_000 - through));
    expect(later).toBeGreaterThan(800);
  });

  it('cost a busy caller few round trips, and one that is over his limit none', async () => {
    const ledger = new PlayedLedger();
    const limits = process(ledger, { tenant: { perSecond: 10_000, burst: 20_000 } });
    for (let i = 0; i < 2_000; i += 1) {
      ledger.nowMs += 0.2;
      expect(await limits.admitPrincipal(principal('acme'))).toBeUndefined();
    }
    expect(ledger.trips).toBeLessThan(40);
    while ((await admitted(limits, 500)) > 0);
    const before = ledger.trips;
    for (let i = 0; i < 1_000; i += 1) expect(limits.admitPrincipal(principal('acme'))).toMatchObject({ limit: 'tenant', retryAfterMs: expect.any(Number) as number });
    expect(ledger.trips).toBe(before);
  });

  it('ask for all that is wanted in one turn together', async () => {
    const ledger = new PlayedLedger();
    const limits = process(ledger);
    const tenants = Array.from({ length: 50 }, (_, i) => `t${i}`);
    expect(await Promise.all(tenants.map((tenant) => admitted(limits, 3, tenant)))).toEqual(tenants.map(() => 3));
    expect(ledger.trips).toBeLessThanOrEqual(3);
  });

  it('fall to the stated share of each process while the ledger is away, and come back', async () => {
    const ledger = new PlayedLedger();
    const limits = process(ledger);
    expect(await admitted(limits, 5)).toBe(5);
    ledger.isUp = false;
    expect(await admitted(limits, 5_000)).toBe(1_000);
    ledger.nowMs += 100;
    expect(await admitted(limits, 5_000)).toBe(50);
    ledger.isUp = true;
    expect(await admitted(limits, 100)).toBe(100);
  });

  it('keep the whole limit where there is no ledger', async () => {
    const limits = new Limits({ rules: { tenant: RULE }, fallbackShare: 0.5, nowMs: () => 0 });
    expect(await admitted(limits, 5_000)).toBe(2_000);
  });

  it('let a bulk through and have its tenant pay before the next', async () => {
    const ledger = new PlayedLedger();
    const limits = process(ledger);
    expect(await admitted(limits, 1)).toBe(1);
    limits.chargeTenant('acme', 4_999);
    expect([await admitted(limits, 1), await admitted(process(ledger), 1)]).toEqual([0, 0]);
    expect(await admitted(limits, 1, 'other')).toBe(1);
    ledger.nowMs += 3_100;
    expect(await admitted(limits, 1)).toBe(1);
  });

  it('tell a key from its tenant, and hold an address whoever asks', async () => {
    const ledger = new PlayedLedger();
    const limits = process(ledger, { key: { perSecond: 1, burst: 2 }, address: { perSecond: 1, burst: 3 } });
    expect([await limits.admitPrincipal(principal('a')), await limits.admitPrincipal(principal('a')), await limits.admitPrincipal(principal('a'))]).toEqual([undefined, undefined, expect.objectContaining({ limit: 'key' })]);
    expect(await limits.admitPrincipal(principal('b'))).toBeUndefined();
    const answers = [];
    for (let i = 0; i < 4; i += 1) answers.push(await limits.admitAddress('2001:db8:0:1::' + i));
    expect(answers).toEqual([undefined, undefined, undefined, expect.objectContaining({ limit: 'address' })]);
  });
});

describe('tries to sign in', () => {
  const PER_ACCOUNT = { burst: 3, perSecond: 3 / 900 };
  const PER_ADDRESS = { burst: 5, perSecond: 5 / 900 };
  const tried = (throttle: LoginThrottle, account: string, address: string): Promise<string> => throttle.admit(account, address).then(() => 'admitted', (error: { code: string }) => error.code);

  it.each([['by all processes', () => new PlayedLedger()], ['by one that is alone', () => undefined]])('are counted for each account and each address, %s', async (_how, ledgerOf) => {
    const throttle = new LoginThrottle({ ledger: ledgerOf(), perAccount: PER_ACCOUNT, perAddress: PER_ADDRESS, nowMs: () => 0 });
    const atOnce = await Promise.all(Array.from({ length: 10 }, () => tried(throttle, 'eve', '10.0.0.1')));
    expect(atOnce.filter((one) => one === 'admitted')).toHaveLength(3);
    expect(new Set(atOnce)).toEqual(new Set(['admitted', 'rate_limited']));
    // What was refused for the account has not used up the address.
    expect([await tried(throttle, 'a', '10.0.0.1'), await tried(throttle, 'b', '10.0.0.1'), await tried(throttle, 'c', '10.0.0.1')]).toEqual(['admitted', 'admitted', 'rate_limited']);
    expect(await tried(throttle, 'c', '10.0.0.2')).toBe('admitted');
    for (let i = 0; i < 20; i += 1) {
      expect(await tried(throttle, 'ann', '10.0.0.3')).toBe('admitted');
      await throttle.succeeded('ann', '10.0.0.3');
    }
  });

  it('are refused while they cannot be counted', async () => {
    const ledger = new PlayedLedger();
    const throttle = new LoginThrottle({ ledger, perAccount: PER_ACCOUNT, perAddress: PER_ADDRESS });
    ledger.isUp = false;
    expect(await tried(throttle, 'ann', '10.0.0.3')).toBe('limits_unavailable');
    await throttle.succeeded('ann', '10.0.0.3');
    ledger.isUp = true;
    expect(await tried(throttle, 'ann', '10.0.0.3')).toBe('admitted');
  });
});

it('a bucket fills by time, never above its burst, and a clock that goes back fills nothing', () => {
  const bucket = new TokenBucket({ perSecond: 10, burst: 2 }, 0);
  expect([bucket.take(0), bucket.take(0), bucket.take(0)]).toEqual([0, 0, 100]);
  expect(bucket.take(-5_000)).toBe(100);
  expect([bucket.take(60_000), bucket.take(60_000), bucket.take(60_000)]).toEqual([0, 0, 100]);
});

it.each([
  ['10.1.2.3', '10.1.2.3'], ['::ffff:10.1.2.3', '10.1.2.3'], ['2001:db8::1', '2001:db8:0:0::/64'], ['2001:0db8:0000:0000:ffff::1', '2001:db8:0:0::/64'], ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'], ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
])('%s stands for %s', (address, block) => {
  expect(addressBlock(address)).toBe(block);
});
