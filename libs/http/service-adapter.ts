import type { ServerOptions } from 'node:https';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Logger } from '#observability';
import { addAudit } from './audit/audit-hook';
import type { AuditTrail } from './audit/audit-trail';
import { ApiError } from './errors/api-error';
import { countProblem } from './errors/error-metrics';
import { sendProblem } from './errors/problem.filter';
import { toProblem } from './errors/problem-mapping';
import { HealthRegistry } from './health/health.registry';
import type { Gatekeeper } from '#identity';
import { addGuard, type GuardedRoute, type TicketReader } from './request/guard';
import { addCorrelation, CORRELATION_HEADER, correlationIdOf } from './request/correlation';
import { addRequestMetrics } from './request/request-metrics';
import { addAddressLimit, addPrincipalLimit, type RequestLimits } from './request/rate-limits';
import { addTracing } from './request/request-tracing';
import { boundJsonDepth } from './request/json-depth';
import { countHeaders, faultOfSize, SERVER_BOUNDS } from './request/server-bounds';
import { RouteTable } from './request/route-table';
import { addSurface, type SurfaceSettings } from './surface/add-surface';
import { answerHeaders } from './surface/security-headers';

/** The largest body of a route that does not say otherwise. */
export const BODY_LIMIT_BYTES = 256 * 1024;

/** A peer that has not sent its whole request by then is cut off; for headers alone there is less (server-bounds.ts). An answer may take longer: the feed's long poll does. */
const REQUEST_TIMEOUT_MS = 30_000;

/** Above what load balancers usually keep idle connections for, so that it is they who close them, not we under a request. */
const KEEP_ALIVE_TIMEOUT_MS = 72_000;

interface AdapterOptions {
  readonly logger: Logger;
  readonly routes: RouteTable;
  readonly health: HealthRegistry;
  readonly gatekeeper?: Gatekeeper;
  readonly surface: SurfaceSettings;
  /** Given where the service listens with TLS. */
  readonly https?: ServerOptions;
  readonly trail?: AuditTrail;
  readonly tickets?: TicketReader;
  readonly limits?: RequestLimits;
  readonly trustedProxies?: readonly string[];
  /** See `ServiceOptions`. */
  readonly fallback?: (request: FastifyRequest, reply: FastifyReply) => boolean;
}

/**
 * Nest's Fastify adapter, set up the way every service needs it. Three things differ from the stock one: errors reach our filter as they
 * were thrown (the stock one rewrites Fastify's and loses their codes), an unknown path with a known address is a 405, and there is no
 * Express-style middleware layer, which nothing here uses.
 */
export class ServiceAdapter extends FastifyAdapter {
  /** Every route with what it asks of its caller. */
  readonly guarded: readonly GuardedRoute[];

  constructor(private readonly settings: AdapterOptions) {
    const headers = answerHeaders(settings.surface);
    super({
      ...(settings.https === undefined ? { http: SERVER_BOUNDS } : { https: { ...settings.https, ...SERVER_BOUNDS } }),
      logger: false,
      bodyLimit: BODY_LIMIT_BYTES,
      requestTimeout: REQUEST_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
      skipMiddie: true,
      trustProxy: settings.trustedProxies === undefined || settings.trustedProxies.length === 0 ? false : [...settings.trustedProxies],
      multipart: false,
      // A URL that cannot be decoded is refused by the router before any hook has run.
      frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
        request.correlationId = correlationIdOf(request.headers[CORRELATION_HEADER]);
        void reply.headers({ ...headers, [CORRELATION_HEADER]: request.correlationId });
        sendProblem(settings.logger, error, request, reply);
      },
      clientErrorHandler: answerBrokenRequest,
    });
    const instance = this.getInstance<FastifyInstance>();
    // Fastify reads text/plain by itself; here a body is JSON or it is refused with 415.
    instance.removeContentTypeParser('text/plain');
    boundJsonDepth(instance);
    countHeaders(instance.server);
    settings.routes.watch(instance);
    addCorrelation(instance);
    addSurface(instance, settings.surface, settings.routes);
    addTracing(instance);
    refuseOversized(instance);
    closeConnectionsWhileStopping(instance, settings.health);
    addRequestMetrics(instance);
    // Last: who is refused is counted, correlated and traced like anybody else.
    if (settings.limits !== undefined) addAddressLimit(instance, settings.limits, settings.trail);
    this.guarded = addGuard(instance, settings.gatekeeper, settings.trail, settings.tickets);
    if (settings.limits !== undefined) addPrincipalLimit(instance, settings.limits, settings.trail);
    if (settings.trail !== undefined) addAudit(instance, settings.trail);
  }

  /** The route table knows which methods an address has, which the not-found handler of Nest does not. */
  override setNotFoundHandler(): ReturnType<FastifyAdapter['setNotFoundHandler']> {
    return this.getInstance<FastifyInstance>().setNotFoundHandler((request, reply) => {
      // Without the query, which is nobody's to repeat: it is logged with the answer.
      const path = request.url.split('?', 1)[0] ?? '/';
      const methods = this.settings.routes.methodsAt(path);
      if (methods.length === 0) {
        if (this.settings.fallback?.(request, reply) === true) return;
        sendProblem(this.settings.logger, new ApiError('not_found', { detail: `there is nothing at ${path}` }), request, reply);
        return;
      }
      void reply.header('allow', methods.join(', '));
      sendProblem(this.settings.logger, new ApiError('method_not_allowed', { detail: `${request.method} is not one of ${methods.join(', ')}` }), request, reply);
    });
  }

  /** Leaves errors as they are: one place maps them, and it wants to see what Fastify said. */
  override mapException(error: unknown): unknown {
    return error;
  }
}

function refuseOversized(instance: FastifyInstance): void {
  instance.addHook('onRequest', (request, _reply, done) => {
    const fault = faultOfSize(request.url, request.raw.rawHeaders);
    if (fault === undefined) done();
    else done(Object.assign(new Error(fault.detail), { statusCode: fault.status }));
  });
}

/** During shutdown each answer closes its connection, so that keep-alive clients let go of a server that is leaving. */
function closeConnectionsWhileStopping(instance: FastifyInstance, health: HealthRegistry): void {
  instance.addHook('onRequest', (_request, reply, done) => {
    if (health.isStopping) void reply.header('connection', 'close');
    done();
  });
}

/** Bytes that are no HTTP request never become one, so there is only a socket to write to. */
function answerBrokenRequest(error: NodeJS.ErrnoException, socket: import('node:net').Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const statusCode = error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
  const correlationId = correlationIdOf(undefined);
  const problem = toProblem(Object.assign(new Error('the bytes received are not an HTTP request'), { statusCode }), { correlationId });
  countProblem(problem.code);
  const body = JSON.stringify(problem);
  socket.end(
    `HTTP/1.1 ${problem.status} ${problem.title}\r\ncontent-type: application/problem+json\r\ncache-control: no-store\r\nx-content-type-options: nosniff\r\n${CORRELATION_HEADER}: ${correlationId}\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
