import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ANONYMOUS, decideAccess, type Gatekeeper, type Identified, type Principal, type RouteAccess } from '#identity';
import type { AuditTrail } from '../audit/audit-trail';
import { ApiError } from '../errors/api-error';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks. Null before the guard has run and on routes that are public. */
    principal: Principal | null;
  }
  interface FastifyContextConfig {
    access?: RouteAccess;
  }
}

/** Routes that libraries register, so that no decorator of ours can stand on them. */
const OF_LIBRARIES: readonly { readonly pattern: RegExp; readonly access: RouteAccess }[] = [
  { pattern: /^\/metrics$/, access: { kind: 'permission', permission: 'metrics:read', scope: 'platform' } },
  // The Swagger page, its files and the document: they say what could be asked, and nothing that was.
  { pattern: /^\/(docs|openapi\.json)(\/|$|-)/, access: { kind: 'public' } },
];

/** Reads tickets: what is shown for one request in place of a credential. */
export interface TicketReader {
  /** undefined for a request that shows none. */
  read(request: FastifyRequest): Principal | ApiError | undefined;
}

export interface GuardedRoute {
  readonly method: string;
  readonly url: string;
  readonly access: RouteAccess;
}

/**
 * Deny by default. A route that does not say who may call it cannot be registered, so a service that has one does not boot. Every request is asked who sends
 * it before its body is read, whatever the route: Nest's guards would run after the body was parsed, and would not see what is not Nest's.
 *
 * Without a gatekeeper everybody is anonymous; routes have to declare themselves all the same.
 */
export function addGuard(instance: FastifyInstance, gatekeeper: Gatekeeper | undefined, trail?: AuditTrail, tickets?: TicketReader): readonly GuardedRoute[] {
  const routes: GuardedRoute[] = [];
  instance.decorateRequest('principal', null);
  instance.addHook('onRoute', (route) => {
    const config = route.config ?? {};
    config.access ??= OF_LIBRARIES.find(({ pattern }) => pattern.test(route.url))?.access;
    if (config.access === undefined) throw new Error(`${String(route.method)} ${route.url} does not say who may call it: it needs @Permission(…) or @Public()`);
    route.config = config;
    for (const method of [route.method].flat()) routes.push({ method, url: route.url, access: config.access });
  });
  instance.addHook('onRequest', (request, reply, done) => {
    const { access } = request.routeOptions.config;
    // What no route has is answered by the not-found handler, which serves the console's own files and nothing of anybody's.
    if (request.is404 || access?.kind === 'public') return done();
    // Before anything else, also where nobody needs a credential: who shows a ticket wants it to count.
    const shown = tickets?.read(request);
    if (shown instanceof ApiError) {
      if (shown.code === 'unauthorized') void reply.header('www-authenticate', 'Ticket realm="job-observatory"');
      trail?.recordSecurity({ category: shown.code === 'unauthorized' ? 'authentication_failed' : 'authorisation_denied', request, reason: shown.detail, code: shown.code });
      return done(shown);
    }
    if (shown !== undefined) return done(refusalOf({ kind: 'principal', principal: shown }, access, request, reply));
    if (gatekeeper === undefined || gatekeeper.mode === 'off') {
      request.principal = ANONYMOUS;
      return done();
    }
    const proceed = (identified: Identified): void => {
      const refusal = refusalOf(identified, access, request, reply);
      if (refusal !== undefined) noteRefusal(identified, access, request, trail);
      done(refusal);
    };
    try {
      const identified = gatekeeper.identify(request.headers.authorization, request.raw.rawHeaders);
      if (identified instanceof Promise) identified.then(proceed, done);
      else proceed(identified);
    } catch (error) {
      done(error as Error);
    }
  });
  return routes;
}

function refusalOf(identified: Identified, access: Extract<RouteAccess, { kind: 'permission' }> | undefined, request: FastifyRequest, reply: FastifyReply): ApiError | undefined {
  if (identified.kind === 'refused') {
    void reply.header('www-authenticate', identified.credential === 'none' ? 'Bearer realm="job-observatory"' : 'Bearer realm="job-observatory", error="invalid_token"');
    return new ApiError('unauthorized', { detail: identified.why });
  }
  const { principal } = identified;
  // Without a declaration there would be no route; should one slip through, nobody may call it.
  const verdict = access === undefined ? 'lacks_permission' : decideAccess(access, principal);
  if (verdict === 'allowed') {
    request.principal = principal;
    return undefined;
  }
  const facts = { principal: principal.id, tenantId: principal.tenantId, permission: access?.permission };
  void reply.header('www-authenticate', `Bearer realm="job-observatory", error="insufficient_scope", scope="${access?.permission ?? 'none'}"`);
  if (verdict === 'not_of_the_platform') return new ApiError('forbidden', { detail: 'what this address shows or changes belongs to several tenants: it is for the tenant that runs the platform', facts });
  return new ApiError('forbidden', { detail: `this needs the permission ${access?.permission ?? 'none'}, which none of the roles of the credential gives`, facts });
}

/** Somebody who shows nothing at all is refused and told how to ask; it is an attack no more than a browser that comes by. */
function noteRefusal(identified: Identified, access: Extract<RouteAccess, { kind: 'permission' }> | undefined, request: FastifyRequest, trail: AuditTrail | undefined): void {
  if (identified.kind === 'principal') {
    trail?.recordSecurity({ category: 'authorisation_denied', request, principal: identified.principal, reason: `needs ${access?.permission ?? 'none'}`, code: 'forbidden' });
  } else if (identified.credential === 'bad') {
    trail?.recordSecurity({ category: 'authentication_failed', request, reason: identified.why, subject: keyIdIn(request.headers.authorization), code: 'unauthorized' });
  }
}

/** Which key somebody claims to have. Its id is no secret. */
function keyIdIn(authorization: string | undefined): string | undefined {
  return /^bearer +(jo_(?:[a-z]+_)?[0-9a-f]{16})_/i.exec(authorization?.slice(0, 64) ?? '')?.[1];
}
