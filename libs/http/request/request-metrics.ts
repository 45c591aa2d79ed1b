import { FastifyInstance, onResponseHookHandler } from 'fastify';
import { histogram, HistogramChild } from '#observability';

const STATUS_CLASSES = ['1xx', '2xx', '3xx', '4xx', '5xx'] as const;

/** Requests that no route took share one series: their paths are the callers' invention. */
const UNMATCHED = 'unmatched';

/**
 * Measures every request by method, route pattern and class of status. Each route gets a hook of its own that already knows its labels:
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
  const children: (HistogramChild | undefined)[] = [];
  return (_request, reply, done) => {
    const index = Math.floor(reply.statusCode / 100) - 1;
    const child = (children[index] ??= duration.labels({ method, route, status: STATUS_CLASSES[index] ?? '5xx' }));
    child.observe(reply.elapsedTime / 1000);
    done();
  };
}
