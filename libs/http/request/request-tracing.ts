import type { FastifyInstance, FastifyRequest } from 'fastify';
import { acceptTraceparent, isTracing, startTrace, type TraceSpan } from '#observability';

declare module 'fastify' {
  interface FastifyRequest {
    /** W3C trace context of what this request causes: the caller's, or that of the request's own span. */
    traceparent: string | undefined;
    traceSpan: TraceSpan | undefined;
  }
}

/** What the API is asked is traced; who looks after the process, every few seconds, is not. */
const TRACED = '/v1/';

/**
 * Takes up the trace that a request belongs to, or starts one. Where no spans are recorded the caller's context is passed on as it is; a request without
 * one costs nothing.
 */
export function addTracing(instance: FastifyInstance): void {
  instance.decorateRequest('traceparent', undefined);
  instance.decorateRequest('traceSpan', undefined);
  instance.addHook('onRequest', (request, _reply, done) => {
    const header = request.headers.traceparent;
    if (header !== undefined || isTracing()) begin(request, acceptTraceparent(header));
    done();
  });
  instance.addHook('onResponse', (request, reply, done) => {
    const { traceSpan } = request;
    if (traceSpan !== undefined) {
      traceSpan.set({ 'http.response.status_code': reply.statusCode });
      traceSpan.end(reply.statusCode >= 500 ? String(reply.statusCode) : undefined);
    }
    done();
  });
}

function begin(request: FastifyRequest, came: string | undefined): void {
  const route = request.routeOptions.url;
  if (route === undefined || !route.startsWith(TRACED)) {
    request.traceparent = came;
    return;
  }
  const attributes = { 'http.request.method': request.method, 'http.route': route, 'observatory.correlation_id': request.correlationId };
  const { traceparent, span } = startTrace(`${request.method} ${route}`, { kind: 'server', parent: came, attributes });
  request.traceparent = traceparent;
  request.traceSpan = span;
}
