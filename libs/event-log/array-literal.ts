/**
 * PostgreSQL array literals. The driver's own encoder escapes every element with regular expressions; an envelope is JSON text, which
 * contains no raw control characters, so that quoting it as JSON (native code) is exactly what the array syntax wants: `"` and `\` escaped,
 * nothing else.
 */
type Cell = string | number | boolean | null | undefined;

/** Elements that need no quotes: numbers, booleans, uuids, timestamps, names from closed lists. */
export function plainArray(values: readonly Cell[]): string {
  let text = '{';
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (i > 0) text += ',';
    text += value === null || value === undefined ? 'NULL' : String(value);
  }
  return text + '}';
}

/** Elements that are JSON texts. */
export function jsonArray(texts: readonly (string | null | undefined)[]): string {
  let text = '{';
  for (let i = 0; i < texts.length; i++) {
    const value = texts[i];
    if (i > 0) text += ',';
    text += value === null || value === undefined ? 'NULL' : JSON.stringify(value);
  }
  return text + '}';
}

/** Elements that are any strings. NUL, which PostgreSQL cannot store, becomes U+FFFD rather than failing a whole batch. */
export function textArray(values: readonly (string | null | undefined)[]): string {
  let text = '{';
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (i > 0) text += ',';
    text += value === null || value === undefined ? 'NULL' : quoted(value);
  }
  return text + '}';
}

const PLAIN = /^[A-Za-z0-9._:-]+$/;

function quoted(value: string): string {
  if (PLAIN.test(value) && value.length !== 4) return value; // four letters might spell null
  return `"${value.replace(/["\\]/g, '\\$&').replaceAll('\0', '\uFFFD')}"`;
}
