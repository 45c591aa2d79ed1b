import { join } from 'node:path';
import { readSchemaFiles, type RootSchema, type Schema, type SchemaFile } from '../generate/schema-files';
import { resolveAll } from './resolve-schema';
import { lintSchemas } from './subset.lint';

const schemas = join(__dirname, '../schemas');

const root = (body: Schema, more: Partial<RootSchema> = {}): SchemaFile => ({
  folder: 'domain',
  base: 'thing',
  path: 'domain/thing.json',
  schema: { $schema: 'https://json-schema.org/draft/2020-12/schema', $id: '/contracts/schemas/domain/thing.json', $version: '1.0.0', title: 'Thing', description: 'A thing.', ...body, ...more },
});
const closed = (properties: Record<string, Schema>, more: Schema = {}): Schema => ({ type: 'object', additionalProperties: false, properties, ...more });
const faults = (...files: SchemaFile[]): string[] => lintSchemas(files).map((fault) => fault.replace('domain/thing.json', ''));

it('finds no fault with the contracts', () => {
  const files = readSchemaFiles(schemas);
  expect(files.length).toBeGreaterThan(70);
  expect(lintSchemas(files)).toEqual([]);
});

it.each<[string, SchemaFile, string]>([
  ['a tuple', root({ type: 'array', prefixItems: [{ type: 'string' }], items: { type: 'string' } }), ': prefixItems is not in the subset for array'],
  ['unevaluatedProperties', root(closed({}, { unevaluatedProperties: false })), ': unevaluatedProperties is not in the subset for object'],
  ['oneOf', root({ oneOf: [{ type: 'string' }] }), ': oneOf is not in the subset for a schema without a type'],
  ['not', root({ type: 'string', not: { const: 'x' } }), ': not is not in the subset for string'],
  ['several types', root({ type: ['string', 'null'] as unknown as string }), ': type ["string","null"] is not in the subset'],
  ['an open object with fields', root({ type: 'object', additionalProperties: true, properties: { a: { type: 'string', description: 'x' } } }), ': an object with fields must be closed'],
  ['an object that does not say', root({ type: 'object' }), ': an object must say additionalProperties'],
  ['a field without description', root(closed({ a: { type: 'string' } })), '/properties/a: needs a description'],
  ['a required field that is not described', root(closed({}, { required: ['a'] })), ': the required field a is not described'],
  ['keywords beside a reference', root(closed({ a: { $ref: '/contracts/schemas/domain/thing.json', maxLength: 3 } })), '/properties/a: maxLength is not in the subset for a reference'],
  ['a reference to nothing', root(closed({ a: { $ref: '/contracts/schemas/domain/nothing.json' } })), '/properties/a: /contracts/schemas/domain/nothing.json is not the $id of a schema'],
  ['keywords beside anyOf', root({ anyOf: [{ type: 'null' }], type: 'null' }), ': type is not in the subset for alternatives'],
  ['allOf of two', root({ allOf: [{ $ref: '/contracts/schemas/domain/thing.json' }, { $ref: '/contracts/schemas/domain/thing.json' }] }), ': allOf is only for a schema that is another name of one other schema'],
  ['an array of anything', root({ type: 'array' }), ': an array needs items'],
  ['a format nobody checks', root({ type: 'string', format: 'email' }), ': format email is not in the subset'],
  ['a pattern for a part of the text', root({ type: 'string', pattern: 'a+' }), ': pattern must hold for the whole text: ^...$'],
  ['a pattern that is none', root({ type: 'string', pattern: '^($' }), ': pattern ^($ is no regular expression'],
  ['an enumeration of numbers', root({ type: 'string', enum: [1] }), ': enum must list different strings'],
  ['a constant of another type', root({ type: 'integer', const: 'x' }), ': const must be of the type'],
  ['an $id that is not its path', root({ type: 'null' }, { $id: '/x.json' }), ': $id must be /contracts/schemas/domain/thing.json'],
  ['a title that is not its name', root({ type: 'null' }, { title: 'Other' }), ': title must be Thing'],
  ['a version that is none', root({ type: 'null' }, { $version: 'v1' }), ': $version must be a semantic version'],
  ['an older dialect', root({ type: 'null' }, { $schema: 'http://json-schema.org/draft-07/schema#' }), ': $schema must be https://json-schema.org/draft/2020-12/schema'],
  ['no description', root({ type: 'null' }, { description: '' }), ': needs a description'],
])('refuses %s', (_what, file, fault) => {
  expect(faults(file)).toEqual([fault]);
});

it('refuses a type name that is taken', () => {
  const inner = root(closed({ a: closed({}, { title: 'Thing', description: 'x' }) }));
  expect(faults(inner)).toEqual([': the type name Thing is taken by domain/thing.json']);
});

it('refuses a contract that contains itself', () => {
  expect(() => resolveAll([root(closed({ a: { $ref: '/contracts/schemas/domain/thing.json' } }))])).toThrow('refers to itself');
});
