import { DocumentCache } from './document-cache';

const cacheOf = (maxBytes: number) => new DocumentCache<{ bytes: number }>(maxBytes, (document) => document.bytes);

describe('the cache of recent documents', () => {
  it('keeps what fits and forgets what was used least recently', () => {
    const cache = cacheOf(30);
    for (const id of ['a', 'b', 'c']) cache.set(id, { bytes: 10 });
    cache.get('a');
    cache.set('d', { bytes: 10 });
    expect(['a', 'b', 'c', 'd'].map((id) => cache.get(id) !== undefined)).toEqual([true, false, true, true]);
  });

  it('counts a document that is set again once', () => {
    const cache = cacheOf(30);
    for (let time = 0; time < 10; time += 1) cache.set('a', { bytes: 15 });
    cache.set('b', { bytes: 15 });
    expect(cache.size).toBe(2);
  });

  it('makes room for a large one, and takes none that is larger than all of it', () => {
    const cache = cacheOf(30);
    for (const id of ['a', 'b', 'c']) cache.set(id, { bytes: 10 });
    cache.set('d', { bytes: 25 });
    expect([cache.size, cache.get('d')]).toEqual([1, { bytes: 25 }]);
    cache.set('d', { bytes: 31 });
    expect(cache.get('d')).toBeUndefined();
  });

  it('forgets on demand', () => {
    const cache = cacheOf(30);
    cache.set('a', { bytes: 30 });
    cache.delete('a');
    cache.delete('a');
    cache.set('b', { bytes: 30 });
    cache.clear();
    expect([cache.size, cache.get('b')]).toEqual([0, undefined]);
  });
});
