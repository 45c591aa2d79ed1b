import type { FastifyInstance, FastifyReply } from 'fastify';
import type { RouteTable } from '../request/route-table';
import { decideCors } from './cors';
import { answerHeaders } from './security-headers';

export interface SurfaceSettings {
  /** Clients come over TLS, which ends here or right before. */
  readonly tls: boolean;
  /** Origins whose pages may read answers. */
  readonly corsOrigins: readonly string[];
}

/**
 * What every answer carries, whoever asks and whatever is answered: refusals and what no route has included. A route may say something else of itself.
 */
export function addSurface(instance: FastifyInstance, { tls, corsOrigins }: SurfaceSettings, routes: RouteTable): void {
  const pairs = Object.entries(answerHeaders({ tls }));
  const allowed = new Set(corsOrigins);
  instance.addHook('onRequest', (_request, reply, done) => {
    for (const [name, value] of pairs) void reply.header(name, value);
    done();
  });
  if (allowed.size > 0) {
    instance.addHook('onRequest', (request, reply, done) => {
      // A cache must not give the answer for one origin to another.
      void reply.header('vary', 'origin');
      const { origin, 'access-control-request-method': asksFor } = request.headers;
      const answer = decideCors(allowed, { method: request.method, origin, asksFor }, () => routes.methodsAt(request.url.split('?', 1)[0] ?? '/'));
      if (answer.kind !== 'nothing') void reply.headers(answer.headers);
      if (answer.kind === 'preflight') void reply.status(204).send();
      else done();
    });
  }
}

/** What was set so far, for an answer that is written past Fastify. */
export function headersSoFar(reply: FastifyReply): Record<string, string> {
  return Object.fromEntries(Object.entries(reply.getHeaders()).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])));
}
