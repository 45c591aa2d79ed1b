import { fullFormats } from 'ajv-formats/dist/formats';
import fc from 'fast-check';
import { isInstant } from './instant';
import { withinDepth } from './json-depth';

const dateTime = fullFormats['date-time'] as { validate: (text: string) => boolean };

describe('an instant', () => {
  it('is whatever Date writes', () => {
    fc.assert(fc.property(fc.date({ min: new Date('0000-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true }), (date) => isInstant(date.toISOString())));
  });

  it('is what RFC 3339 calls one, where the digits look like one', () => {
    const digits = (max: number): fc.Arbitrary<string> => fc.integer({ min: 0, max }).map((value) => String(value).padStart(2, '0'));
    const texts = fc.tuple(fc.integer({ min: 1, max: 2400 }), digits(13), digits(32), digits(25), digits(61), digits(59), fc.integer({ min: 0, max: 999 }));
    fc.assert(
      fc.property(texts, ([year, month, day, hour, minute, second, ms]) => {
        const text = `${String(year).padStart(4, '0')}-${month}-${day}T${hour}:${minute}:${second}.${String(ms).padStart(3, '0')}Z`;
        return isInstant(text) === dateTime.validate(text);
      }),
      { numRuns: 2000 },
    );
  });

  it.each(['', '2026-03-01', '2026-03-01T12:00:00Z', '2026-03-01t12:00:00.000z', '2026-03-01 12:00:00.000Z', '2026-03-01T12:00:00.000+', '2026-03-01T12:00:00.0O0Z', '+026-03-01T12:00:00.000Z', '2026-03-01T12:00:60.000Z', '2026-06-30T23:59:60.000Z'])(
    'is not %j',
    (text) => expect(isInstant(text)).toBe(false),
  );
});

describe('the depth of a value', () => {
  const depthOf = (value: unknown): number => (typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0);
  it('is counted as a plain recursion would', () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 5 }), fc.integer({ min: 0, max: 6 }), (value, limit) => withinDepth(value, limit) === depthOf(value) <= limit));
  });
});
