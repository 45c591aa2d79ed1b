import { FastifyInstance, onResponseHookHandler } from 'fastify';
import { histogram, HistogramChild } from '#observability';

const STATUS_CLASSES = ['1xx', '2xx', '3xx', '4xx', '5xx'] as const;

/** Requests that no route took share one series: their paths are the callers' invention. */
const UNMATCHED = 'unmatched';

/** What the project's own clients call themselves, with more behind it: `job-observatory-aggregator`. Their 4xx answers are the project's own mistakes. */
export const OWN_CLIENT = 'job-observatory';

/**
 * Measures every request by method, route pattern, class of status, and whose client asked. Each route gets a hook of its own that already knows its labels:
 * asking Fastify for the route of a request, and looking the series up, would cost more than the observation.
 */
export function addRequestMetrics(instance: FastifyInstance): void {
  instance.addHook('onRoute', (route) => {
    const observe = observer(Array.isArray(route.method) ? route.method.join('|') : route.method, route.url);
    route.onResponse = [observe, ...[route.onResponse ?? []].flat()];
  });
  const unmatched = observer(UNMATCHED, UNMATCHED);
  instance.addHook('onResponse', function (request, reply, done) {
    if (request.is404) unmatched.call(this, request, reply, done);
    else done();
  });
}

function observer(method: string, route: string): onResponseHookHandler {
  const duration = histogram('httpRequestDuration');
  const children = { own: [] as (HistogramChild | undefined)[], other: [] as (HistogramChild | undefined)[] };
  return (request, reply, done) => {
    const client = request.headers['user-agent']?.startsWith(OWN_CLIENT) === true ? 'own' : 'other';
    const index = Math.floor(reply.statusCode / 100) - 1;
    const child = (children[client][index] ??= duration.labels({ method, route, status: STATUS_CLASSES[index] ?? '5xx', client }));
    child.observe(reply.elapsedTime / 1000);
    done();
  };
}
