import type { Parameter, ReadOperation } from './operations';
import { fieldOf, itemsIn, type Reader } from './reader';

/** Things of each kind that are looked at: enough to meet jobs in several states, few enough to be done soon. */
const EACH = 4;

/**
 * Real addresses of an operation. What stands in a path is an item of the list above it: of `/v1/jobs/{id}/attempts/{number}/logs` an `id` of `/v1/jobs`, and
 * a `number` of that job's `/attempts`. A path for which this finds nothing is a fault: its route could not be looked at.
 */
export async function samplesOf({ path }: Pick<ReadOperation, 'path'>, reader: Reader): Promise<string[]> {
  let found = [''];
  for (const [index, segment] of path.split('/').slice(1).entries()) {
    const name = /^\{(.+)\}$/.exec(segment)?.[1];
    if (name === undefined) found = found.map((prefix) => `${prefix}/${segment}`);
    else {
      const deeper = await Promise.all(found.map(async (list) => (await valuesIn(list, name, reader)).map((value) => `${list}/${encodeURIComponent(value)}`)));
      // One of each before a second of any.
      found = Array.from({ length: EACH }, (_, nth) => deeper.flatMap((values) => values.slice(nth, nth + 1))).flat().slice(0, index === 2 ? EACH * 3 : EACH * 2);
    }
  }
  return found;
}

async function valuesIn(list: string, name: string, reader: Reader): Promise<string[]> {
  const { status, json } = await reader.get(list);
  if (status !== 200) return [];
  const values = (itemsIn(json) ?? []).map((item) => (typeof item === 'string' ? item : nameOf(item, name))).filter((value) => value !== undefined);
  return varied([...new Set(values)], EACH * 3);
}

/** How an item is called where the path says `{name}`. */
function nameOf(item: unknown, name: string): string | undefined {
  for (const field of [name, 'id', 'name', 'workerId', 'jobId']) {
    const value = fieldOf(item, field);
    if (typeof value === 'string' || typeof value === 'number') return String(value);
  }
  return undefined;
}

/** Some of many, from the first to the last. */
function varied<T>(values: readonly T[], most: number): T[] {
  if (values.length <= most) return [...values];
  return Array.from({ length: most }, (_, index) => values[Math.floor((index * values.length) / most)] as T);
}

/** A value of the right form for something that is not there. */
const NOWHERE = ['00000000-0000-7000-8000-00000000dead', 'ffffffffffffffff', 'no-such-thing', 'NoSuchThing', 'no.such_thing'];

/** The path with a name in its last place that nothing has; undefined when none fits. */
export function pathToNothing(sample: string, { pathParameters, path }: ReadOperation): string | undefined {
  const last = pathParameters.findLast(({ name }) => path.includes(`{${name}}`));
  if (last === undefined) return undefined;
  const schema = last.schema ?? {};
  const value = schema.type === 'integer' ? '2147483646' : NOWHERE.find((candidate) => fits(candidate, last));
  return value === undefined ? undefined : withValue(sample, path, last.name, value);
}

/** The path with something in its last place that nothing could be called. */
export function pathToNonsense(sample: string, { pathParameters, path }: ReadOperation): string | undefined {
  const last = pathParameters.at(-1);
  return last === undefined ? undefined : withValue(sample, path, last.name, '%20!%7F');
}

function fits(candidate: string, { schema = {} }: Parameter): boolean {
  if (schema.format === 'uuid') return candidate.length === 36;
  return schema.pattern === undefined || new RegExp(schema.pattern, 'u').test(candidate);
}

function withValue(sample: string, path: string, name: string, value: string): string {
  const at = path.split('/').indexOf(`{${name}}`);
  return sample.split('/').map((segment, index) => (index === at ? value : segment)).join('/');
}
