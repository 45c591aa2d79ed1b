import { compilePayloadSchema } from './payload-schema';
import { schemaFaults } from './payload-schema.faults';

const nested = (levels: number): Record<string, unknown> => (levels === 0 ? {} : { properties: { a: nested(levels - 1) } });
const doubling = (levels: number) => ({
  $ref: '#/$defs/d0',
  $defs: Object.fromEntries(Array.from({ length: levels }, (_, i) => [`d${i}`, i === levels - 1 ? {} : { allOf: [{ $ref: `#/$defs/d${i + 1}` }, { $ref: `#/$defs/d${i + 1}` }] }])),
});

describe('a payload schema', () => {
  it.each([
    ['a keyword that nobody knows', { typ: 'object' }, '/typ'],
    ['a reference to elsewhere', { $ref: 'https://example.org/schema.json' }, '/$ref'],
    ['a reference into the middle', { $ref: '#/properties/a' }, '/$ref'],
    ['a reference to nothing', { properties: { a: { $ref: '#/$defs/gone' } } }, '/properties/a/$ref'],
    ['an id', { $id: 'https://example.org/a' }, '/$id'],
    ['an anchor', { properties: { a: { $anchor: 'a' } } }, '/properties/a/$anchor'],
    ['a dynamic reference', { $dynamicRef: '#a' }, '/$dynamicRef'],
    ['another dialect', { $schema: 'http://json-schema.org/draft-07/schema#' }, '/$schema'],
    ['asynchrony', { $async: true }, '/$async'],
    ['a mark that could be overlooked', { allOf: [{ properties: { a: { 'x-sensitive': true } } }] }, '/allOf/0/properties/a/x-sensitive'],
    ['a mark in a definition', { $defs: { a: { 'x-pii': true } } }, '/$defs/a/x-pii'],
    ['a mark that is no mark', { properties: { a: { 'x-sensitive': 'yes' } } }, '/properties/a/x-sensitive'],
    ['a purpose below the root', { properties: { a: { 'x-subject': true, 'x-purpose': 'marketing' } } }, '/properties/a/x-purpose'],
    ['a purpose that is no name', { 'x-purpose': 'For Marketing', properties: { a: { 'x-subject': true } } }, '/x-purpose'],
    ['a purpose without a person', { 'x-purpose': 'marketing' }, '/x-purpose'],
    ['consent to nothing', { 'x-consent': true }, '/x-consent'],
    ['look-around', { properties: { a: { pattern: '^(?=.*a)b' } } }, '/properties/a/pattern'],
    ['a back-reference', { properties: { a: { pattern: '(a)\\1' } } }, '/properties/a/pattern'],
    ['a pattern that counts to a million', { properties: { a: { pattern: '(a{1000}){1000}' } } }, '/properties/a/pattern'],
    ['a pattern of 513 characters', { properties: { a: { pattern: 'a'.repeat(513) } } }, '/properties/a/pattern'],
    ['a pattern for names that cannot be matched', { patternProperties: { '(?!x)': {} } }, '/patternProperties/(?!x)'],
    ['a format that is not checked', { properties: { a: { format: 'regex' } } }, '/properties/a/format'],
    ['unique items without a bound', { properties: { a: { type: 'array', uniqueItems: true } } }, '/properties/a/uniqueItems'],
    ['a name that is a trap', JSON.parse('{"properties":{"__proto__":{}}}') as object, '/properties/__proto__'],
    ['a text for a schema', { properties: { a: 'string' } }, '/properties/a'],
    ['a list for an object', { properties: [] }, '/properties'],
    ['33 levels', nested(33), `${'/properties/a'.repeat(33).slice(0, 13 * 17)}`],
    ['itself', { $ref: '#/$defs/a', $defs: { a: { properties: { a: { $ref: '#/$defs/a' } } } } }, '/$ref/properties/$ref'],
    ['definitions that double at each step', doubling(30), '/$ref'],
  ])('must not contain %s', (_what, schema, pointer) => {
    const [first] = schemaFaults(schema as Record<string, unknown>);
    expect(first?.pointer.startsWith(pointer)).toBe(true);
    expect(compilePayloadSchema(schema as Record<string, unknown>).ok).toBe(false);
  });

  it('must not be large, nor have many parts or patterns', () => {
    expect(schemaFaults({ description: 'x'.repeat(65_600) })).toEqual([{ pointer: '', message: expect.stringContaining('65536 bytes') as string }]);
    const many = (n: number, make: (i: number) => unknown) => ({ properties: Object.fromEntries(Array.from({ length: n }, (_, i) => [`p${i}`, make(i)])) });
    expect(schemaFaults(many(1_001, () => ({})))).toHaveLength(1);
    expect(schemaFaults(many(101, () => ({ pattern: 'a' })))).toHaveLength(1);
    expect(schemaFaults(many(100, () => ({ pattern: 'a' })))).toEqual([]);
  });

  it('is refused by the compiler for what the subset does not see', () => {
    expect(compilePayloadSchema({ type: 'text' })).toMatchObject({ ok: false });
    expect(compilePayloadSchema({ minimum: 'one' })).toMatchObject({ ok: false });
  });

  const check = (schema: object, payload: unknown) => {
    const compiled = compilePayloadSchema(schema as Record<string, unknown>);
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.faults));
    return compiled.check(payload);
  };

  it('says where a payload departs from it', () => {
    const address = { type: 'object', required: ['city'], properties: { city: { type: 'string', pattern: '^[A-Z]' } }, additionalProperties: false };
    const schema = { type: 'object', required: ['to'], properties: { to: { $ref: '#/$defs/address' }, at: { format: 'date-time' }, 'a/b': { minimum: 3 } }, $defs: { address } };
    expect(check(schema, { to: { city: 'Ulm' } })).toEqual([]);
    expect(check(schema, {})).toEqual([{ pointer: '/to', message: 'is required' }]);
    expect(check(schema, { to: { city: 'ulm' } })).toMatchObject([{ pointer: '/to/city' }]);
    expect(check(schema, { to: { city: 'Ulm', zip: 1 } })).toEqual([{ pointer: '/to/zip', message: 'is not a known field' }]);
    expect(check(schema, { to: { city: 'Ulm' }, at: 'yesterday' })).toMatchObject([{ pointer: '/at' }]);
    expect(check(schema, { to: { city: 'Ulm' }, 'a/b': 2 })).toMatchObject([{ pointer: '/a~1b' }]);
  });

  it('tells its patterns apart', () => {
    const schema = { properties: { a: { pattern: '^a' }, b: { pattern: '^b' } } };
    expect(check(schema, { a: 'a', b: 'b' })).toEqual([]);
    expect(check(schema, { a: 'b' })).toMatchObject([{ pointer: '/a' }]);
    expect(check(schema, { b: 'a' })).toMatchObject([{ pointer: '/b' }]);
  });

  it('changes nothing in a payload, whatever defaults it names', () => {
    const payload = { a: '1' };
    expect(check({ properties: { a: { type: 'string' }, b: { default: 2 } } }, payload)).toEqual([]);
    expect(payload).toEqual({ a: '1' });
  });

  it.each([['nested', '^(a*)*b$'], ['overlapping', '^(a|a)*b$'], ['repeated', '^a*a*a*a*a*a*b$']])('matches the %s quantifiers that stall a backtracking engine in no time', (_what, pattern) => {
    const startedAt = performance.now();
    expect(check({ properties: { a: { pattern } } }, { a: 'a'.repeat(10_000) })).toMatchObject([{ pointer: '/a' }]);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  it('lets no text of more than 10,000 characters match, and no payload match for ever', () => {
    const schema = { properties: { a: { pattern: '^a*$' }, list: { items: { pattern: '^([ab]*c?){1,50}$' } } } };
    expect(check(schema, { a: 'a'.repeat(10_000) })).toEqual([]);
    expect(check(schema, { a: 'a'.repeat(10_001) })).toMatchObject([{ pointer: '/a' }]);
    const startedAt = performance.now();
    const random = (i: number): string => Array.from({ length: 9_990 }, (_, n) => 'abc'[(n * n + i * n + (n >> 3)) % 3]).join('');
    check(schema, { list: Array.from({ length: 100 }, (_, i) => random(i)) });
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });
});
