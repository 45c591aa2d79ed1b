/** From a payload's JSON Schema to fields of a form, and from what was filled in back to a payload. Pure. */

export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
}

export interface SchemaField {
  readonly name: string;
  readonly label: string;
  readonly what: string | undefined;
  readonly required: boolean;
  /** What a schema says that a form has no field for is typed as JSON. */
  readonly kind: 'text' | 'number' | 'integer' | 'boolean' | 'choice' | 'json';
  readonly choices: readonly unknown[];
  readonly schema: JsonSchema;
}

/** As typed: text, or whether a box is ticked. */
export type Values = Readonly<Record<string, string | boolean>>;

/** One field for each property of the payload, those that must be there first. */
export function fieldsOf(schema: JsonSchema): SchemaField[] {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {})
    .map(([name, property]): SchemaField => ({ name, label: property.title ?? name, what: property.description, required: required.has(name), kind: kindOf(property), choices: property.enum ?? [], schema: property }))
    .sort((a, b) => Number(b.required) - Number(a.required));
}

function kindOf({ type, enum: choices }: JsonSchema): SchemaField['kind'] {
  if (choices !== undefined) return 'choice';
  if (type === 'string') return 'text';
  return type === 'number' || type === 'integer' || type === 'boolean' ? type : 'json';
}

/**
 * The payload that was meant. What was left empty is left out. Whether it is a good one the gateway says, with the schema's own words.
 *
 * @throws Error with a sentence for whoever filled it in
 */
export function payloadOf(fields: readonly SchemaField[], values: Values): Record<string, unknown> {
  const payload: Record<string, unknown> = {};
  for (const { name, label, kind, required, choices } of fields) {
    const value = values[name];
    if (kind === 'boolean') {
      if (value !== undefined) payload[name] = value === true;
    } else if (value === undefined || value === '') {
      if (required) throw new Error(`${label} is missing.`);
    } else payload[name] = parse(String(value), kind, label, choices);
  }
  return payload;
}

function parse(text: string, kind: SchemaField['kind'], label: string, choices: readonly unknown[]): unknown {
  if (kind === 'text') return text;
  if (kind === 'choice') return choices.find((choice) => String(choice) === text);
  if (kind === 'json') {
    try {
      return JSON.parse(text);
    } catch {
      throw new Error(`${label} is no JSON.`);
    }
  }
  const number = Number(text);
  if (!Number.isFinite(number) || (kind === 'integer' && !Number.isInteger(number))) throw new Error(`${label} is no ${kind === 'integer' ? 'whole number' : 'number'}.`);
  return number;
}
