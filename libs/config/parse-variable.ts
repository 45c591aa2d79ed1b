import type { JsonVariable, Variable } from './variable';

export type Parsed = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: string };

const BOOLEANS: Readonly<Record<string, boolean>> = { true: true, '1': true, yes: true, on: true, false: false, '0': false, no: false, off: false };

const value = (parsed: unknown): Parsed => ({ ok: true, value: parsed });
const fault = (problem: string): Parsed => ({ ok: false, problem });

/** Parses one raw value (already known not to be empty). Problems quote the raw value unless the variable is secret. */
export function parseVariable(variable: Variable, raw: string): Parsed {
  const got = variable.secret ? '' : `, got ${JSON.stringify(raw)}`;
  switch (variable.type) {
    case 'string':
      return variable.pattern && !variable.pattern.test(raw) ? fault(`must match ${String(variable.pattern)}${got}`) : value(raw);
    case 'integer':
      return /^[+-]?\d+$/.test(raw) && Number.isSafeInteger(Number(raw)) ? inRange(variable, Number(raw), got) : fault(`must be a whole number${got}`);
    case 'number':
      return raw.trim() !== '' && Number.isFinite(Number(raw)) ? inRange(variable, Number(raw), got) : fault(`must be a number${got}`);
    case 'boolean': {
      const parsed = BOOLEANS[raw.trim().toLowerCase()];
      return parsed === undefined ? fault(`must be true or false${got}`) : value(parsed);
    }
    case 'url':
      return parseUrl(variable.protocols, raw, got);
    case 'enum':
      return variable.values.includes(raw) ? value(raw) : fault(`must be one of ${variable.values.join(', ')}${got}`);
    case 'list': {
      const items = raw.split(',').map((item) => item.trim()).filter((item) => item !== '');
      const known = variable.values;
      const strange = known === undefined ? [] : items.filter((item) => !known.includes(item));
      if (strange.length > 0) return fault(`may only contain ${known?.join(', ')}${got}`);
      const faulty = items.map((item) => variable.check?.(item)).find((problem) => problem !== undefined);
      return faulty === undefined ? value(Object.freeze(items)) : fault(faulty);
    }
    case 'json':
      return parseJson(variable, raw);
  }
}

function parseJson(variable: JsonVariable, raw: string): Parsed {
  let json: unknown;
  try {
    json = JSON.parse(raw);
  } catch {
    return fault('must be JSON');
  }
  try {
    return value(variable.read(json));
  } catch (error) {
    return fault(error instanceof Error ? error.message : String(error));
  }
}

function inRange(range: { min?: number; max?: number }, parsed: number, got: string): Parsed {
  if (range.min !== undefined && parsed < range.min) return fault(`must be at least ${range.min}${got}`);
  if (range.max !== undefined && parsed > range.max) return fault(`must be at most ${range.max}${got}`);
  return value(parsed);
}

function parseUrl(protocols: readonly string[] | undefined, raw: string, got: string): Parsed {
  // A URL may hold a password, so a fault never quotes one whole: only its scheme.
  if (!URL.canParse(raw)) return fault('must be a URL');
  const scheme = new URL(raw).protocol.slice(0, -1);
  if (protocols !== undefined && !protocols.includes(scheme)) {
    return fault(`must be a URL with the scheme ${protocols.join(' or ')}${got === '' ? '' : `, got ${JSON.stringify(scheme)}`}`);
  }
  return value(raw);
}
