import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Folders of `contracts/schemas`; the folder of a message says which exchange it travels on. */
export const FOLDERS = ['envelope', 'domain', 'events', 'reports', 'control', 'telemetry', 'http'] as const;
export type Folder = (typeof FOLDERS)[number];

/** Folders whose schemas are the payload of an envelope. The file name is the event type. */
export const MESSAGE_FOLDERS = ['events', 'reports', 'control', 'telemetry'] as const satisfies readonly Folder[];
export type MessageFolder = (typeof MESSAGE_FOLDERS)[number];

/** A node of a JSON Schema in the subset that `contracts/README.md` describes. */
export type Schema = {
  [keyword: string]: unknown;
  $ref?: string;
  title?: string;
  description?: string;
  type?: string;
  enum?: unknown[];
  const?: unknown;
  pattern?: string;
  format?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  anyOf?: Schema[];
  allOf?: Schema[];
};

export type RootSchema = Schema & { $id: string; $version: string; title: string };

export type SchemaFile = {
  folder: Folder;
  /** File name without `.json`: the event type of a message, kebab-case of the title elsewhere. */
  base: string;
  /** Path below the folder that was read, with `/`. */
  path: string;
  schema: RootSchema;
};

export const isMessage = (file: SchemaFile): boolean => (MESSAGE_FOLDERS as readonly string[]).includes(file.folder);

/** Reads every schema below `directory` in a stable order: by folder, then by file name. Throws on a file that is not JSON. */
export function readSchemaFiles(directory: string): SchemaFile[] {
  return FOLDERS.flatMap((folder) => {
    const inFolder = join(directory, folder);
    if (!existsSync(inFolder)) return [];
    return readdirSync(inFolder)
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => ({
        folder,
        base: basename(name, '.json'),
        path: `${folder}/${name}`,
        schema: JSON.parse(readFileSync(join(inFolder, name), 'utf8')) as RootSchema,
      }));
  });
}

/** A copy of `schema` in which `change` has been applied to every node, children first. */
export function mapSchema(schema: Schema, change: (node: Schema) => Schema): Schema {
  const node: Schema = { ...schema };
  const all = (nodes: Schema[]): Schema[] => nodes.map((child) => mapSchema(child, change));
  if (node.properties) {
    node.properties = Object.fromEntries(Object.entries(node.properties).map(([key, child]) => [key, mapSchema(child, change)]));
  }
  if (typeof node.additionalProperties === 'object') node.additionalProperties = mapSchema(node.additionalProperties, change);
  if (node.items) node.items = mapSchema(node.items, change);
  if (node.anyOf) node.anyOf = all(node.anyOf);
  if (node.allOf) node.allOf = all(node.allOf);
  return change(node);
}

/** The TypeScript name of the schema that a `$ref` points to. */
export function titleOfRef(ref: string, files: readonly SchemaFile[]): string {
  const target = files.find((file) => file.schema.$id === ref);
  if (!target) throw new Error(`$ref ${ref} points to no schema`);
  return target.schema.title;
}
