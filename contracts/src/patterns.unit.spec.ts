import { analyse } from 'scslre';
import { SCHEMAS } from './generated/schemas';

/** Every pattern of a schema, wherever it stands, with the place. */
function patternsIn(value: unknown, place: string): [place: string, pattern: string][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]): [string, string][] => {
    if (key === 'pattern' && typeof inner === 'string') return [[place, inner]];
    if (key === 'patternProperties') return [...Object.keys(inner as object).map((pattern): [string, string] => [place, pattern]), ...patternsIn(inner, place)];
    return patternsIn(inner, `${place}/${key}`);
  });
}

const slow = (pattern: string): string[] => analyse({ source: pattern, flags: 'u' }).reports.map(({ type, character }) => `${type} by ${character.literal.source}`);

describe('the patterns of the contracts', () => {
  const patterns = Object.entries(SCHEMAS).flatMap(([name, schema]) => patternsIn(schema, name));

  it('take time by the length of what is sent, and no more', () => {
    expect(patterns.length).toBeGreaterThan(20);
    const distinct = [...new Map(patterns.map(([place, pattern]) => [pattern, place]))];
    expect(distinct.flatMap(([pattern, place]) => slow(pattern).map((how) => `${place}: ${pattern} ${how}`))).toEqual([]);
  });

  it('would be found if they did not', () => {
    for (const pattern of ['^(a+)+$', '^a*a*b$', 'a+b']) expect(slow(pattern)).not.toEqual([]);
    expect(slow('^[a-z]{1,64}$')).toEqual([]);
  });
});
