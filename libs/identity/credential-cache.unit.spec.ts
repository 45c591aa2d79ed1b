import { CredentialCache, principalOf, type Principal, type Verified } from './index';

const ANN = principalOf({ kind: 'api_key', id: 'a', name: 'ann', tenantId: 'acme', roles: ['viewer'] });

describe('the cache of verified credentials', () => {
  let now = 0;
  let looked: string[] = [];
  let answer: (credential: string) => Promise<Verified>;
  const cacheOf = (limits: { mostPrincipals?: number; mostRefusals?: number; mostPending?: number } = {}) =>
    new CredentialCache({ now: () => now, verify: (text) => (looked.push(text), answer(text)), ...limits });
  const says = (principal?: Principal): Promise<Verified> => Promise.resolve(principal === undefined ? { kind: 'refused', why: 'unknown' } : { kind: 'principal', principal });
  const settled = async (): Promise<void> => {
    for (let i = 0; i < 10; i++) await Promise.resolve();
  };

  beforeEach(() => {
    now = 0;
    looked = [];
    answer = () => says(ANN);
  });

  it('answers a credential in use at once, and looks it up beside the requests', async () => {
    const cache = cacheOf();
    expect(await cache.find('k')).toEqual({ kind: 'principal', principal: ANN });
    now = 1_900;
    expect(cache.find('k')).toEqual({ kind: 'principal', principal: ANN });
    expect(looked).toHaveLength(1);
    now = 2_500;
    expect(cache.find('k')).not.toBeInstanceOf(Promise);
    expect(cache.find('k')).not.toBeInstanceOf(Promise);
    await settled();
    expect(looked).toHaveLength(2);
  });

  it('refuses a revoked one within five seconds, in use or not', async () => {
    const cache = cacheOf();
    await cache.find('busy');
    await cache.find('idle');
    answer = () => says();
    now = 2_100;
    void cache.find('busy');
    await settled();
    expect((await cache.find('busy')).kind).toBe('refused');
    now = 4_999;
    expect((await cache.find('idle')).kind).toBe('refused');
  });

  it('refuses an expired one at its moment, whatever is cached', async () => {
    const cache = cacheOf();
    answer = () => says({ ...ANN, expiresAtMs: 1_000 });
    expect((await cache.find('k')).kind).toBe('principal');
    now = 1_000;
    expect(cache.find('k')).toEqual({ kind: 'refused', why: 'the credential has expired' });
  });

  it('keeps to what it knew for a minute while the store is away, and then says that it cannot know', async () => {
    const cache = cacheOf();
    await cache.find('k');
    answer = () => Promise.reject(new Error('away'));
    now = 30_000;
    expect((await cache.find('k')).kind).toBe('principal');
    now = 60_001;
    await expect(cache.find('k')).rejects.toThrow('away');
    await expect(cache.find('never seen')).rejects.toThrow('away');
  });

  it('keeps a refusal for a second: neither a loop of lookups nor a long wait for a new key', async () => {
    const cache = cacheOf();
    answer = () => says();
    await cache.find('k');
    now = 900;
    await cache.find('k');
    expect(looked).toHaveLength(1);
    answer = () => says(ANN);
    now = 1_001;
    expect((await cache.find('k')).kind).toBe('principal');
  });

  it('is not emptied by a flood of wrong credentials, and bounded', async () => {
    const cache = cacheOf({ mostPrincipals: 2, mostRefusals: 2 });
    await cache.find('good');
    answer = () => says();
    for (let i = 0; i < 100; i++) await cache.find(`bad ${i}`);
    expect(cache.find('good')).toEqual({ kind: 'principal', principal: ANN });
    answer = () => says(ANN);
    await cache.find('second');
    await cache.find('third');
    expect(cache.find('good')).toBeInstanceOf(Promise);
  });

  it('looks up one credential once at a time, and only so many at all', async () => {
    const cache = cacheOf({ mostPending: 1 });
    const both = [cache.find('k'), cache.find('k')].map((found) => Promise.resolve(found));
    await expect(cache.find('another')).rejects.toMatchObject({ code: 'not_ready' });
    await Promise.all(both);
    expect(looked).toEqual(['k']);
  });
});
