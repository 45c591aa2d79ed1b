import { RE2JS } from 're2js';
import { SENSITIVITY_KEYWORDS } from '#sealing';

/*
 * A payload schema comes from outside, is compiled to code here, and is then run on every submit of its type. So it is written in a subset in which
 * neither step can be made expensive:
 *
 * - only keywords that are named here, no references but into its own `$defs`, and no recursion: what a schema says of a value is a finite tree,
 *   of at most MAX_NODES nodes with every reference written out;
 * - patterns in the syntax of RE2, which is matched in linear time (no look-around, no back-references), and only on texts of a bounded length;
 * - what marks a field as sensitive only where `properties` and `items` alone lead to it: elsewhere it could be overlooked, and the field stay readable;
 * - `uniqueItems` only beside a small `maxItems`: comparing each with each grows with the square.
 */
export interface SchemaFault {
  readonly pointer: string;
  readonly message: string;
}

const MAX_BYTES = 65_536;
const MAX_DEPTH = 32;
const MAX_NODES = 1_000;
const MAX_PATTERNS = 100;
const MAX_PATTERN_LENGTH = 512;
const MAX_UNIQUE_ITEMS = 1_000;
const MAX_FAULTS = 20;

/** Keywords whose value is a schema, a map of schemas, a list of schemas; and those that hold none. */
const ONE = new Set(['items', 'additionalProperties', 'propertyNames', 'contains', 'not', 'if', 'then', 'else', 'unevaluatedProperties', 'unevaluatedItems']);
const MAP = new Set(['properties', 'patternProperties', '$defs', 'dependentSchemas']);
const LIST = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);
const PLAIN = new Set([
  'type', 'enum', 'const', 'multipleOf', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'minLength', 'maxLength', 'minItems', 'maxItems', 'minContains',
  'maxContains', 'minProperties', 'maxProperties', 'required', 'dependentRequired', 'title', 'description', 'default', 'examples', 'deprecated', '$comment', 'readOnly', 'writeOnly',
]);
export const FORMATS = ['date-time', 'date', 'uuid', 'email', 'ipv4', 'ipv6'] as const;
/** What for personal data are used. */
const PURPOSE = /^[a-z][a-z0-9._-]{0,63}$/;
/** Where a schema speaks of the payload or of one field of it. */
const MARKED = /^(?:\/properties\/[^/]+|\/items)*$/;
const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

type Node = Readonly<Record<string, unknown>>;

/** Why a schema cannot be used; none when it can be compiled. */
export function schemaFaults(schema: Node): readonly SchemaFault[] {
  if (Buffer.byteLength(JSON.stringify(schema)) > MAX_BYTES) return [{ pointer: '', message: `must not be larger than ${MAX_BYTES} bytes` }];
  const walk = new Walk(schema);
  walk.node(schema, '', 0, true);
  if (walk.faults.length === 0) walk.expand();
  return walk.faults.slice(0, MAX_FAULTS);
}

class Walk {
  readonly faults: SchemaFault[] = [];
  private patterns = 0;

  constructor(private readonly root: Node) {}

  node(value: unknown, at: string, depth: number, isRoot = false): void {
    if (typeof value === 'boolean') return;
    if (!isObject(value)) return this.fault(at, 'must be a schema: an object, true or false');
    if (depth > MAX_DEPTH) return this.fault(at, `must not nest deeper than ${MAX_DEPTH} levels`);
    for (const [key, inner] of Object.entries(value)) {
      const here = `${at}/${escaped(key)}`;
      if (ONE.has(key)) this.node(inner, here, depth + 1);
      else if (MAP.has(key)) this.map(key, inner, here, depth);
      else if (LIST.has(key)) this.list(inner, here, depth);
      else if (key === 'pattern') this.pattern(inner, here);
      else if (key === '$ref') this.reference(inner, here);
      else if (key === 'format') {
        if (!(FORMATS as readonly unknown[]).includes(inner)) this.fault(here, `must be one of ${FORMATS.join(', ')}`);
      } else if (key === 'uniqueItems') {
        if (inner === true && !(typeof value.maxItems === 'number' && value.maxItems <= MAX_UNIQUE_ITEMS)) this.fault(here, `needs maxItems of at most ${MAX_UNIQUE_ITEMS} beside it`);
      } else if (key === '$schema') {
        if (!isRoot || inner !== DIALECT) this.fault(here, `must be ${DIALECT}, at the root`);
      } else if ((SENSITIVITY_KEYWORDS as readonly string[]).includes(key)) {
        if (inner !== true) this.fault(here, 'must be true, or not be there');
        else if (!MARKED.test(at)) this.fault(here, 'must stand in a field: below properties and items, and nothing else');
      } else if (key === 'x-purpose') {
        if (!isRoot || typeof inner !== 'string' || !PURPOSE.test(inner)) this.fault(here, 'must be a lowercase name, at the root');
        else if (!JSON.stringify(value).includes('"x-subject":true')) this.fault(here, 'needs a field that is marked x-subject: whose consent it is about');
      } else if (key === 'x-consent') {
        if (!isRoot || inner !== true || value['x-purpose'] === undefined) this.fault(here, 'must be true, at the root, beside x-purpose');
      } else if (!PLAIN.has(key)) this.fault(here, 'is not a keyword that can be used here');
    }
  }

  /** Counts the nodes with every reference written out; a recursive one would have no end. */
  expand(): void {
    const sizes = new Map<Node, number | 'open'>();
    const size = (value: unknown, at: string): number => {
      if (!isObject(value)) return 1;
      const known = sizes.get(value);
      if (known === 'open') throw new TooLarge(at, 'must not refer to itself');
      if (known !== undefined) return known;
      sizes.set(value, 'open');
      let sum = 1;
      for (const [key, inner] of Object.entries(value)) {
        if (key === '$defs') continue;
        if (ONE.has(key)) sum += size(inner, `${at}/${key}`);
        else if (MAP.has(key)) for (const one of Object.values(inner as Node)) sum += size(one, `${at}/${key}`);
        else if (LIST.has(key)) for (const one of inner as unknown[]) sum += size(one, `${at}/${key}`);
        else if (key === '$ref') sum += size(this.target(inner as string), `${at}/${key}`);
        else if (key === 'enum') sum += (inner as unknown[]).length / 10;
        if (sum > MAX_NODES) throw new TooLarge(at, `must not have more than ${MAX_NODES} parts, references written out`);
      }
      sizes.set(value, sum);
      return sum;
    };
    try {
      size(this.root, '');
      const definitions = isObject(this.root.$defs) ? this.root.$defs : {};
      for (const [name, definition] of Object.entries(definitions)) size(definition, `/$defs/${escaped(name)}`);
    } catch (error) {
      if (!(error instanceof TooLarge)) throw error;
      this.fault(error.pointer, error.message);
    }
  }

  private map(keyword: string, value: unknown, at: string, depth: number): void {
    if (!isObject(value)) return this.fault(at, 'must be an object of schemas');
    for (const [key, inner] of Object.entries(value)) {
      const here = `${at}/${escaped(key)}`;
      if (key === '__proto__') this.fault(here, 'must have another name');
      if (keyword === 'patternProperties') this.pattern(key, here);
      this.node(inner, here, depth + 1);
    }
  }

  private list(value: unknown, at: string, depth: number): void {
    if (!Array.isArray(value)) return this.fault(at, 'must be a list of schemas');
    value.forEach((inner, index) => this.node(inner, `${at}/${index}`, depth + 1));
  }

  private pattern(value: unknown, at: string): void {
    this.patterns += 1;
    if (this.patterns > MAX_PATTERNS) return this.fault(at, `must not be more than ${MAX_PATTERNS} patterns`);
    if (typeof value !== 'string' || value.length > MAX_PATTERN_LENGTH) return this.fault(at, `must be a text of at most ${MAX_PATTERN_LENGTH} characters`);
    try {
      linearPattern(value);
    } catch (error) {
      this.fault(at, error instanceof Error ? error.message : 'is not a pattern');
    }
  }

  private reference(value: unknown, at: string): void {
    if (typeof value !== 'string' || !/^#\/\$defs\/[A-Za-z0-9._-]+$/.test(value)) return this.fault(at, 'must refer to a definition of this schema: #/$defs/<name>');
    if (this.target(value) === undefined) this.fault(at, `there is no ${value}`);
  }

  private target(reference: string): unknown {
    const definitions = this.root.$defs;
    const name = reference.slice('#/$defs/'.length);
    return isObject(definitions) && Object.hasOwn(definitions, name) ? definitions[name] : undefined;
  }

  private fault(pointer: string, message: string): void {
    if (this.faults.length < MAX_FAULTS) this.faults.push({ pointer, message });
  }
}

class TooLarge extends Error {
  constructor(
    readonly pointer: string,
    message: string,
  ) {
    super(message);
  }
}

/** Compiles a pattern to a matcher without backtracking. @throws on syntax that cannot be matched in linear time */
export function linearPattern(pattern: string): { test(text: string): boolean } {
  return RE2JS.compile(RE2JS.translateRegExp(pattern));
}

function isObject(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
