import { randomUUID } from 'node:crypto';
import type { Server as HttpsServer } from 'node:https';
import { AddressInfo } from 'node:net';
import { DynamicModule, INestApplication, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { FastifyReply, FastifyRequest } from 'fastify';
import { ServiceEnv } from '#config';
import { createLogger, Logger, NestLogger, ServiceName } from '#observability';
import type { Gatekeeper } from '#identity';
import { AuditTrail } from './audit/audit-trail';
import { startTracing } from './tracing';
import { ProblemFilter } from './errors/problem.filter';
import { DebugDesk } from './debug/debug-desk';
import { HealthRegistry } from './health/health.registry';
import { openApiDocument } from './openapi/openapi-document';
import type { RequestLimits } from './request/rate-limits';
import { RequestValidationPipe } from './request/request-validation.pipe';
import type { GuardedRoute, TicketReader } from './request/guard';
import { Route, RouteTable } from './request/route-table';
import { ServiceAdapter } from './service-adapter';
import { serveDocs } from './surface/docs-page';
import { ServedCertificate } from './tls/served-certificate';
import { speakTls } from './tls/speak-tls';
import { ServiceIdentity } from './service-identity';
import { ServiceModule } from './service.module';

/*
 * Every app is made here, so that every app behaves the same: errors, correlation, metrics, health, documentation, shutdown.
 *
 * What an app has to keep to:
 *  - Making its module does no I/O. Connections are opened from `onApplicationBootstrap`, which only *starts* connecting and returns: a
 *    service whose store is down listens all the same and says so on `/ready`.
 *  - What it depends on is registered with `HealthRegistry`.
 *  - What it holds is handed back in `beforeApplicationShutdown`, before connections are closed in `onApplicationShutdown`. By then no
 *    request is under way any more.
 */

export interface ServiceOptions {
  /** The app's own module; dynamic when it takes the environment. */
  readonly module: Type | DynamicModule;
  readonly service: ServiceName;
  readonly version: string;
  readonly env: ServiceEnv;
  /** Called before the app is initialised: the place for `app.connectMicroservice(...)`. */
  readonly configure?: (app: NestFastifyApplication) => void;
  /** Answers a request that no route has, and says whether it did; what it leaves is a 404 or 405. */
  readonly fallback?: (request: FastifyRequest, reply: FastifyReply) => boolean;
  readonly logger?: Logger;
  /** Says who calls. Without one everybody is anonymous and may do everything: for services that only tell how they are. */
  readonly gatekeeper?: Gatekeeper;
  /** Takes tickets in place of credentials. */
  readonly tickets?: TicketReader;
  readonly limits?: RequestLimits;
  /** Whose X-Forwarded-For tells where a request came from. */
  readonly trustedProxies?: readonly string[];
}

export interface Service {
  readonly app: NestFastifyApplication;
  readonly identity: ServiceIdentity;
  readonly logger: Logger;
  readonly health: HealthRegistry;
  /** Base URL once it listens. */
  readonly url: () => string;
  /** Opens the port, then starts the connected microservices. */
  listen(): Promise<string>;
  /** Takes no new request, waits for those under way, closes the app; at most `timeoutMs` in all. Answers whether all was finished in time. */
  stop(): Promise<'finished' | 'timed_out'>;
}

/** Makes a service without opening its port. */
export async function createService(options: ServiceOptions): Promise<Service> {
  const { app, identity, logger, health, desk, certificate } = await build(options);
  if (options.env.HTTP_DOCS) serveDocs(app, identity);
  options.configure?.(app);
  const url = (): string => {
    const address = app.getHttpServer().address() as AddressInfo | null;
    if (address === null) throw new Error('the service does not listen');
    return `${certificate === undefined ? 'http' : 'https'}://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`;
  };
  let stopping: Promise<'finished' | 'timed_out'> | undefined;
  let stopTracing = (): Promise<void> => Promise.resolve();
  let stopFollowing: (() => void) | undefined;
  return {
    app, identity, logger, health, url,
    async listen() {
      stopTracing = startTracing(options.env, identity, logger);
      await app.listen(options.env.HTTP_PORT, options.env.HTTP_HOST);
      // With a certificate the server is one of HTTPS.
      stopFollowing = certificate?.follow(app.getHttpServer() as unknown as HttpsServer);
      logger.info({ url: url(), version: identity.version }, `${identity.service} listens`);
      if (options.gatekeeper?.mode === 'off') logger.warn({ authMode: 'off' }, 'AUTH_MODE is off: everybody who reaches this port is the anonymous administrator of the platform');
      await app.startAllMicroservices();
      return url();
    },
    stop() {
      stopping ??= stopWithin(app, health, options.env.SHUTDOWN_TIMEOUT_MS, () => {
        desk.stop();
        stopFollowing?.();
        return stopTracing();
      });
      return stopping;
    },
  };
}

/** What `openapi.json` is generated from, and what it is checked against. */
export interface ServiceDescription {
  readonly document: OpenAPIObject;
  readonly routes: readonly Route[];
  /** What each route asks of its caller. */
  readonly guarded: readonly GuardedRoute[];
}

/** The OpenAPI document and the route table of an app, made offline: no port, no lifecycle hook, hence no connection. */
export async function describeService(options: ServiceOptions): Promise<ServiceDescription> {
  const { app, identity, routes, guarded } = await build({ ...options, env: { ...options.env, LOG_LEVEL: 'silent' } });
  // The hooks are where apps begin to connect. There is no public way to register routes without calling them; and since Nest hands out a
  // proxy that swallows assignments, they are defined over.
  for (const hook of ['callInitHook', 'callBootstrapHook']) Object.defineProperty(app, hook, { value: () => Promise.resolve() });
  await app.init();
  return { document: openApiDocument(app, identity), routes: [...routes.routes], guarded };
}

async function build(options: ServiceOptions) {
  const identity: ServiceIdentity = {
    service: options.service,
    instanceId: options.env.SERVICE_INSTANCE_ID ?? `${options.service}-${randomUUID()}`,
    version: options.version,
    startedAt: new Date(),
  };
  const logger = options.logger ?? createLogger({ ...identity, level: options.env.LOG_LEVEL });
  const health = new HealthRegistry();
  const routes = new RouteTable();
  // Before the app is made: what it makes (clients of stores) asks whether it is watched.
  const desk = new DebugDesk(options.env.DEBUG_TOKEN);
  speakTls(options.env);
  const certificate = ServedCertificate.of(options.env, logger);
  const surface = { tls: options.env.HTTP_BEHIND_TLS || certificate !== undefined, corsOrigins: options.env.HTTP_CORS_ORIGINS };
  const trail = new AuditTrail(logger);
  const adapter = new ServiceAdapter({ logger, routes, health, trail, gatekeeper: options.gatekeeper, tickets: options.tickets, limits: options.limits, trustedProxies: options.trustedProxies, fallback: options.fallback, surface, https: certificate?.serverOptions });
  desk.watchRoutes(adapter.getInstance());
  const root = ServiceModule.of({ app: options.module, identity, logger, health, desk, trail });
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, {
    logger: new NestLogger(logger),
    bodyParser: false,
    abortOnError: false,
  });
  app.useGlobalFilters(new ProblemFilter(logger, trail));
  app.useGlobalPipes(new RequestValidationPipe());
  return { app, identity, logger, health, routes, desk, guarded: adapter.guarded, certificate };
}

async function stopWithin(app: INestApplication, health: HealthRegistry, timeoutMs: number, last: () => Promise<void>): Promise<'finished' | 'timed_out'> {
  health.markStopping();
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<'timed_out'>((resolve) => {
    timer = setTimeout(() => resolve('timed_out'), timeoutMs);
  });
  const finish = async (): Promise<'finished'> => {
    await closeServer(app);
    await app.close();
    await last();
    return 'finished';
  };
  try {
    return await Promise.race([finish(), deadline]);
  } finally {
    clearTimeout(timer);
  }
}

/** How often connections that have become idle are closed while the server leaves. */
const SWEEP_MS = 20;

/**
 * Stops accepting, and resolves when the last request under way has been answered. Node closes the connections that are idle at this
 * moment, but one that becomes idle later would be kept for its whole keep-alive time, so those are swept.
 */
function closeServer(app: INestApplication): Promise<void> {
  const server = app.getHttpServer() as import('node:http').Server;
  return new Promise((resolve) => {
    if (!server.listening) return resolve();
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
    server.close(() => {
      clearInterval(sweep);
      resolve();
    });
  });
}
