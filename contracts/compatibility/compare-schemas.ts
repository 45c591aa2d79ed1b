import { isDeepStrictEqual } from 'node:util';
import type { Schema } from '../generate/schema-files';

/**
 * What a change of a schema means.
 *
 * The rule: **whatever was valid under the old schema is valid under the new one**, or the change is breaking. It holds for
 * both sides of a wire. A consumer that was updated first still reads old producers because of it, and old messages in the log
 * stay readable for ever; a producer that was updated first is read by older consumers because those let unknown fields of a
 * newer MINOR through (`parseEnvelope`). For the second half one thing more is asked: a field that was always there and no
 * longer is breaks its readers, although every old message has it. Requests are exempt from that: nobody but the server reads
 * them.
 *
 * The proof goes keyword by keyword. In the subset (`subset.lint.ts`) each keyword narrows the set of valid values
 * independently of its neighbours, so if each keyword of the new schema lets through all that the old schema let through,
 * their conjunction does. Where that cannot be decided (two patterns), the answer is "breaking". `compare-schemas.unit.spec.ts`
 * attacks the proof with random schemas, random mutations and generated instances.
 */
export type ChangeKind = 'breaking' | 'additive' | 'editorial';
export type Change = { readonly kind: ChangeKind; readonly pointer: string; readonly what: string };
export type CompareOptions = {
  /** True for bodies that only the server reads: a field may stop being required. */
  readonly request?: boolean;
};

const ANYTHING: Schema = {};
const ANNOTATIONS = ['$schema', '$id', '$version', 'title', 'description'];
const LOWER_BOUNDS = ['minLength', 'minItems', 'minimum'];
const UPPER_BOUNDS = ['maxLength', 'maxItems', 'maximum', 'maxDepth'];

/** Every change from `before` to `after`, both resolved; empty when they are equal up to the order of their keys. */
export function compareSchemas(before: Schema, after: Schema, options: CompareOptions = {}): Change[] {
  if (isDeepStrictEqual(before, after)) return [];
  const changes = compareNode(before, after, '', options);
  return changes.length > 0 ? changes : [{ kind: 'editorial', pointer: '', what: 'order or notation changed' }];
}

const isBreaking = (change: Change): boolean => change.kind === 'breaking';
/** Whether every instance of `before` is, provably, one of `after`. */
const accepts = (before: Schema, after: Schema, options: CompareOptions): boolean => !compareNode(before, after, '', options).some(isBreaking);

function compareNode(before: Schema, after: Schema, pointer: string, options: CompareOptions): Change[] {
  const changes: Change[] = [];
  const add = (kind: ChangeKind, what: string, at = pointer): void => void changes.push({ kind, pointer: at, what });
  for (const keyword of ANNOTATIONS) if (before[keyword] !== after[keyword]) add('editorial', `${keyword} changed`);
  if (before.anyOf || after.anyOf) return [...changes, ...compareAlternatives(before, after, pointer, options)];
  if (before.type !== after.type) {
    // Everything below would only repeat that another type means other values.
    const widened = after.type === undefined || (before.type === 'integer' && after.type === 'number');
    add(widened ? 'additive' : 'breaking', `type ${before.type ?? 'anything'} became ${after.type ?? 'anything'}`);
    if (!widened) return changes;
  }
  compareValues(before, after, add);
  compareBounds(before, after, add);
  for (const keyword of ['pattern', 'format']) {
    if (before[keyword] === after[keyword]) continue;
    if (after[keyword] === undefined) add('additive', `${keyword} was removed`);
    else add('breaking', before[keyword] === undefined ? `${keyword} was added` : `${keyword} changed`);
  }
  if (before.items || after.items) changes.push(...compareNode(before.items ?? ANYTHING, after.items ?? ANYTHING, `${pointer}/items`, options));
  if (before.type === 'object' && after.type === 'object') changes.push(...compareObjects(before, after, pointer, options));
  return changes;
}

type Add = (kind: ChangeKind, what: string, at?: string) => void;

/** The finite set of values a schema allows, if it names them. */
const valuesOf = (schema: Schema): unknown[] | undefined => ('const' in schema ? [schema.const] : schema.enum);

function compareValues(before: Schema, after: Schema, add: Add): void {
  const old = valuesOf(before);
  const now = valuesOf(after);
  if (now && !old) return add('breaking', 'values were restricted to a list');
  if (old && !now) return add('additive', 'values are no longer restricted to a list');
  if (!old || !now) return;
  const gone = old.filter((value) => !now.includes(value));
  const fresh = now.filter((value) => !old.includes(value));
  if (gone.length > 0) add('breaking', `values were removed: ${gone.map(String).join(', ')}`);
  if (fresh.length > 0) add('additive', `values were added: ${fresh.map(String).join(', ')}`);
}

function compareBounds(before: Schema, after: Schema, add: Add): void {
  const bound = (value: unknown): string => (value === undefined ? 'none' : JSON.stringify(value));
  const judge = (keyword: string, none: number, sign: 1 | -1): void => {
    const old = Number(before[keyword] ?? none) * sign;
    const now = Number(after[keyword] ?? none) * sign;
    if (old === now) return;
    add(now > old ? 'breaking' : 'additive', `${keyword} went from ${bound(before[keyword])} to ${bound(after[keyword])}`);
  };
  for (const keyword of LOWER_BOUNDS) judge(keyword, -Infinity, 1);
  for (const keyword of UPPER_BOUNDS) judge(keyword, Infinity, -1);
}

function compareObjects(before: Schema, after: Schema, pointer: string, options: CompareOptions): Change[] {
  const changes: Change[] = [];
  const add: Add = (kind, what, at = pointer) => void changes.push({ kind, pointer: at, what });
  const oldFields = before.properties ?? {};
  const newFields = after.properties ?? {};
  const oldRest = before.additionalProperties ?? true;
  const newRest = after.additionalProperties ?? true;
  for (const [key, schema] of Object.entries(oldFields)) {
    const at = `${pointer}/properties/${key}`;
    const now = newFields[key];
    if (now) changes.push(...compareNode(schema, now, at, options));
    else add('breaking', 'field was removed', at);
  }
  for (const [key, schema] of Object.entries(newFields)) {
    if (Object.hasOwn(oldFields, key)) continue;
    const at = `${pointer}/properties/${key}`;
    add('additive', 'field was added', at);
    // Where other fields were let through, the new one may meet old values under its name.
    if (oldRest === true || typeof oldRest === 'object') {
      if (!accepts(oldRest === true ? ANYTHING : oldRest, schema, options)) add('breaking', 'field was added to an open object', at);
    }
  }
  const oldRequired = new Set(before.required);
  const newRequired = new Set(after.required);
  for (const key of newRequired) if (!oldRequired.has(key)) add('breaking', 'field became required', `${pointer}/properties/${key}`);
  for (const key of oldRequired) {
    if (newRequired.has(key) || !newFields[key]) continue;
    add(options.request ? 'additive' : 'breaking', 'field is no longer always there', `${pointer}/properties/${key}`);
  }
  changes.push(...compareRest(oldRest, newRest, pointer, options));
  return changes;
}

function compareRest(before: boolean | Schema, after: boolean | Schema, pointer: string, options: CompareOptions): Change[] {
  const at = `${pointer}/additionalProperties`;
  if (before === after) return [];
  if (after === false) return [{ kind: 'breaking', pointer: at, what: 'object was closed' }];
  if (before === false) return [{ kind: 'additive', pointer: at, what: 'object was opened' }];
  return compareNode(before === true ? ANYTHING : before, after === true ? ANYTHING : after, at, options);
}

/** `anyOf` stands alone in the subset. Each old alternative must fit into some new one; a schema without alternatives counts as one. */
function compareAlternatives(before: Schema, after: Schema, pointer: string, options: CompareOptions): Change[] {
  if (isDeepStrictEqual(before.anyOf, after.anyOf)) return [];
  const old = before.anyOf ?? [withoutAnnotations(before)];
  const now = after.anyOf ?? [withoutAnnotations(after)];
  const at = `${pointer}/anyOf`;
  const lost = old.filter((branch) => !now.some((candidate) => accepts(branch, candidate, options)));
  if (lost.length > 0) return [{ kind: 'breaking', pointer: at, what: `${lost.length} alternative(s) were removed or narrowed` }];
  const widened = now.some((branch) => !old.some((candidate) => accepts(branch, candidate, options)));
  return [{ kind: widened ? 'additive' : 'editorial', pointer: at, what: widened ? 'alternatives were added or widened' : 'alternatives were rewritten' }];
}

const withoutAnnotations = (schema: Schema): Schema =>
  Object.fromEntries(Object.entries(schema).filter(([keyword]) => !ANNOTATIONS.includes(keyword)));
