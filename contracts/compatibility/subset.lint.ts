import type { Schema, SchemaFile } from '../generate/schema-files';

/**
 * The subset of JSON Schema 2020-12 that contracts are written in: what the validator, the type generator, the compatibility
 * checker and AsyncAPI all understand alike. Tuples and `unevaluated*` give wrong types, `not`, `if` and `oneOf` cannot be
 * compared, open objects would let a misspelt field pass.
 */
const ANNOTATIONS = ['title', 'description'];
const ROOT_ONLY = ['$schema', '$id', '$version'];
const BY_TYPE: Record<string, readonly string[]> = {
  object: ['properties', 'required', 'additionalProperties', 'maxDepth'],
  array: ['items', 'minItems', 'maxItems'],
  string: ['minLength', 'maxLength', 'pattern', 'format', 'enum', 'const'],
  integer: ['minimum', 'maximum', 'const'],
  number: ['minimum', 'maximum', 'const'],
  boolean: ['const'],
  null: [],
};
/** A node without a type is anything at all, up to a depth. */
const UNTYPED = ['maxDepth'];
const FORMATS = ['date-time', 'uri-reference'];
const DIALECT = 'https://json-schema.org/draft/2020-12/schema';
const SEMVER = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/;

/** Every departure of the schemas from the subset and from the conventions of the folder, one line each. */
export function lintSchemas(files: readonly SchemaFile[]): string[] {
  const ids = new Set(files.map((file) => file.schema.$id));
  const faults: string[] = [];
  const titles = new Map<string, string>();
  for (const file of files) {
    const fault = (where: string, what: string): void => void faults.push(`${file.path}${where}: ${what}`);
    const { schema } = file;
    if (schema.$schema !== DIALECT) fault('', `$schema must be ${DIALECT}`);
    if (schema.$id !== `/contracts/schemas/${file.path}`) fault('', `$id must be /contracts/schemas/${file.path}`);
    if (!SEMVER.test(String(schema.$version))) fault('', '$version must be a semantic version');
    if (schema.title !== titleOf(file.base)) fault('', `title must be ${titleOf(file.base)}`);
    if (!schema.description) fault('', 'needs a description');
    lintNode(schema, '', { root: true, ids, fault });
    for (const title of titlesIn(schema)) {
      const other = titles.get(title);
      if (other) fault('', `the type name ${title} is taken by ${other}`);
      titles.set(title, file.path);
    }
  }
  return faults;
}

/** `job.queued` and `job-queued` are both JobQueued. */
export const titleOf = (base: string): string =>
  base
    .split(/[-._]/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');

type Context = { readonly root: boolean; readonly ids: ReadonlySet<string>; readonly fault: (where: string, what: string) => void };

function lintNode(node: Schema, at: string, context: Context): void {
  const { fault } = context;
  const inner: Context = { ...context, root: false };
  const keywords = Object.keys(node).filter((key) => !ANNOTATIONS.includes(key) && !(context.root && ROOT_ONLY.includes(key)));
  const allow = (allowed: readonly string[], of: string): void => {
    for (const key of keywords) if (!allowed.includes(key)) fault(at, `${key} is not in the subset for ${of}`);
  };
  if (node.$ref !== undefined) {
    allow(['$ref'], 'a reference');
    if (node.title) fault(at, 'a reference has the title of its target');
    if (!context.ids.has(node.$ref)) fault(at, `${node.$ref} is not the $id of a schema`);
  } else if (node.anyOf) {
    allow(['anyOf'], 'alternatives');
    node.anyOf.forEach((branch, index) => lintNode(branch, `${at}/anyOf/${index}`, inner));
  } else if (node.allOf) {
    allow(['allOf'], 'an alias');
    if (!context.root || node.allOf.length !== 1 || !node.allOf[0]?.$ref) fault(at, 'allOf is only for a schema that is another name of one other schema');
    node.allOf.forEach((branch, index) => lintNode(branch, `${at}/allOf/${index}`, inner));
  } else if (node.type === undefined) {
    allow(UNTYPED, 'a schema without a type');
  } else {
    const allowed = typeof node.type === 'string' ? BY_TYPE[node.type] : undefined;
    if (!allowed) return fault(at, `type ${JSON.stringify(node.type)} is not in the subset`);
    allow(['type', ...allowed], node.type);
    lintTyped(node, at, inner);
  }
}

function lintTyped(node: Schema, at: string, context: Context): void {
  const { fault } = context;
  if (node.enum && (node.enum.length === 0 || new Set(node.enum).size !== node.enum.length || node.enum.some((value) => typeof value !== 'string'))) {
    fault(at, 'enum must list different strings');
  }
  if ('const' in node && typeof node.const !== (node.type === 'integer' ? 'number' : node.type)) fault(at, 'const must be of the type');
  if ('const' in node && node.enum) fault(at, 'const and enum exclude each other');
  if (node.format !== undefined && !FORMATS.includes(node.format)) fault(at, `format ${node.format} is not in the subset`);
  if (node.pattern !== undefined) lintPattern(node.pattern, at, fault);
  if (node.type === 'array') {
    if (!node.items) fault(at, 'an array needs items');
    else lintNode(node.items, `${at}/items`, context);
  }
  if (node.type !== 'object') return;
  if (node.additionalProperties === undefined) fault(at, 'an object must say additionalProperties');
  if (node.additionalProperties !== false && node.properties) fault(at, 'an object with fields must be closed');
  if (typeof node.additionalProperties === 'object') lintNode(node.additionalProperties, `${at}/additionalProperties`, context);
  for (const key of node.required ?? []) if (!node.properties?.[key]) fault(at, `the required field ${key} is not described`);
  for (const [key, child] of Object.entries(node.properties ?? {})) {
    if (!child.description && !child.$ref && !child.anyOf) fault(`${at}/properties/${key}`, 'needs a description');
    lintNode(child, `${at}/properties/${key}`, context);
  }
}

function lintPattern(pattern: string, at: string, fault: Context['fault']): void {
  try {
    new RegExp(pattern, 'u');
  } catch {
    return fault(at, `pattern ${pattern} is no regular expression`);
  }
  if (!pattern.startsWith('^') || !pattern.endsWith('$')) fault(at, 'pattern must hold for the whole text: ^...$');
}

/** Titles that become type names: of the root and of the objects inside. */
function titlesIn(node: Schema): string[] {
  const inner = [...Object.values(node.properties ?? {}), ...(node.anyOf ?? []), ...(node.items ? [node.items] : [])];
  if (typeof node.additionalProperties === 'object') inner.push(node.additionalProperties);
  return [...(node.title ? [node.title] : []), ...inner.flatMap(titlesIn)];
}
