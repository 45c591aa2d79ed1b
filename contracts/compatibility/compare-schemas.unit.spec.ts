import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import fc from 'fast-check';
import type { Schema } from '../generate/schema-files';
import { isInstant } from '../src/instant';
import { withinDepth } from '../src/json-depth';
import { compareSchemas } from './compare-schemas';
import { instancesOf, mutationsOf, schemas } from './contracts.arbitrary';

const text = (more: Schema = {}): Schema => ({ type: 'string', ...more });
const int = (more: Schema = {}): Schema => ({ type: 'integer', ...more });
const object = (properties: Record<string, Schema>, required: string[] = [], rest: boolean | Schema = false): Schema => ({ type: 'object', additionalProperties: rest, required, properties });
const worst = (before: Schema, after: Schema, request = false): string => {
  const kinds = compareSchemas(before, after, { request }).map((change) => change.kind);
  return kinds.includes('breaking') ? 'breaking' : kinds.includes('additive') ? 'additive' : kinds.length > 0 ? 'editorial' : 'none';
};

describe('a planted change', () => {
  const base = object({ a: text(), b: int() }, ['a']);
  it.each<[string, string, Schema, Schema]>([
    ['nothing', 'none', base, { properties: base.properties, ...base }],
    ['another description', 'editorial', text({ description: 'x' }), text({ description: 'y' })],
    ['another order of the values', 'editorial', text({ enum: ['x', 'y'] }), text({ enum: ['y', 'x'] })],
    ['a field removed', 'breaking', base, object({ a: text() }, ['a'])],
    ['a field added', 'additive', base, object({ a: text(), b: int(), c: text() }, ['a'])],
    ['a required field added', 'breaking', base, object({ a: text(), b: int(), c: text() }, ['a', 'c'])],
    ['a field that became required', 'breaking', base, object({ a: text(), b: int() }, ['a', 'b'])],
    ['a field that is no longer always there', 'breaking', base, object({ a: text(), b: int() }, [])],
    ['another type', 'breaking', text(), int()],
    ['an integer that became a number', 'additive', int(), { type: 'number' }],
    ['a number that became an integer', 'breaking', { type: 'number' }, int()],
    ['a type that was dropped', 'additive', text(), {}],
    ['a type that was demanded', 'breaking', {}, text()],
    ['a value removed', 'breaking', text({ enum: ['x', 'y'] }), text({ enum: ['x'] })],
    ['a value added', 'additive', text({ enum: ['x'] }), text({ enum: ['x', 'y'] })],
    ['a value replaced', 'breaking', text({ enum: ['x'] }), text({ enum: ['y'] })],
    ['a list of values added', 'breaking', text(), text({ enum: ['x'] })],
    ['a list of values dropped', 'additive', text({ enum: ['x'] }), text()],
    ['a constant that became a list with it', 'additive', text({ const: 'x' }), text({ enum: ['x', 'y'] })],
    ['a list that became one of its values', 'breaking', text({ enum: ['x', 'y'] }), text({ const: 'x' })],
    ['a higher minimum', 'breaking', int({ minimum: 0 }), int({ minimum: 1 })],
    ['a lower minimum', 'additive', int({ minimum: 1 }), int({ minimum: 0 })],
    ['a maximum where there was none', 'breaking', int(), int({ maximum: 9 })],
    ['a shorter text', 'breaking', text({ maxLength: 9 }), text({ maxLength: 8 })],
    ['a longer text', 'additive', text({ maxLength: 8 }), text({ maxLength: 9 })],
    ['fewer items', 'breaking', { type: 'array', items: text(), maxItems: 9 }, { type: 'array', items: text(), maxItems: 8 }],
    ['narrower items', 'breaking', { type: 'array', items: text() }, { type: 'array', items: text({ minLength: 1 }) }],
    ['a shallower value', 'breaking', { maxDepth: 64 }, { maxDepth: 32 }],
    ['another pattern', 'breaking', text({ pattern: '^a$' }), text({ pattern: '^[ab]$' })],
    ['a pattern dropped', 'additive', text({ pattern: '^a$' }), text()],
    ['a format added', 'breaking', text(), text({ format: 'date-time' })],
    ['an object closed', 'breaking', object({ a: text() }, [], true), object({ a: text() })],
    ['an object opened', 'additive', object({ a: text() }), object({ a: text() }, [], true)],
    ['a typed field added to an open object', 'breaking', object({}, [], true), object({ a: text() }, [], true)],
    ['the same field added to a map of such fields', 'additive', object({}, [], text()), object({ a: text() }, [], text())],
    ['narrower values of a map', 'breaking', object({}, [], text()), object({}, [], text({ maxLength: 3 }))],
    ['null allowed too', 'additive', text(), { anyOf: [text(), { type: 'null' }] }],
    ['null no longer allowed', 'breaking', { anyOf: [text(), { type: 'null' }] }, text()],
    ['alternatives in another order', 'editorial', { anyOf: [text(), int()] }, { anyOf: [int(), text()] }],
    ['a change deep inside', 'breaking', object({ a: object({ b: { type: 'array', items: base } }) }), object({ a: object({ b: { type: 'array', items: object({ a: text() }, ['a']) } }) })],
  ])('%s is %s', (_what, kind, before, after) => {
    expect(worst(before, after)).toBe(kind);
  });

  it('says where it is', () => {
    expect(compareSchemas(base, object({ a: text({ minLength: 1 }), b: int() }, ['a']))).toEqual([
      { kind: 'breaking', pointer: '/properties/a', what: 'minLength went from none to 1' },
    ]);
  });

  it('lets a request stop requiring a field, for only the server reads it', () => {
    expect(worst(base, object({ a: text(), b: int() }, []), true)).toBe('additive');
  });
});

const ajv = new Ajv2020({ strict: false, validateSchema: false, addUsedSchema: false });
ajv.addFormat('date-time', isInstant);
ajv.addKeyword({ keyword: 'maxDepth', schemaType: 'number', validate: (limit: number, value: unknown) => withinDepth(value, limit) });
const compile = (schema: Schema): ValidateFunction => ajv.compile(schema);

/** Draws a schema, a change of it, and instances of the old schema. */
const cases = schemas.chain((before) =>
  fc.record({ before: fc.constant(before), after: mutationsOf(before), instances: fc.array(instancesOf(before), { minLength: 8, maxLength: 8 }) }),
);

describe('any change', () => {
  it('of which the checker says that it does not break leaves every old instance valid', () => {
    const seen = { breaking: 0, compatible: 0, instances: 0 };
    fc.assert(
      fc.property(cases, ({ before, after, instances }) => {
        const kind = worst(before, after);
        seen[kind === 'breaking' ? 'breaking' : 'compatible'] += 1;
        if (kind === 'breaking') return true;
        const isValid = compile(after);
        return instances.every((instance) => instance === undefined || ((seen.instances += 1), isValid(instance)));
      }),
      { numRuns: 1000 },
    );
    // A generator of only breaking changes, or of no instances, would prove nothing.
    expect(seen.breaking).toBeGreaterThan(200);
    expect(seen.compatible).toBeGreaterThan(120);
    expect(seen.instances).toBeGreaterThan(500);
  });

  it('is met by instances that really are instances of the old schema', () => {
    fc.assert(
      fc.property(cases, ({ before, instances }) => {
        const isValid = compile(before);
        return instances.every((instance) => instance === undefined || isValid(instance));
      }),
      { numRuns: 300 },
    );
  });

  it('that makes an old instance invalid is found: half of the breaking verdicts are shown right by an instance', () => {
    let shown = 0;
    let breaking = 0;
    fc.assert(
      fc.property(cases, ({ before, after, instances }) => {
        if (worst(before, after) !== 'breaking') return;
        breaking += 1;
        const isValid = compile(after);
        if (instances.some((instance) => instance !== undefined && !isValid(instance))) shown += 1;
      }),
      { numRuns: 500 },
    );
    expect(shown / breaking).toBeGreaterThan(0.5);
  });

  it('is no change when nothing changed', () => {
    fc.assert(fc.property(schemas, (schema) => compareSchemas(schema, JSON.parse(JSON.stringify(schema)) as Schema).length === 0));
  });
});
