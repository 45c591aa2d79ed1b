import { decideRefresh, isRefreshToken, newRefreshToken, PasswordHasher, planKeys, REPEAT_WITHIN_MS, type ShownToken, successorOf, unwrapKey, wrapKey } from '.';

describe('a password', () => {
  it('is kept as a salted Argon2id hash, which takes the right one only', async () => {
    const hasher = new PasswordHasher();
    const [one, other] = await Promise.all([hasher.hash('correct horse battery'), hasher.hash('correct horse battery')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(other);
    expect(await Promise.all([hasher.verify('correct horse battery', one), hasher.verify('correct horse batterz', one), hasher.verify('', one)])).toEqual([true, false, false]);
    // All of a long one counts, and it does not matter how a keyboard composes an accent.
    const long = await hasher.hash(`${'x'.repeat(100)}\u00e9`);
    expect(await Promise.all([hasher.verify(`${'x'.repeat(100)}e\u0301`, long), hasher.verify('x'.repeat(100), long)])).toEqual([true, false]);
    // No user, no password, and no error that would tell.
    expect(await Promise.all([hasher.verify('x', undefined), hasher.verify('x', 'nonsense')])).toEqual([false, false]);
  });

  it('waits in line, and is refused when the line is long', async () => {
    const hasher = new PasswordHasher();
    const tries = await Promise.allSettled(Array.from({ length: 40 }, () => hasher.verify('x', 'nonsense')));
    expect(tries.filter(({ status }) => status === 'rejected')).toHaveLength(40 - 34);
    expect(await hasher.verify('x', 'nonsense')).toBe(false);
  });
});

describe('a refresh token', () => {
  const shown: ShownToken = { successorConsumed: false, sessionRevoked: false, sessionEndsAtMs: 1_000_000, userDisabled: false };

  it('is good once, once more for a lost answer, and then is the end of its session', () => {
    expect(decideRefresh(shown, 0)).toBe('rotate');
    expect(decideRefresh({ ...shown, consumedAtMs: 0 }, REPEAT_WITHIN_MS)).toBe('repeat');
    expect(decideRefresh({ ...shown, consumedAtMs: 0 }, REPEAT_WITHIN_MS + 1)).toBe('reused');
    expect(decideRefresh({ ...shown, consumedAtMs: 0, successorConsumed: true }, 1)).toBe('reused');
  });

  it.each([{ sessionRevoked: true }, { userDisabled: true }, { sessionEndsAtMs: 5 }])('is nothing once its session is over (%j)', (over) => {
    expect(decideRefresh({ ...shown, ...over }, 5)).toBe('over');
    expect(decideRefresh({ ...shown, ...over, consumedAtMs: 0 }, 5)).toBe('over');
  });

  it('has one successor, which needs the secret of the session', () => {
    const token = newRefreshToken();
    const next = successorOf(token, Buffer.alloc(32, 1));
    expect([isRefreshToken(token), isRefreshToken(next), isRefreshToken('jr_x')]).toEqual([true, true, false]);
    expect(successorOf(token, Buffer.alloc(32, 1))).toBe(next);
    expect(successorOf(token, Buffer.alloc(32, 2))).not.toBe(next);
  });
});

describe('the keys that sign tokens', () => {
  const rules = { periodMs: 1_000, aheadMs: 100, tokenLifeMs: 50 };
  const key = (kid: string, signsFromMs: number, canSign = true) => ({ kid, signsFromMs, canSign });
  const at = (nowMs: number, ...keys: ReturnType<typeof key>[]) => {
    const { signing, published, wantedFromMs } = planKeys(keys, nowMs, rules);
    return [signing?.kid, published.map(({ kid }) => kid).join(''), wantedFromMs];
  };

  it('change without a moment in which a good token is refused', () => {
    expect(at(0)).toEqual([undefined, '', 0]);
    expect(at(899, key('a', 0))).toEqual(['a', 'a', undefined]);
    // The next one is wanted, then published, before it signs.
    expect(at(900, key('a', 0))).toEqual(['a', 'a', 1_000]);
    expect(at(999, key('a', 0), key('b', 1_000))).toEqual(['a', 'ab', undefined]);
    // The one before is published until the last of its tokens has ended.
    expect(at(1_000, key('a', 0), key('b', 1_000))).toEqual(['b', 'ab', undefined]);
    expect(at(1_049, key('a', 0), key('b', 1_000))).toEqual(['b', 'ab', undefined]);
    expect(at(1_050, key('a', 0), key('b', 1_000))).toEqual(['b', 'b', undefined]);
  });

  it('are published in time also where nobody looked for long', () => {
    expect(at(9_000, key('a', 0))).toEqual(['a', 'a', 9_100]);
  });

  it('verify but do not sign where they were sealed with another secret', () => {
    expect(at(10, key('a', 0, false))).toEqual([undefined, 'a', 10]);
    expect(at(30, key('a', 0, false), key('b', 10))).toEqual(['b', 'ab', undefined]);
  });

  it('are sealed in the store with a secret that it does not know', () => {
    const wrapped = wrapKey(Buffer.from('private'), 'k1', 'secret');
    expect(wrapped.includes('private')).toBe(false);
    expect(unwrapKey(wrapped, 'k1', 'secret')?.toString()).toBe('private');
    expect([unwrapKey(wrapped, 'k1', 'other'), unwrapKey(wrapped, 'k2', 'secret'), unwrapKey(wrapped.subarray(0, 20), 'k1', 'secret')]).toEqual([undefined, undefined, undefined]);
  });
});
