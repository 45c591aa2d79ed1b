import { pipeline } from 'node:stream';
import replyFrom from '@fastify/reply-from';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError, clientIdentity } from '#http';
import { BoundedBody, tooLarge } from './bounded-body';
import { isSameOrigin } from './same-origin';

/*
 * Commands of the console, on their way to the gateway's public API. An edge path that shares a port with the read API and nothing else: an ingress that sends
 * `/api/` to the gateway takes its place. It forwards commands only, so that no read can ever pass by the read models.
 */

const COMMANDS = ['POST', 'PUT', 'PATCH', 'DELETE'] as const;
const PREFIX = '/api';
/** How a session begins, goes on and ends: for those who have no token yet. */
const SESSIONS = ['login', 'refresh', 'logout'] as const;
const SESSION_LIMIT_BYTES = 16 * 1024;

/** The gateway's own limit of its largest route (`/v1/jobs/bulk`). */
const BODY_LIMIT_BYTES = 16 * 1024 * 1024;
const ANSWER_WITHIN_MS = 15_000;

/** Not for people: who may call them holds a token, and is no browser. */
const MACHINES: readonly RegExp[] = [/^\/api\/v1\/alerts\/webhook\/?$/];

export interface ProxySettings {
  readonly gatewayUrl: string;
  /** Without them one can sign in and out, and read. */
  readonly commands?: boolean;
  readonly bodyLimitBytes?: number;
}

/** Registered in a scope of its own: there bodies are passed on, not parsed. */
export function commandProxy(scope: FastifyInstance, { gatewayUrl, commands = true, bodyLimitBytes = BODY_LIMIT_BYTES }: ProxySettings): void {
  void scope.register(replyFrom, {
    base: gatewayUrl,
    disableRequestLogging: true,
    // A command is sent once: what became of it when no answer came, only the reader knows.
    retryMethods: [],
    // No connection outlives its command: the process of a read API is connected to its store and to nothing else.
    undici: { pipelining: 0, headersTimeout: ANSWER_WITHIN_MS, bodyTimeout: ANSWER_WITHIN_MS, connect: { timeout: 2_000, ...clientIdentity() } },
  });
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
  for (const what of SESSIONS) {
    scope.route({
      method: 'POST',
      url: `${PREFIX}/v1/auth/${what}`,
      config: { access: { kind: 'public' } },
      onRequest: (request, _reply, done) => done(refusalOf(request, SESSION_LIMIT_BYTES)),
      handler: (request, reply) => forward(request, reply, SESSION_LIMIT_BYTES),
    });
  }
  for (const method of commands ? COMMANDS : []) {
    scope.route({
      method,
      url: `${PREFIX}/v1/*`,
      // The gateway decides; here it only has to be somebody.
      config: { access: { kind: 'permission', permission: 'identity:read', scope: 'tenant' } },
      onRequest: (request, _reply, done) => done(refusalOf(request, bodyLimitBytes)),
      handler: (request, reply) => forward(request, reply, bodyLimitBytes),
    });
  }
}

function refusalOf(request: FastifyRequest, limitBytes: number): ApiError | undefined {
  const { host, origin, 'sec-fetch-site': fetchSite, 'content-length': length } = request.headers;
  const path = request.url.split('?', 1)[0] ?? '';
  if (MACHINES.some((machine) => machine.test(path))) return new ApiError('not_found', { detail: `there is nothing at ${path}` });
  if (!isSameOrigin({ host, origin, fetchSite: typeof fetchSite === 'string' ? fetchSite : undefined })) {
    return new ApiError('foreign_origin', { detail: 'the page that sent this command is not of this origin' });
  }
  return Number(length ?? 0) > limitBytes ? tooLarge(limitBytes) : undefined;
}

function forward(request: FastifyRequest, reply: FastifyReply, limitBytes: number): FastifyReply {
  const { correlationId, traceparent } = request;
  const came = request.body as NodeJS.ReadableStream | undefined;
  const bounded = came === undefined || came === null ? undefined : bound(came, limitBytes);
  if (bounded !== undefined) request.body = bounded;
  return reply.from(request.url.split('?', 1)[0]?.slice(PREFIX.length), {
    rewriteRequestHeaders: (_request, headers) => ({ ...headers, 'x-correlation-id': correlationId, ...(traceparent === undefined ? {} : { traceparent }) }),
    onError: (answer, { error }) => {
      if (bounded?.errored instanceof ApiError) {
        // What still comes is not read.
        void answer.header('connection', 'close').send(bounded.errored);
        return;
      }
      void answer.send(new ApiError('gateway_unavailable', { detail: 'the gateway does not answer; whether it took the command, its job or resource shows', cause: error }));
    },
  });
}

function bound(body: NodeJS.ReadableStream, limitBytes: number): BoundedBody {
  // What ends the one ends the other; who reads the bounded one is told.
  return pipeline(body, new BoundedBody(limitBytes), () => undefined);
}
