import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Principal } from '#identity';
import type { AuditTrail } from '../audit/audit-trail';
import { ApiError } from '../errors/api-error';

/** Why somebody has to wait. */
export interface Exceeded {
  /** What is limited: `address`, `key`, `tenant`. */
  readonly limit: string;
  readonly perSecond: number;
  readonly burst: number;
  readonly retryAfterMs: number;
}

/** undefined: go on. */
export type Admission = Exceeded | undefined;

/** What a service lets its callers do. Answers at once where it can. */
export interface RequestLimits {
  /** Before it is known who asks: a flood of wrong credentials costs no look-up. */
  admitAddress(address: string): Admission | Promise<Admission>;
  admitPrincipal(principal: Principal): Admission | Promise<Admission>;
}

/** What supervisors and scrapes ask must be answered in a flood too: they tell of it. */
const UNLIMITED = new Set(['/health', '/healthz', '/ready', '/readyz', '/metrics']);

/** Two hooks, one to stand before the guard and one behind it. */
export function addAddressLimit(instance: FastifyInstance, limits: RequestLimits, trail?: AuditTrail): void {
  addLimit(instance, (request) => limits.admitAddress(request.ip), trail);
}

export function addPrincipalLimit(instance: FastifyInstance, limits: RequestLimits, trail?: AuditTrail): void {
  addLimit(instance, ({ principal }) => (principal === null ? undefined : limits.admitPrincipal(principal)), trail);
}

function addLimit(instance: FastifyInstance, admit: (request: FastifyRequest) => Admission | Promise<Admission>, trail?: AuditTrail): void {
  instance.addHook('onRequest', (request, reply, done) => {
    const { url } = request.routeOptions;
    if (url !== undefined && UNLIMITED.has(url)) return done();
    const proceed = (exceeded: Admission): void => {
      if (exceeded === undefined) return done();
      const refusal = rateLimited(exceeded, reply);
      trail?.recordSecurity({ category: 'rate_limited', request, reason: refusal.detail, code: refusal.code });
      done(refusal);
    };
    try {
      const admission = admit(request);
      if (admission instanceof Promise) admission.then(proceed, done);
      else proceed(admission);
    } catch (error) {
      done(error as Error);
    }
  });
}

/** The refusal, with the headers of draft-ietf-httpapi-ratelimit-headers; `Retry-After` comes with the problem. */
export function rateLimited({ limit, perSecond, burst, retryAfterMs }: Exceeded, reply: FastifyReply): ApiError {
  const seconds = Math.max(1, Math.ceil(retryAfterMs / 1_000));
  // So many within the time in which an empty bucket fills.
  void reply.header('ratelimit-policy', `"${limit}";q=${burst};w=${Math.max(1, Math.ceil(burst / perSecond))}`).header('ratelimit', `"${limit}";r=0;t=${seconds}`);
  return new ApiError('rate_limited', { detail: `more than the ${limit} may: ${describe(perSecond)}, ${burst} at once`, retryAfterSeconds: seconds, facts: { limit } });
}

function describe(perSecond: number): string {
  return perSecond >= 1 ? `${perSecond} a second` : `one in ${Math.round(1 / perSecond)} seconds`;
}
