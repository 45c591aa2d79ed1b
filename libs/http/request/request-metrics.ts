import { FastifyInstance } from 'fastify';
import { histogram, HistogramChild } from '#observability';

const STATUS_CLASSES = ['1xx', '2xx', '3xx', '4xx', '5xx'] as const;

/** Requests that no route took share one series: their paths are the callers' invention. */
const UNMATCHED = 'unmatched';

/** Measures every request by method, route pattern and class of status. The children are kept: looking one up costs more than using it. */
export function addRequestMetrics(instance: FastifyInstance): void {
  const duration = histogram('httpRequestDuration');
  const children = new Map<string, HistogramChild>();
  instance.addHook('onResponse', (request, reply, done) => {
    const route = request.is404 ? UNMATCHED : (request.routeOptions.url ?? UNMATCHED);
    const method = route === UNMATCHED ? UNMATCHED : request.method;
    const status = STATUS_CLASSES[Math.floor(reply.statusCode / 100) - 1] ?? '5xx';
    const key = `${status} ${method} ${route}`;
    let child = children.get(key);
    if (child === undefined) {
      child = duration.labels({ method, route, status });
      children.set(key, child);
    }
    child.observe(reply.elapsedTime / 1000);
    done();
  });
}
