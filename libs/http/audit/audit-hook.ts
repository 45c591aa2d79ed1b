import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Permission, RouteAccess } from '#identity';
import type { AuditTrail } from './audit-trail';

declare module 'fastify' {
  interface FastifyRequest {
    /** Code of the problem that the request is answered with. */
    problemCode: string | undefined;
    /** The person of a route that names one (`:subject`), as the trail may know them: a keyed digest. */
    auditedSubject: string | undefined;
  }
}

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Commands that come by the thousand a second, and say in the log itself what they did. Those of one principal from one place are counted together, second by second, and
 * nobody waits for the row; a row for each would cost more than the job.
 */
const COUNTED: ReadonlySet<Permission> = new Set(['jobs:submit', 'tickets:create', 'alerts:report']);

/** A store that does not answer keeps a command that it has committed no longer than this from being answered; the row is written when it is back. */
const LONGEST_WAIT_MS = 1_000;

/**
 * Notes every command: each request of a route that changes something, whatever it was answered. A command that was accepted is answered once its row is
 * stored, except for those that come by the thousand. What the guard refused is a security event and stands there.
 */
export function addAudit(instance: FastifyInstance, trail: AuditTrail): void {
  instance.decorateRequest('problemCode', undefined);
  instance.decorateRequest('auditedSubject', undefined);
  instance.addHook('onRoute', (route) => {
    const access = route.config?.access;
    const changes = [route.method].flat().some((method) => !READS.has(method));
    if (access?.kind !== 'permission' || !changes) return;
    route.onSend = [...[route.onSend ?? []].flat(), hookOf(access, trail)];
  });
}

function hookOf({ permission }: Extract<RouteAccess, { kind: 'permission' }>, trail: AuditTrail) {
  const fold = COUNTED.has(permission) ? permission : undefined;
  return (request: FastifyRequest, reply: FastifyReply, payload: unknown, done: (error: Error | null, payload?: unknown) => void): void => {
    if (request.principal === null) return done(null, payload);
    const { statusCode } = reply;
    const verdict = statusCode < 400 ? 'accepted' : statusCode < 500 ? 'refused' : 'failed';
    trail.record({ action: permission, verdict, request, code: request.problemCode, reason: reasonIn(request.body) ?? reasonIn(request.query) }, fold);
    if (fold !== undefined || verdict !== 'accepted') return done(null, payload);
    void Promise.race([trail.stored(), sleep(LONGEST_WAIT_MS, undefined, { ref: false })]).then(
      () => done(null, payload),
      () => done(null, payload),
    );
  };
}

/** What whoever sends a command gives as its reason. */
function reasonIn(sent: unknown): string | undefined {
  const reason = (sent as { reason?: unknown } | null | undefined)?.reason;
  return typeof reason === 'string' ? reason : undefined;
}
