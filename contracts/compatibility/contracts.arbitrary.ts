import fc from 'fast-check';
import type { Schema } from '../generate/schema-files';

/**
 * Random schemas of the subset, random changes of them, and random instances of a schema: what the compatibility checker is
 * attacked with. Instances are built from the schema, not filtered, and lean towards bounds and towards optional fields being
 * there, because that is where a wrong verdict shows.
 */
const NAMES = ['a', 'b', 'c', 'd'] as const;
const VALUES = ['x', 'y', 'z', 'xyz'] as const;
/** Patterns with a way to make texts for them; the lengths they allow lie within the bounds that `boundedText` draws. */
const PATTERNS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  '^[a-z]{2,4}$': fc.string({ unit: fc.constantFrom('a', 'm', 'z'), minLength: 2, maxLength: 4 }),
  '^[a-z0-9]+$': fc.string({ unit: fc.constantFrom('a', 'z', '0', '9'), minLength: 1, maxLength: 6 }),
};

const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined, freq: 2 });
const bare = (schema: Record<string, unknown>): Schema => Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined));
const range = (max: number): fc.Arbitrary<[number | undefined, number | undefined]> =>
  fc.tuple(optional(fc.integer({ min: 0, max: 3 })), optional(fc.integer({ min: 3, max })));

const leaf: fc.Arbitrary<Schema> = fc.oneof(
  range(8).map(([minLength, maxLength]) => bare({ type: 'string', minLength, maxLength })),
  fc.constantFrom(...Object.keys(PATTERNS)).map((pattern) => ({ type: 'string', pattern })),
  fc.constant<Schema>({ type: 'string', format: 'date-time' }),
  fc.uniqueArray(fc.constantFrom(...VALUES), { minLength: 1 }).map((values) => ({ type: 'string', enum: values })),
  fc.constantFrom(...VALUES).map((value) => ({ type: 'string', const: value })),
  fc.tuple(fc.constantFrom('integer', 'number'), range(9)).map(([type, [minimum, maximum]]) => bare({ type, minimum, maximum })),
  fc.constantFrom<Schema>({ type: 'boolean' }, { type: 'null' }, { maxDepth: 3 }, { type: 'object', additionalProperties: true, maxDepth: 2 }),
);

/** A schema of the subset, resolved. */
export const schemas: fc.Arbitrary<Schema> = fc.letrec<{ schema: Schema }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    { weight: 3, arbitrary: leaf },
    { weight: 4, arbitrary: objectsOf(tie('schema')) },
    { weight: 1, arbitrary: tie('schema').map((additionalProperties) => ({ type: 'object', additionalProperties })) },
    { weight: 2, arbitrary: fc.tuple(tie('schema'), range(5)).map(([items, [minItems, maxItems]]) => bare({ type: 'array', items, minItems, maxItems })) },
    { weight: 1, arbitrary: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }).map((anyOf) => ({ anyOf })) },
  ),
})).schema;

function objectsOf(schema: fc.Arbitrary<Schema>): fc.Arbitrary<Schema> {
  return fc
    .record({
      properties: fc.dictionary(fc.constantFrom(...NAMES), schema, { maxKeys: 4, noNullPrototype: true }),
      required: fc.subarray([...NAMES]),
      open: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.oneof(fc.constant(true), schema) }),
    })
    .map(({ properties, required, open }) => ({
      type: 'object',
      additionalProperties: open,
      required: required.filter((key) => Object.hasOwn(properties, key)),
      properties,
    }));
}

/** A schema that differs from `schema` in one place or a few: mostly by changes that people make, sometimes by another schema. */
export function mutationsOf(schema: Schema): fc.Arbitrary<Schema> {
  return fc.array(fc.tuple(fc.nat(), fc.nat(), leaf), { minLength: 1, maxLength: 3 }).map((steps) => steps.reduce((now, step) => mutate(now, ...step), schema));
}

function mutate(schema: Schema, where: number, how: number, other: Schema): Schema {
  const inner = childrenOf(schema);
  if (inner.length > 0 && where % 3 !== 0) {
    const [get, set] = inner[where % inner.length] as Child;
    return set(mutate(get, Math.floor(where / 3), how, other));
  }
  const options = changesOf(schema, other);
  return (options[how % options.length] as () => Schema)();
}

type Child = readonly [Schema, (child: Schema) => Schema];
function childrenOf(schema: Schema): Child[] {
  const children: Child[] = [];
  for (const [key, child] of Object.entries(schema.properties ?? {})) {
    children.push([child, (now) => ({ ...schema, properties: { ...schema.properties, [key]: now } })]);
  }
  if (schema.items) children.push([schema.items, (items) => ({ ...schema, items })]);
  if (typeof schema.additionalProperties === 'object') children.push([schema.additionalProperties, (rest) => ({ ...schema, additionalProperties: rest })]);
  schema.anyOf?.forEach((branch, index) => children.push([branch, (now) => ({ ...schema, anyOf: schema.anyOf?.with(index, now) })]));
  return children;
}

function changesOf(schema: Schema, other: Schema): (() => Schema)[] {
  const without = (key: string): Schema => Object.fromEntries(Object.entries(schema).filter(([keyword]) => keyword !== key));
  const changes: (() => Schema)[] = [() => other, () => ({ anyOf: [schema, other] }), () => ({ ...schema, description: 'said otherwise' })];
  for (const [keyword, value] of Object.entries(schema)) {
    if (typeof value === 'number') changes.push(() => ({ ...schema, [keyword]: value + 1 }), () => ({ ...schema, [keyword]: Math.max(0, value - 1) }), () => without(keyword));
    if (['pattern', 'format', 'enum', 'const'].includes(keyword)) changes.push(() => without(keyword));
  }
  if (schema.enum) changes.push(() => ({ ...schema, enum: [...VALUES] }), () => ({ ...schema, enum: schema.enum?.slice(0, 1) }));
  if (typeof schema.const === 'string') changes.push(() => ({ type: 'string', enum: [...VALUES] }));
  if (schema.type === 'integer') changes.push(() => ({ ...schema, type: 'number' }));
  if (schema.type === 'number') changes.push(() => ({ ...schema, type: 'integer' }));
  if (schema.type === 'string' && !schema.enum && !('const' in schema)) changes.push(() => ({ ...schema, pattern: '^[a-z0-9]+$' }), () => ({ ...schema, maxLength: 3 }));
  if (schema.anyOf && schema.anyOf.length > 1) changes.push(() => ({ anyOf: schema.anyOf?.slice(1) }), () => ({ anyOf: schema.anyOf?.toReversed() }));
  if (schema.properties) {
    const [first] = Object.keys(schema.properties);
    const { [first ?? '']: _gone, ...fewer } = schema.properties;
    const kept = (schema.required ?? []).filter((key) => key !== first);
    changes.push(
      () => ({ ...schema, properties: { ...schema.properties, fresh: other } }),
      () => ({ ...schema, properties: { ...schema.properties, fresh: other }, required: [...(schema.required ?? []), 'fresh'] }),
      () => ({ ...schema, properties: fewer, required: kept }),
      () => ({ ...schema, required: Object.keys(schema.properties ?? {}) }),
      () => ({ ...schema, required: kept }),
      () => ({ ...schema, additionalProperties: false }),
      () => ({ ...schema, additionalProperties: true }),
    );
  }
  return changes;
}

/** An instance of a schema of the subset; undefined where the draw found none (an empty range, a field that has none). */
export function instancesOf(schema: Schema): fc.Arbitrary<unknown> {
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(instancesOf));
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const low = (keyword: string, none: number): number => Number(schema[keyword] ?? none);
  switch (schema.type) {
    case undefined:
      return fc.oneof(fc.string({ maxLength: 5 }), fc.integer(), fc.boolean(), fc.constant(null), nested(low('maxDepth', 3)));
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'number': {
      const [min, max] = [low('minimum', -20), low('maximum', 20)];
      if (min > max) return fc.constant(undefined);
      const whole = fc.oneof(fc.constantFrom(min, max), fc.integer({ min, max }));
      return schema.type === 'integer' ? whole : fc.oneof(whole, fc.double({ min, max, noNaN: true }));
    }
    case 'string':
      return texts(schema);
    case 'array': {
      const [minLength, maxLength] = [low('minItems', 0), low('maxItems', 6)];
      if (minLength > maxLength) return fc.constant(undefined);
      return fc.array(instancesOf(schema.items ?? {}), { minLength, maxLength }).map((items) => (items.includes(undefined) ? undefined : items));
    }
    default:
      return objects(schema);
  }
}

function texts(schema: Schema): fc.Arbitrary<unknown> {
  const fits = (text: string): boolean => text.length >= Number(schema.minLength ?? 0) && text.length <= Number(schema.maxLength ?? Infinity);
  const checked = (text: string): string | undefined => (fits(text) ? text : undefined);
  if (schema.format === 'date-time') {
    const instants = fc.date({ min: new Date('1970-01-01T00:00:00Z'), max: new Date('2100-01-01T00:00:00Z'), noInvalidDate: true });
    return instants.map((date) => (schema.pattern ? undefined : checked(date.toISOString())));
  }
  if (schema.pattern !== undefined) return (PATTERNS[schema.pattern] ?? fc.constant(undefined)).map((text) => (text === undefined ? text : checked(text)));
  const [minLength, maxLength] = [Number(schema.minLength ?? 0), Number(schema.maxLength ?? 10)];
  if (minLength > maxLength) return fc.constant(undefined);
  const unit = fc.constantFrom('a', 'z', '0', 'A', ' ');
  return fc.oneof(fc.string({ unit, minLength, maxLength }), fc.string({ unit, minLength, maxLength: minLength }), fc.constantFrom(...VALUES).map(checked));
}

/** A value of at most `depth` levels, often of exactly that many. */
function nested(depth: number): fc.Arbitrary<unknown> {
  if (depth < 1) return fc.constantFrom(1, 'x', null);
  const inner = nested(depth - 1);
  return fc.oneof(fc.constantFrom(1, 'x'), fc.array(inner, { maxLength: 2 }), objectsNested(depth));
}

const objectsNested = (depth: number): fc.Arbitrary<Record<string, unknown>> =>
  depth < 1 ? fc.constant({}) : fc.dictionary(fc.constantFrom(...NAMES, 'fresh'), nested(depth - 1), { maxKeys: 2, noNullPrototype: true });

function objects(schema: Schema): fc.Arbitrary<unknown> {
  const fields = schema.properties ?? {};
  const required = new Set(schema.required);
  const rest = schema.additionalProperties ?? true;
  const depth = Number(schema.maxDepth ?? 3);
  const others = rest === false ? fc.constant({}) : rest === true ? objectsNested(depth) : fc.dictionary(fc.constantFrom('fresh', 'other'), instancesOf(rest), { maxKeys: 2, noNullPrototype: true });
  const drawn = Object.entries(fields).map(([key, child]) => fc.tuple(fc.constant(key), instancesOf(child), fc.integer({ min: 0, max: 3 })));
  return fc.tuple(others, fc.tuple(...drawn)).map(([extra, entries]) => {
    const value: Record<string, unknown> = Object.fromEntries(Object.entries(extra).filter(([key, item]) => item !== undefined && !Object.hasOwn(fields, key)));
    for (const [key, item, dice] of entries) {
      if (item === undefined && required.has(key)) return undefined;
      if (item !== undefined && (required.has(key) || dice > 0)) value[key] = item;
    }
    return value;
  });
}
