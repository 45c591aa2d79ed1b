import { createHash, timingSafeEqual, type Hash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { FastifyInstance, FastifyRequest, preParsingHookHandler, preValidationHookHandler } from 'fastify';
import { ApiError } from '#http';
import type { TicketMetrics } from './ticket-metrics';

/** The one request that tickets are made for. */
export const TICKET_ROUTE = { method: 'POST', path: '/v1/jobs' } as const;

/** Holds the body of a request with a ticket against the hash that the ticket was made for: the bytes as they come, before anybody makes sense of them. */
export function prepareTicketRoute(instance: FastifyInstance, metrics: TicketMetrics): void {
  const hashes = new WeakMap<FastifyRequest, Hash>();
  const listen: preParsingHookHandler = (request, _reply, payload, done) => {
    if (request.ticket !== null) {
      const hash = createHash('sha256');
      hashes.set(request, hash);
      // Whoever parses the body listens as well, before the first of it comes.
      payload.on('data', (chunk: Buffer) => hash.update(chunk));
    }
    done(null, payload);
  };
  const compare: preValidationHookHandler = (request, _reply, done) => {
    const { ticket } = request;
    if (ticket === null) return done();
    const startedAt = performance.now();
    const same = timingSafeEqual(hashes.get(request)?.digest() ?? Buffer.alloc(32), Buffer.from(ticket.bodySha256, 'hex'));
    ticket.spentMs += performance.now() - startedAt;
    if (same) return done();
    metrics.count('mismatched');
    done(new ApiError('ticket_mismatch', { detail: 'the ticket is for another body: its SHA-256 differs', facts: { ticket: ticket.id } }));
  };
  instance.decorateRequest('ticket', null);
  instance.addHook('onRoute', (route) => {
    if (route.url !== TICKET_ROUTE.path || ![route.method].flat().includes(TICKET_ROUTE.method)) return;
    route.preParsing = [listen, ...[route.preParsing ?? []].flat()];
    route.preValidation = [compare, ...[route.preValidation ?? []].flat()];
  });
}
