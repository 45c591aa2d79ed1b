import { SCHEMAS, type SchemaName } from './generated/schemas';

/** A JSON Schema 2020-12 as OpenAPI 3.1 takes it under `components.schemas`. */
export type OpenApiSchema = { readonly [keyword: string]: unknown };

const NAME_OF_ID = new Map<unknown, SchemaName>(Object.entries(SCHEMAS).map(([name, schema]) => [schema.$id, name as SchemaName]));

/**
 * The schema as an OpenAPI component: references point into `#/components/schemas`, the version is kept as
 * `x-contract-version`. What it refers to is listed by `openApiComponents`.
 */
export function openApiSchema(name: SchemaName): OpenApiSchema {
  const { $schema: _schema, $id: _id, $version, ...body } = SCHEMAS[name];
  return { ...(rewritten(body) as OpenApiSchema), 'x-contract-version': $version };
}

/** The named schemas and all that they refer to, by name, in alphabetical order. */
export function openApiComponents(...names: readonly SchemaName[]): Record<string, OpenApiSchema> {
  const found = new Set<SchemaName>();
  const visit = (name: SchemaName): void => {
    if (found.has(name)) return;
    found.add(name);
    for (const target of refsOf(SCHEMAS[name])) visit(target);
  };
  names.forEach(visit);
  return Object.fromEntries([...found].sort().map((name) => [name, openApiSchema(name)]));
}

/** `maxDepth` is a keyword of ours; elsewhere it would be unknown. */
function rewritten(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(rewritten);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => {
      if (key === '$ref') return [key, `#/components/schemas/${NAME_OF_ID.get(value)}`];
      return [key === 'maxDepth' ? 'x-max-depth' : key, rewritten(value)];
    }),
  );
}

function refsOf(node: unknown): SchemaName[] {
  if (Array.isArray(node)) return node.flatMap(refsOf);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => {
    const target = key === '$ref' ? NAME_OF_ID.get(value) : undefined;
    return target ? [target] : refsOf(value);
  });
}
