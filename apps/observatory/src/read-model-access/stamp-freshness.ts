import { ApiResponse } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Freshness, SchemaName } from '#contracts';
import { contractRef } from '#http';

/** Says in headers what the body says as well, so that an answer without a body of its own (a 404) carries it too. */
export function stampFreshness(reply: FastifyReply, freshness: Freshness): void {
  void reply.header('x-position', String(freshness.position)).header('x-lag-ms', String(freshness.lagMs)).header('cache-control', 'no-store');
}

/** A successful answer of a query: a contract, stamped with its freshness. */
export function FreshResponse(schema: SchemaName, description: string): MethodDecorator {
  return ApiResponse({
    status: 200,
    description,
    content: { 'application/json': { schema: contractRef(schema) } },
    headers: {
      'X-Position': { description: 'the log position up to which the answer is true', schema: { type: 'integer' } },
      'X-Lag-Ms': { description: 'age of the oldest event that is missing, in milliseconds', schema: { type: 'integer' } },
    },
  });
}
