/**
 * JSON that a client or a handler made up, kept as text. As BSON it would not come back as it went in: keys may hold a zero byte, start with
 * `$` or be named `_bsontype`, `$ref` or `$oid`, which the driver and the server take for something else, and nesting is limited.
 */
export type JsonText = string;

export function toJsonText(value: unknown): JsonText | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}

export function fromJsonText<T>(text: JsonText | undefined): T | undefined {
  return text === undefined ? undefined : (JSON.parse(text) as T);
}
