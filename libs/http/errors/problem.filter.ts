import { ArgumentsHost, Catch, ExceptionFilter } from '@nestjs/common';
import { FastifyReply, FastifyRequest } from 'fastify';
import { Logger } from '#observability';
import type { AuditTrail } from '../audit/audit-trail';
import { ApiError } from './api-error';
import { countProblem } from './error-metrics';
import { toProblem } from './problem-mapping';

/** Answers every error of an HTTP request with a problem document, and writes one log line about it. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly logger: Logger,
    private readonly trail: Pick<AuditTrail, 'recordSecurity'>,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    // The handlers of messages share the application; their verdicts are not ours to give.
    if (host.getType() !== 'http') throw error;
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    if (error instanceof ApiError && error.suspicion !== undefined) this.trail.recordSecurity({ category: error.suspicion, request, code: error.code, reason: error.detail });
    sendProblem(this.logger, error, request, http.getResponse<FastifyReply>());
  }
}

/** Sends the problem document of `error`: for places that Nest's filter does not see, such as Fastify's router. */
export function sendProblem(logger: Logger, error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const path = request.url.split('?', 1)[0];
  const problem = toProblem(error, { instance: path, correlationId: request.correlationId });
  countProblem(problem.code);
  request.problemCode = problem.code;
  const line = { correlationId: request.correlationId, method: request.method, path, status: problem.status, code: problem.code, ...factsOf(error) };
  if (problem.status >= 500) logger.error({ ...line, err: error }, problem.title);
  else logger.debug({ ...line, detail: problem.detail, errors: problem.errors }, problem.title);
  // An answer that is already under way can only be cut off.
  if (reply.sent || reply.raw.headersSent) {
    reply.raw.destroy();
    return;
  }
  if (problem.status === 401 && !reply.hasHeader('www-authenticate')) void reply.header('www-authenticate', 'Bearer');
  if (problem.retryAfterSeconds !== undefined) void reply.header('retry-after', String(problem.retryAfterSeconds));
  void reply.code(problem.status).header('content-type', 'application/problem+json').send(JSON.stringify(problem));
}

function factsOf(error: unknown): Readonly<Record<string, unknown>> {
  return error instanceof ApiError ? (error.facts ?? {}) : {};
}
