import type { SchemaName } from './generated/schemas';
import type { SchemaTypes } from './generated/types';
import { compiledValidator, type ErrorObject } from './schema-sets';

/** One fault: a JSON pointer (RFC 6901) into the value, '' for the value itself, and what is wrong there. */
export type Fault = { readonly pointer: string; readonly message: string };
export type Validation<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly errors: readonly Fault[] };
export type Validator<T> = (value: unknown) => Validation<T>;

/** A reply that lists more faults than this helps nobody and grows with hostile input. */
const MAX_FAULTS = 50;

const validators = new Map<SchemaName, Validator<unknown>>();

/**
 * The validator of a schema, compiled at its first call: `validator('SubmitJobRequest')(body)`. The value is returned as it
 * came, nothing is coerced, removed or filled in.
 */
export function validator<N extends SchemaName>(name: N): Validator<SchemaTypes[N]> {
  let validate = validators.get(name);
  if (!validate) {
    validate = (value) =>
      compiledValidator(name)(value) ? { ok: true, value } : { ok: false, errors: faultsOf(name, value) };
    validators.set(name, validate);
  }
  return validate as Validator<SchemaTypes[N]>;
}

/** The same for what others have defined and may add to: fields that the schema does not know are let through. */
export function tolerantValidator<N extends SchemaName>(name: N): Validator<SchemaTypes[N]> {
  return (value) =>
    compiledValidator(name, 'tolerant')(value)
      ? { ok: true, value: value as SchemaTypes[N] }
      : { ok: false, errors: faultsOf(name, value, ({ keyword }) => keyword !== 'additionalProperties') };
}

function faultsOf(name: SchemaName, value: unknown, counts: (error: ErrorObject) => boolean = () => true): Fault[] {
  const explain = compiledValidator(name, 'explaining');
  explain(value);
  const seen = new Map<string, Fault>();
  for (const error of explain.errors ?? []) {
    if (!counts(error)) continue;
    const fault = faultOf(error);
    seen.set(`${fault.pointer} ${fault.message}`, fault);
    if (seen.size === MAX_FAULTS) break;
  }
  return [...seen.values()];
}

const escaped = (key: string): string => key.replace(/~/g, '~0').replace(/\//g, '~1');

/** One fault in the words of a client: a missing or unknown field is reported at its own place. */
export function faultOf(error: ErrorObject): Fault {
  const at = error.instancePath;
  const params = error.params as Record<string, unknown>;
  switch (error.keyword) {
    case 'required':
      return { pointer: `${at}/${escaped(String(params.missingProperty))}`, message: 'is required' };
    case 'additionalProperties':
      return { pointer: `${at}/${escaped(String(params.additionalProperty))}`, message: 'is not a known field' };
    case 'enum':
      return { pointer: at, message: `must be one of ${(params.allowedValues as unknown[]).join(', ')}` };
    case 'const':
      return { pointer: at, message: `must be ${JSON.stringify(params.allowedValue)}` };
    default:
      return { pointer: at, message: error.message ?? error.keyword };
  }
}

/** Faults on one line, for logs and headers. */
export const faultLine = (errors: readonly ErrorObject[] | null | undefined): string =>
  (errors ?? [])
    .map(faultOf)
    .map(({ pointer, message }) => `${pointer || 'value'} ${message}`)
    .join('; ')
    .slice(0, 500);
