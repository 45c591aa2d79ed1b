/**
 * Asks a service for what belongs to another tenant, in every way that its own document knows: each route, with each of the other tenant's ids in the path, with
 * each parameter that it declares and each of the other tenant's values for it. Routes are taken from the document, so that a new one is asked as well.
 */

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema?: { readonly type?: string; readonly enum?: readonly unknown[]; readonly items?: { readonly enum?: readonly unknown[] }; readonly format?: string };
}

interface Described {
  readonly parameters?: readonly Parameter[];
}

export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
}

export interface Question {
  readonly method: string;
  /** As the document has it: `/v1/jobs/{id}`. */
  readonly route: string;
  /** As it is asked. */
  readonly path: string;
  /** What of the other tenant stands in the question: an answer that refuses may repeat it. */
  readonly asked: readonly string[];
}

export interface Leak {
  readonly question: string;
  readonly status: number;
  readonly shown: string;
}

/** The other tenant's values, by the name of the parameter, or by route and name (`/v1/schedules/{schedule} after`). */
export type ForeignValues = Readonly<Record<string, readonly string[]>>;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const SAMPLES: Readonly<Record<string, string>> = { integer: '1', number: '1', boolean: 'true', string: 'a' };

/** Every question, each parameter of a query alone. @throws when a parameter of a path has no value */
export function questionsOf(document: ApiDocument, values: ForeignValues, wanted: (route: string, method: string) => boolean): Question[] {
  return Object.entries(document.paths).flatMap(([route, operations]) =>
    METHODS.filter((method) => operations[method] !== undefined && wanted(route, method)).flatMap((method) => {
      const parameters = operations[method]?.parameters ?? [];
      const paths = pathsOf(route, values);
      const queries = parameters.filter((parameter) => parameter.in === 'query').flatMap((parameter) => valuesOf(route, parameter, values).map((value) => [parameter.name, value] as const));
      return paths.flatMap(({ path, asked }) => [{ method, route, path, asked }, ...queries.map(([name, value]) => ({ method, route, path: `${path}?${name}=${encodeURIComponent(value)}`, asked: [...asked, value] }))]);
    }),
  );
}

function pathsOf(route: string, values: ForeignValues): { path: string; asked: string[] }[] {
  const names = [...route.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  return names.reduce<{ path: string; asked: string[] }[]>(
    (paths, name) => {
      const known = values[`${route} ${name}`] ?? values[name];
      if (known === undefined) throw new Error(`${route}: which ${name} of the other tenant is to be asked for?`);
      return paths.flatMap(({ path, asked }) => known.map((value) => ({ path: path.replace(`{${name}}`, encodeURIComponent(value)), asked: [...asked, value] })));
    },
    [{ path: route, asked: [] }],
  );
}

function valuesOf(route: string, { name, schema }: Parameter, values: ForeignValues): readonly string[] {
  const known = values[`${route} ${name}`] ?? values[name];
  if (known !== undefined) return known;
  const listed = schema?.enum ?? schema?.items?.enum;
  if (listed !== undefined) return listed.map(String);
  if (schema?.format === 'date-time') return ['2020-01-01T00:00:00.000Z'];
  return [SAMPLES[schema?.type ?? 'string'] ?? 'a'];
}

/** What of the canaries stands in an answer. A refusal may say again what was asked for, in the words for what does not exist. */
export function shownIn(text: string, status: number, { asked }: Pick<Question, 'asked'>, canaries: readonly string[]): string | undefined {
  const said = status < 400 ? text : asked.reduce((rest, value) => rest.replaceAll(value, '').replaceAll(encodeURIComponent(value), ''), text);
  return canaries.find((canary) => said.includes(canary));
}

/** Asks all questions, a few at a time. @param headers of whoever must not see it */
export async function findLeaks(url: string, questions: readonly Question[], headers: Readonly<Record<string, string>>, canaries: readonly string[], bodyOf: (question: Question) => unknown = () => undefined): Promise<{ leaks: Leak[]; statuses: ReadonlyMap<string, number> }> {
  const leaks: Leak[] = [];
  const statuses = new Map<string, number>();
  const waiting = [...questions];
  const ask = async (): Promise<void> => {
    for (let question = waiting.shift(); question !== undefined; question = waiting.shift()) {
      const body = bodyOf(question);
      const answer = await fetch(`${url}${question.path}`, {
        method: question.method.toUpperCase(),
        headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      const name = `${question.method.toUpperCase()} ${question.path}`;
      statuses.set(name, answer.status);
      const shown = shownIn(text, answer.status, question, canaries);
      if (shown !== undefined) leaks.push({ question: name, status: answer.status, shown });
    }
  };
  await Promise.all(Array.from({ length: 4 }, ask));
  return { leaks, statuses };
}
