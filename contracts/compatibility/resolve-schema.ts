import { isMessage, mapSchema, type RootSchema, type Schema, type SchemaFile } from '../generate/schema-files';

/** A schema with every `$ref` replaced by what it points to. */
export type Resolved = Schema;

/**
 * Replaces references, so that a change in one schema is seen in all that refer to it: an optional field added to `JobError`
 * changes what `job.failed` may carry, and the version on a `job.failed` message is that of its own schema.
 * The description beside a `$ref` wins over that of its target. `allOf` around one reference is only another name for it.
 * Throws on a reference to nothing and on a cycle (no contract is recursive; JSON objects of the user are opaque).
 */
export function resolveSchema(root: RootSchema, byId: ReadonlyMap<string, RootSchema>): Resolved {
  const resolve = (schema: Schema, path: readonly string[]): Resolved =>
    mapSchema(schema, (node) => {
      const only = node.allOf?.length === 1 ? (node.allOf[0] as Schema) : undefined;
      if (only) return { ...only, ...withoutKey(node, 'allOf') };
      if (!node.$ref) return node;
      const target = byId.get(node.$ref);
      if (!target) throw new Error(`${root.$id} refers to ${node.$ref}, which does not exist`);
      if (path.includes(target.$id)) throw new Error(`${root.$id} refers to itself through ${target.$id}`);
      const { $id: _id, $schema: _schema, $version: _version, ...body } = target;
      return { ...resolve(body, [...path, target.$id]), ...withoutKey(node, '$ref') };
    });
  const { $id: _id, $schema: _schema, $version: _version, ...body } = root;
  return resolve(body, [root.$id]);
}

const withoutKey = (node: Schema, key: keyof Schema): Schema => {
  const { [key]: _dropped, ...rest } = node;
  return rest;
};

/**
 * What a reader of each schema meets, by `$id`. For the payload of a message that is the envelope around it too: a message
 * names only one version, that of its payload, so a change of the envelope is a change of every message.
 */
export function resolveAll(files: readonly SchemaFile[]): Map<string, { file: SchemaFile; resolved: Resolved }> {
  const byId = new Map(files.map((file) => [file.schema.$id, file.schema]));
  const envelope = files.find((file) => file.folder === 'envelope' && file.base === 'envelope');
  const envelopeResolved = envelope && resolveSchema(envelope.schema, byId);
  return new Map(
    files.map((file) => {
      const own = resolveSchema(file.schema, byId);
      const resolved =
        isMessage(file) && envelopeResolved
          ? { ...envelopeResolved, properties: { ...envelopeResolved.properties, payload: own } }
          : own;
      return [file.schema.$id, { file, resolved }];
    }),
  );
}
