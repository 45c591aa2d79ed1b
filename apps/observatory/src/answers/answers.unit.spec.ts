import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { codingFor, compressed } from './encoding';
import { entityTag, hasTag } from './entity-tag';

describe('the tag of an answer', () => {
  const answer = (items: unknown[], position: number): string => JSON.stringify({ items, freshness: { position, lagMs: position } });

  it('is the same as long as the answer says the same, however fresh it is', () => {
    expect(entityTag(answer([1], 1))).toBe(entityTag(answer([1], 2)));
    expect(entityTag(answer([1], 1))).not.toBe(entityTag(answer([2], 1)));
    expect(entityTag('{"a":1}')).not.toBe(entityTag('{"a":2}'));
  });

  it('knows the freshness of the answer from what looks like one', () => {
    const inside = (position: number): string => JSON.stringify({ job: { payload: { freshness: { position } } }, freshness: { position: 1 } });
    expect(entityTag(inside(1))).not.toBe(entityTag(inside(2)));
  });

  it.each([['W/"a"', true], ['"a"', true], ['"b", W/"a"', true], ['*', true], ['"b"', false], ['', false]])('is compared with %j', (ifNoneMatch, expected) => {
    expect(hasTag(ifNoneMatch, 'W/"a"')).toBe(expected);
  });
});

describe('compression', () => {
  it.each([
    [undefined, undefined], ['', undefined], ['identity', undefined], ['gzip', 'gzip'], ['br', 'br'], ['gzip, deflate, br, zstd', 'br'], ['gzip;q=1.0, br;q=0.5', 'gzip'], ['br;q=0, gzip', 'gzip'], ['*', 'br'], ['gzip;q=0, br;q=0, *', undefined],
    ['GZIP', 'gzip'],
  ])('for %j is %s', (accepted, coding) => {
    expect(codingFor(accepted)).toBe(coding);
  });

  it('gives the same text back', async () => {
    const text = JSON.stringify(Array.from({ length: 100 }, (_, index) => ({ index, word: 'größer' })));
    expect([brotliDecompressSync(await compressed(text, 'br')).toString(), gunzipSync(await compressed(text, 'gzip')).toString()]).toEqual([text, text]);
  });
});
