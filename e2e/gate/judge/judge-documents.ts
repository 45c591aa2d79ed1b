import { type Finding, without } from '../step';

/** What a service said about itself when it was asked from outside. */
export interface ServiceFace {
  readonly service: string;
  /** Its live OpenAPI document, and the one that is committed. */
  readonly document: OpenApi;
  readonly committed: OpenApi;
  /** Every path that some service or some metric speaks of, with the methods that this service takes there: its own answer to OPTIONS. */
  readonly taken: ReadonlyMap<string, readonly string[]>;
  /** Route patterns in its metrics. */
  readonly measured: readonly string[];
  readonly docsStatus: number;
  /** Status of each address that every service must have. */
  readonly mustHave: ReadonlyMap<string, number>;
  /** Content type, code and correlation id of its answer to an address that nobody has. */
  readonly error: { readonly contentType: string; readonly code: unknown; readonly correlationId: string };
}

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly summary?: string; readonly responses?: object } | undefined>>>>;
}

export const PROBE_CORRELATION_ID = 'gate-probe';
export const MUST_HAVE = ['/healthz', '/readyz', '/metrics'] as const;

/** The documentation itself, the console's commands on their way to the gateway (which documents them), and the label of requests that no route took. */
const OUTSIDE = /^(\/docs(\/.*)?|\/openapi\.json|\/api\/v1\/\*|unmatched)$/;

export const asTemplate = (path: string): string => path.replaceAll(/:([A-Za-z0-9_]+)/g, '{$1}');

export function judgeDocuments(face: ServiceFace): Finding[] {
  const { service, document, docsStatus, mustHave, error } = face;
  const operations = Object.values(document.paths).reduce((sum, methods) => sum + Object.keys(methods).length, 0);
  return [
    without(`${service}: its Swagger UI and its document are served`, docsStatus === 200 && operations > 0 ? [] : [`/docs answered ${docsStatus}, ${operations} operations`], `${operations} operations`),
    without(`${service}: each route that it answers is documented`, [...unlisted(face), ...unmeasured(face)]),
    without(`${service}: the live document is the committed one`, isSame(document, face.committed) ? [] : [`apps/${service}/openapi.json differs: npm run openapi:generate`]),
    without(`${service}: ${MUST_HAVE.join(', ')} answer`, [...mustHave].filter(([, status]) => status !== 200).map(([path, status]) => `${path} answered ${status}`)),
    without(`${service}: errors have the one format and carry the correlation id`, errorFaults(error)),
  ];
}

function unlisted({ document, taken }: ServiceFace): string[] {
  return [...taken].flatMap(([path, methods]) => methods.filter((method) => !OUTSIDE.test(path) && method !== 'HEAD' && faulty(document, path, method)).map((method) => `${method} ${path}`));
}

function unmeasured({ document, measured }: ServiceFace): string[] {
  return measured.map(asTemplate).filter((path) => !OUTSIDE.test(path) && document.paths[path] === undefined).map((path) => `${path} was called and is in no document`);
}

/** `GET /v1/jobs/bulk` is answered by `/v1/jobs/{id}`: what documents a path may be any template that it matches. */
function faulty(document: OpenApi, path: string, method: string): boolean {
  const operations = Object.keys(document.paths).filter((template) => template === path || matches(template, path)).flatMap((template) => document.paths[template]?.[method.toLowerCase()] ?? []);
  return !operations.some(({ summary, responses }) => summary !== undefined && summary !== '' && Object.keys(responses ?? {}).length > 0);
}

const matches = (template: string, path: string) => new RegExp(`^${template.replaceAll('.', '\\.').replaceAll(/\{[^}]*\}/g, '[^/]+')}$`).test(path);

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function errorFaults({ contentType, code, correlationId }: ServiceFace['error']): string[] {
  const faults: string[] = [];
  if (!contentType.startsWith('application/problem+json')) faults.push(`the content type is "${contentType}"`);
  if (code !== 'not_found') faults.push(`the code is ${JSON.stringify(code)}, not "not_found"`);
  if (correlationId !== PROBE_CORRELATION_ID) faults.push(`X-Correlation-Id came back as "${correlationId}"`);
  return faults;
}
