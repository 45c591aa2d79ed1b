import { type Problem, SCHEMAS, type SchemaName, validator } from '#contracts';
import { answersJson, type Parameter, queryOf, type ReadOperation } from './operations';
import { type Answer, fieldOf, freshnessIn, itemsIn, type Reader } from './reader';
import { pathToNonsense, pathToNothing } from './samples';

/** What a check has to work with. */
export interface Subject {
  readonly operation: ReadOperation;
  /** Real addresses of it, without a query. */
  readonly samples: readonly string[];
  readonly reader: Reader;
}

/** Says what is wrong, one line each; nothing when all is well. */
export type Check = (subject: Subject) => Promise<string[]>;

/** Positions that no log of a test reaches. */
const NEVER = 9_007_199_254_740_000;
const AT_LEAST_TIMEOUT_MS = 5_000;

export const CHECKS: Readonly<Record<string, Check>> = {
  'is there to be looked at': async ({ samples, operation }) => (samples.length === 0 ? [`nothing was found that ${operation.path} could be asked for`] : []),

  'answers 200 with a body that its contract allows': async ({ operation, samples, reader }) => {
    if (!answersJson(operation)) return [];
    const { contract } = operation;
    if (contract === undefined || !Object.hasOwn(SCHEMAS, contract)) return [`its answer is ${contract ?? 'described in place'}, which is no contract`];
    return eachOf(samples, async (url) => faultsOf(await reader.get(url, { 'x-correlation-id': 'read-conformance' }), contract as SchemaName));
  },

  'opens with the media type that is documented': async ({ operation, samples, reader }) => {
    if (answersJson(operation)) return [];
    return eachOf(samples.slice(0, 1), async (url) => {
      const { status, contentType } = await reader.open(url);
      return status === 200 && operation.mediaTypes.some((type) => contentType.startsWith(type)) ? [] : [`answers ${status} with ${contentType}, not with ${operation.mediaTypes.join(' or ')}`];
    });
  },

  'says how fresh it is in body and headers alike': async ({ operation, samples, reader }) => {
    if (!operation.isFresh) return [];
    return eachOf(samples, async (url) => {
      const { json, headers } = await reader.get(url);
      const freshness = freshnessIn(json);
      if (freshness === undefined) return ['has no freshness'];
      const [position, lag] = [headers.get('x-position'), headers.get('x-lag-ms')];
      return position === String(freshness.position) && lag === String(freshness.lagMs) ? [] : [`the headers say ${position} and ${lag} ms, the body ${freshness.position} and ${freshness.lagMs} ms`];
    });
  },

  'waits for the position that is asked for': async ({ operation, samples, reader }) => {
    if (!operation.isFresh) return [];
    if (queryOf(operation, 'atLeast') === undefined) return ['does not take atLeast'];
    return eachOf(samples.slice(0, 1), async (url) => {
      const reached = freshnessIn((await reader.get(url)).json)?.position ?? 0;
      const [now, never] = await Promise.all([reader.get(`${url}?atLeast=${reached}`), reader.getLater(`${url}?atLeast=${NEVER}`)]);
      const early = never.tookMs < AT_LEAST_TIMEOUT_MS - 500 ? [`gave up on a position after ${Math.round(never.tookMs)} ms`] : [];
      return [...((freshnessIn(now.json)?.position ?? -1) >= reached ? [] : [`answers atLeast=${reached} with ${now.status} at position ${freshnessIn(now.json)?.position}`]), ...refusal(never, 503, 'at_least_timeout'), ...early];
    });
  },

  'answers 304 to whoever has it already': async ({ operation, samples, reader }) => {
    if (!operation.statuses.includes('304')) return [];
    return eachOf(samples.slice(0, 1), async (url) => {
      // Between two questions the thing itself may change: then the next two are asked.
      let last = 'has no ETag';
      for (let tries = 0; tries < 5; tries += 1) {
        const etag = (await reader.get(url)).headers.get('etag');
        if (etag === null) continue;
        const again = await reader.get(url, { 'if-none-match': etag });
        if (again.status === 304) return again.text === '' ? [] : ['sends a body with its 304'];
        last = `answers ${again.status} to its own ETag`;
      }
      return [last];
    });
  },

  'pages are complete and without doubles': async ({ operation, samples, reader }) => {
    const next = ['cursor', 'after'].find((name) => queryOf(operation, name) !== undefined && queryOf(operation, 'limit') !== undefined);
    if (next === undefined || !answersJson(operation)) return [];
    return eachOf(samples.slice(0, 2), (url) => pageFaults(url, next, queryOf(operation, 'limit')?.schema?.maximum ?? 50, reader));
  },

  'keeps to what it is asked to filter by': async ({ operation, samples, reader }) => {
    if (!answersJson(operation)) return [];
    return eachOf(samples.slice(0, 1), async (url) => {
      const items = itemsIn((await reader.get(url)).json) ?? [];
      const faults = await Promise.all(operation.query.flatMap((parameter) => valuesFor(parameter, items).map((value) => filterFaults(url, parameter, value, reader))));
      return faults.flat();
    });
  },

  'knows nothing of what is not there': async ({ operation, samples, reader }) => {
    if (!operation.statuses.includes('404')) return operation.pathParameters.length === 0 ? [] : ['does not document a 404'];
    return eachOf(samples.slice(0, 1), async (sample) => {
      const nowhere = pathToNothing(sample, operation);
      if (nowhere === undefined) return ['no name of the right form was found for something that is not there'];
      const answer = await reader.get(nowhere);
      const position = operation.isFresh && answer.headers.get('x-position') === null ? ['does not say for which position nothing is there'] : [];
      return [...refusal(answer, 404, 'not_found'), ...position];
    });
  },

  'refuses what it does not understand': async ({ operation, samples, reader }) => {
    const [sample] = samples;
    if (sample === undefined) return [];
    const nonsense = pathToNonsense(sample, operation);
    const takesQueries = operation.query.length > 0;
    if (takesQueries && !operation.statuses.includes('400')) return ['takes a query and does not document a 400'];
    const wrong = [...(nonsense === undefined ? [] : [nonsense]), ...(takesQueries ? [`${sample}?no_such_parameter=1`] : []), ...operation.query.flatMap((parameter) => wrongValues(parameter).map((value) => `${sample}?${parameter.name}=${encodeURIComponent(value)}`))];
    return (await Promise.all(wrong.map(async (url) => refusal(await reader.get(url), 400, undefined).map((fault) => `${url}: ${fault}`)))).flat();
  },
};

async function eachOf(urls: readonly string[], check: (url: string) => Promise<string[]>): Promise<string[]> {
  return (await Promise.all(urls.map(async (url) => (await check(url)).map((fault) => `${url}: ${fault}`)))).flat();
}

function faultsOf({ status, json, headers, text }: Answer, contract: SchemaName): string[] {
  if (status !== 200) return [`answers ${status}: ${text.slice(0, 300)}`];
  if (!(headers.get('content-type') ?? '').startsWith('application/json')) return [`is ${headers.get('content-type')}`];
  const correlation = headers.get('x-correlation-id') === 'read-conformance' ? [] : ['does not give the correlation id back'];
  const valid = validator(contract)(json);
  return [...correlation, ...(valid.ok ? [] : valid.errors.slice(0, 5).map(({ pointer, message }) => `${contract} ${pointer} ${message}`))];
}

/** What is wrong with a refusal; `code` undefined is any. */
function refusal({ status, json, headers, text }: Answer, expected: number, code: string | undefined): string[] {
  if (status !== expected) return [`answers ${status} in place of ${expected}: ${text.slice(0, 200)}`];
  if (!(headers.get('content-type') ?? '').startsWith('application/problem+json')) return [`refuses with ${headers.get('content-type')}`];
  const valid = validator('Problem')(json);
  if (!valid.ok) return valid.errors.map(({ pointer, message }) => `Problem ${pointer} ${message}`);
  const problem = json as Problem;
  return problem.status !== expected || (code !== undefined && problem.code !== code) ? [`refuses with ${problem.status} ${problem.code}`] : [];
}

/** Small pages, one after the other, show what one large page shows, in its order. What has come meanwhile stands before or after it. */
async function pageFaults(url: string, next: string, most: number, reader: Reader): Promise<string[]> {
  const large = await reader.get(`${url}?limit=${Math.min(most, 50)}`);
  const expected = (itemsIn(large.json) ?? []).map(identityOf);
  if (new Set(expected).size < expected.length) return [`${large.url} shows something twice`];
  const small = Math.max(1, Math.min(7, Math.ceil(expected.length / 3)));
  const seen: string[] = [];
  let token: string | undefined;
  do {
    const page = await reader.get(`${url}?limit=${small}${token === undefined ? '' : `&${next}=${encodeURIComponent(token)}`}`);
    const items = itemsIn(page.json);
    if (items === undefined) return [`${page.url} answers ${page.status}`];
    if (items.length > small) return [`${page.url} shows ${items.length} items`];
    seen.push(...items.map(identityOf));
    const told = fieldOf(page.json, next === 'cursor' ? 'nextCursor' : 'nextAfter');
    token = typeof told === 'string' || typeof told === 'number' ? String(told) : undefined;
  } while (token !== undefined && seen.length < expected.length + 20);
  if (new Set(seen).size < seen.length) return [`pages of ${small} show something twice: ${seen.find((item, index) => seen.indexOf(item) !== index)}`];
  const missing = expected.filter((item) => !seen.includes(item));
  if (missing.length > 0) return [`pages of ${small} lack ${missing[0]}`];
  const order = seen.filter((item) => expected.includes(item));
  return order.join() === expected.join() ? [] : [`pages of ${small} show another order than one of ${expected.length}`];
}

/** What tells items of a list apart. */
const IDENTITY = ['id', 'value', 'name', 'workerId', 'jobId', 'number', 'fingerprint', 'startsAt', 'position', 'version', 'line', 'eventId', 'projection', 'instanceId'] as const;

function identityOf(item: unknown): string {
  if (typeof item === 'string') return item;
  return IDENTITY.map((field) => fieldOf(item, field)).filter((value) => value !== undefined).map(String).join('/') || JSON.stringify(item);
}

/** Fields that say in an item what the query calls otherwise. */
const FIELD_OF: Readonly<Record<string, string>> = { state: 'status', tag: 'tags', worker: 'workerId', alert: 'name', types: 'eventType' };

/** Values to filter by: all that are listed, or some that items have. */
function valuesFor({ name, schema = {} }: Parameter, items: readonly unknown[]): string[] {
  const options = schema.enum ?? schema.items?.enum;
  if (options !== undefined) return [...options];
  if (['limit', 'cursor', 'after', 'atLeast'].includes(name)) return [];
  const values = items.flatMap((item) => fieldIn(item, name)).filter((value) => typeof value === 'string');
  return [...new Set(values)].slice(0, 2);
}

function fieldIn(item: unknown, name: string): unknown[] {
  const value = fieldOf(item, name) ?? fieldOf(item, FIELD_OF[name] ?? name);
  return Array.isArray(value) ? (value as unknown[]) : value === undefined ? [] : [value];
}

async function filterFaults(url: string, { name, schema = {} }: Parameter, value: string, reader: Reader): Promise<string[]> {
  const answer = await reader.get(`${url}?${name}=${encodeURIComponent(value)}`);
  if (answer.status !== 200) return [`${name}=${value} is answered with ${answer.status}: ${answer.text.slice(0, 200)}`];
  // Levels and orders choose no single value.
  if (['sort', 'level', 'fields', 'field', 'format'].includes(name) || schema.type === 'boolean') return [];
  const strangers = (itemsIn(answer.json) ?? []).filter((item) => fieldIn(item, name).length > 0 && !fieldIn(item, name).includes(value));
  return strangers.length === 0 ? [] : [`${name}=${value} shows ${identityOf(strangers[0])}`];
}

/** Values that the schema of a parameter does not allow. */
function wrongValues({ name, schema = {} }: Parameter): string[] {
  const { type, minimum, maximum, pattern, format, maxLength } = schema.type === 'array' ? (schema.items ?? {}) : schema;
  const options = schema.enum ?? schema.items?.enum;
  if (type === 'integer' || type === 'number') return ['x', ...(minimum === undefined ? [] : [String(minimum - 1)]), ...(maximum === undefined ? [] : [String(maximum + 1)])];
  if (type === 'boolean') return ['perhaps'];
  if (options !== undefined) return ['no-such-option'];
  if (pattern !== undefined || format !== undefined || name === 'cursor') return ['\u0001'];
  return maxLength === undefined ? [] : ['x'.repeat(maxLength + 1)];
}
