import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fetch } from '../../../deploy/native/keyed-fetch';
import type { GateContext } from '../context';
import { asTemplate, judgeDocuments, MUST_HAVE, type OpenApi, PROBE_CORRELATION_ID, type ServiceFace } from '../judge/judge-documents';
import type { Step } from '../step';

const SERVICES = ['gateway', 'worker', 'aggregator', 'observatory'] as const;
type Service = (typeof SERVICES)[number];

/** Not as a client of the project: what is asked here is meant to be refused. */
const PROBE = { 'user-agent': 'gate-probe', 'x-correlation-id': PROBE_CORRELATION_ID };
const SOME_ID = '00000000-0000-7000-8000-000000000000';

/**
 * Every API documented. A service says itself which methods it takes at a path: it answers OPTIONS with 405 and an Allow header, and with
 * 404 where it has nothing. The paths to ask for are all that any service documents or has ever measured.
 */
export const documentsStep: Step = {
  name: 'documents',
  proves: 'every service documents every route that it answers, and has the addresses, errors and ids that all must have',
  needs: [],
  timeoutMs: 60_000,

  async run({ urls, root, seen, credentials }) {
    const documents = new Map<Service, OpenApi>();
    const measured = new Map<Service, string[]>();
    for (const service of SERVICES) {
      documents.set(service, (await (await probe(`${urls[service]}/openapi.json`)).json()) as OpenApi);
      measured.set(service, measuredRoutes(await (await probe(`${urls[service]}/metrics`, 'GET', scraper(credentials))).text()));
    }
    // What the observatory passes on to the gateway for its console is documented there.
    const isPassedOn = (path: string): boolean => path.startsWith('/api/') && documents.get('gateway')?.paths[path.slice('/api'.length)] !== undefined;
    const own = (routes: readonly string[]): string[] => routes.filter((path) => !isPassedOn(path));
    const paths = own([...new Set([...documents.values()].flatMap(({ paths: known }) => Object.keys(known)).concat([...measured.values()].flat().map(asTemplate)))].filter((path) => path.startsWith('/')));
    const faces = await Promise.all(SERVICES.map((service) => faceOf(service, { urls, root, credentials }, paths, documents.get(service) ?? { paths: {} }, own(measured.get(service) ?? []))));
    seen['faces'] = faces.map(({ service, measured: routes, taken, error }) => ({ service, measured: routes, taken: [...taken].filter(([, methods]) => methods.length > 0), error }));
    return faces.flatMap(judgeDocuments);
  },
};

const probe = (url: string, method = 'GET', headers: Record<string, string> = {}) => fetch(url, { method, headers: { ...PROBE, ...headers }, signal: AbortSignal.timeout(10_000) });

/** What Prometheus shows: metrics are not for everybody who has a key. */
const scraper = (credentials: GateContext['credentials']): Record<string, string> => (credentials === undefined ? {} : { authorization: `Bearer ${credentials.metricsToken}` });

export function measuredRoutes(metrics: string): string[] {
  return [...new Set([...metrics.matchAll(/^observatory_http_request_duration_seconds_count\{[^}]*route="([^"]*)"/gm)].map(([, route]) => route ?? ''))];
}

async function faceOf(service: Service, { urls, root, credentials }: Pick<GateContext, 'urls' | 'root' | 'credentials'>, paths: readonly string[], document: OpenApi, measured: readonly string[]): Promise<ServiceFace> {
  const base = urls[service];
  const taken = new Map(await Promise.all(paths.map(async (path): Promise<[string, string[]]> => [path, await methodsAt(`${base}${path.replaceAll(/\{[^}]*\}/g, SOME_ID)}`)])));
  const mustHave = new Map(await Promise.all(MUST_HAVE.map(async (path): Promise<[string, number]> => [path, (await probe(`${base}${path}`, 'GET', path === '/metrics' ? scraper(credentials) : {})).status])));
  const nowhere = await probe(`${base}/nobody-has-this`);
  const problem = (await nowhere.json().catch(() => ({}))) as { code?: unknown };
  return {
    service, document, measured, taken, mustHave,
    committed: JSON.parse(readFileSync(join(root, 'apps', service, 'openapi.json'), 'utf8')) as OpenApi,
    docsStatus: (await probe(`${base}/docs`)).status,
    error: { contentType: nowhere.headers.get('content-type') ?? '', code: problem.code, correlationId: nowhere.headers.get('x-correlation-id') ?? '' },
  };
}

async function methodsAt(url: string): Promise<string[]> {
  const answer = await probe(url, 'OPTIONS');
  await answer.arrayBuffer();
  return answer.status === 405 ? (answer.headers.get('allow') ?? '').split(/,\s*/).filter(Boolean) : [];
}
