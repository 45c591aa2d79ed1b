import Ajv2020, { type ErrorObject, type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { SCHEMAS, type SchemaName } from './generated/schemas';
import { isInstant } from './instant';
import { withinDepth } from './json-depth';

/**
 * Three ways to hold a value against the contracts; each schema is compiled at its first use.
 * - `strict` stops at the first fault: the hot path.
 * - `explaining` lists every fault: used once a value is known to be bad.
 * - `tolerant` knows no closed objects: for a message whose MINOR version is newer than ours, which may carry fields that we
 *   have not heard of. All else still holds, so what we do know means what it always meant.
 */
export type SchemaSet = 'strict' | 'explaining' | 'tolerant';

const sets = new Map<SchemaSet, Ajv2020>();
const compiled: Record<SchemaSet, Map<SchemaName, ValidateFunction>> = { strict: new Map(), explaining: new Map(), tolerant: new Map() };

/** `$version` is ours; `maxDepth` bounds nesting and is checked by the keyword below. */
function newAjv(set: SchemaSet): Ajv2020 {
  const ajv = new Ajv2020({ strict: true, allErrors: set === 'explaining', validateSchema: false });
  addFormats(ajv, ['uri-reference']);
  ajv.addFormat('date-time', isInstant);
  ajv.addVocabulary(['$version']);
  ajv.addKeyword({
    keyword: 'maxDepth',
    schemaType: 'number',
    validate: (limit: number, value: unknown) => withinDepth(value, limit),
    error: { message: 'must not be nested so deep' },
  });
  for (const schema of Object.values(SCHEMAS)) ajv.addSchema(set === 'tolerant' ? opened(schema) : schema);
  return ajv;
}

/** The same schema without closed objects. */
export function opened<T>(schema: T): T {
  if (Array.isArray(schema)) return schema.map(opened) as T;
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).filter(([key, value]) => !(key === 'additionalProperties' && value === false));
  return Object.fromEntries(entries.map(([key, value]) => [key, opened(value)])) as T;
}

/** The compiled validator of a schema. Throws only for a name that does not exist, which the types forbid. */
export function compiledValidator(name: SchemaName, set: SchemaSet = 'strict'): ValidateFunction {
  let validate = compiled[set].get(name);
  if (!validate) {
    let ajv = sets.get(set);
    if (!ajv) sets.set(set, (ajv = newAjv(set)));
    validate = ajv.getSchema(SCHEMAS[name].$id);
    if (!validate) throw new Error(`no schema ${name}`);
    compiled[set].set(name, validate);
  }
  return validate;
}

export type { ErrorObject };
