import fc from 'fast-check';
import { errorFingerprint, normaliseMessage } from './error-fingerprint';

const about = { tenantId: 'default', type: 'mail.send' };
const of = (message: string, code = 'boom'): string => errorFingerprint(about, { code, message });

describe('the fingerprint of an error', () => {
  it.each([
    ['timeout after 3000 ms', 'timeout after 12.5 ms'],
    ['no user 0193010b-0000-7000-8000-000000000001', 'no user 0193010b-0000-7000-8000-0000000000ff'],
    ['cannot read "a.txt" at 10:30:01', "cannot read 'b.txt' at 11:00:59"],
    ['commit deadbeef01 is gone', 'commit 1234abcd99 is  gone'],
    ['at 0x7ffee3 line 3', 'at 0x1 line 400'],
  ])('is one for %j and %j', (one, other) => expect(of(one)).toBe(of(other)));

  it('differs by tenant, type, code and words', () => {
    const all = [of('a'), of('b'), of('a', 'other'), errorFingerprint({ ...about, type: 'x' }, { code: 'boom', message: 'a' }), errorFingerprint({ ...about, tenantId: 'x' }, { code: 'boom', message: 'a' })];
    expect(new Set(all).size).toBe(all.length);
    for (const one of all) expect(one).toMatch(/^[0-9a-f]{16}$/);
  });

  it('keeps words that only look like numbers in hexadecimal', () => expect(normaliseMessage('the facade was effaced')).toBe('the facade was effaced'));

  it('is the same whatever number stands in the message, and takes any text in no time', () => {
    fc.assert(fc.property(fc.nat(), fc.nat(), (a, b) => of(`row ${a} of table x`) === of(`row ${b} of table x`)));
    fc.assert(fc.property(fc.string({ maxLength: 5_000 }), (text) => normaliseMessage(text).length <= 200));
    const beganAtMs = performance.now();
    normaliseMessage(`${'"'.repeat(100_000)}${'a1'.repeat(100_000)}`);
    expect(performance.now() - beganAtMs).toBeLessThan(200);
  });
});
