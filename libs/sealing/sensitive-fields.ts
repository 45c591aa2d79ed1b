/** What a payload schema says of its fields: which are sealed, and which names the person that a payload is about; and what for it is used. */
export interface Sensitivity {
  /** JSON pointers of the fields to seal; `*` stands for each item of an array, and the empty pointer for the payload as a whole. */
  readonly fields: readonly string[];
  /** JSON pointer of the field that names the person. */
  readonly subject?: string;
  /** What the payloads are used for: nothing that the person has opted out of. */
  readonly purpose?: string;
  /** Only with the person's consent to the purpose. */
  readonly asksConsent?: boolean;
}

export const NOTHING_SENSITIVE: Sensitivity = Object.freeze({ fields: Object.freeze([]) });

/** The words of a payload schema that say it. */
export const SENSITIVITY_KEYWORDS = ['x-sensitive', 'x-pii', 'x-subject'] as const;

/** Those that speak of the payload as a whole. */
export const PURPOSE_KEYWORDS = ['x-purpose', 'x-consent'] as const;

const SEALS = ['x-sensitive', 'x-pii'] as const;
const DEEPEST = 32;

type Schema = Readonly<Record<string, unknown>>;

/** Finds what is marked in the `properties` and `items` of a schema. A field within a sealed one is sealed with it. */
export function sensitivityOf(schema: Schema | undefined): Sensitivity {
  if (schema === undefined) return NOTHING_SENSITIVE;
  const fields: string[] = [];
  let subject: string | undefined;
  const visit = (node: unknown, pointer: string, depth: number): void => {
    if (!isObject(node) || depth > DEEPEST) return;
    if (node['x-subject'] === true) subject ??= pointer;
    if (SEALS.some((word) => node[word] === true)) {
      fields.push(pointer);
      return;
    }
    if (isObject(node['properties'])) for (const [name, child] of Object.entries(node['properties'])) visit(child, `${pointer}/${escaped(name)}`, depth + 1);
    if (isObject(node['items'])) visit(node['items'], `${pointer}/*`, depth + 1);
  };
  visit(schema, '', 0);
  const purpose = schema['x-purpose'];
  return { fields, ...(subject === undefined ? {} : { subject }), ...(typeof purpose === 'string' ? { purpose, asksConsent: schema['x-consent'] === true } : {}) };
}

/** Who is named by the value of a field that is marked `x-subject`; undefined when it names nobody. */
export function personOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** A copy of a document with what stands at these pointers changed; what is not there is left alone. */
export function mapFields(document: unknown, pointers: readonly string[], change: (value: unknown) => unknown): unknown {
  return pointers.reduce((value, pointer) => mapAt(value, pointer.split('/').slice(1), change), document);
}

function mapAt(value: unknown, [token, ...rest]: readonly string[], change: (value: unknown) => unknown): unknown {
  if (token === undefined) return change(value);
  if (Array.isArray(value)) return token === '*' ? value.map((item) => mapAt(item, rest, change)) : value;
  if (!isObject(value)) return value;
  const name = unescaped(token);
  return Object.hasOwn(value, name) ? { ...value, [name]: mapAt(value[name], rest, change) } : value;
}

const isObject = (value: unknown): value is Schema => typeof value === 'object' && value !== null && !Array.isArray(value);
const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
const unescaped = (token: string): string => token.replaceAll('~1', '/').replaceAll('~0', '~');
