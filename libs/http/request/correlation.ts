import { randomUUID } from 'node:crypto';
import { FastifyInstance } from 'fastify';
import { withContext } from '#observability';

declare module 'fastify' {
  interface FastifyRequest {
    /** The id under which everything that follows from this request is logged and stored. */
    correlationId: string;
  }
}

export const CORRELATION_HEADER = 'x-correlation-id';

/** Printable ASCII without blanks, so that the id survives a header, a log line and a URL. */
const ACCEPTED = /^[\x21-\x7e]{1,128}$/;

/** The caller's correlation id when it is usable, else a fresh one. */
export function correlationIdOf(header: string | string[] | undefined): string {
  return typeof header === 'string' && ACCEPTED.test(header) ? header : randomUUID();
}

/**
 * Takes or makes the correlation id of each request, returns it as a header, and runs the handler under it.
 *
 * The id is known from the first hook on (so that an unreadable body is logged and answered with it), but the asynchronous context is
 * entered only after the body was parsed: what the socket's events call runs in the context of the socket, so a context entered before
 * would be lost by the time the handler starts.
 */
export function addCorrelation(instance: FastifyInstance): void {
  instance.decorateRequest('correlationId', '');
  instance.addHook('onRequest', (request, reply, done) => {
    const id = correlationIdOf(request.headers[CORRELATION_HEADER]);
    request.correlationId = id;
    void reply.header(CORRELATION_HEADER, id);
    done();
  });
  instance.addHook('preHandler', (request, _reply, done) => {
    const { correlationId, traceparent } = request;
    withContext(traceparent === undefined ? { correlationId, request } : { correlationId, traceparent, request }, done);
  });
}
