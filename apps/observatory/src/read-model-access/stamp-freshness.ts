import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Freshness, SchemaName } from '#contracts';
import { contractRef } from '#http';

/** Says in headers what the body says as well, so that an answer without a body of its own (a 404) carries it too. */
export function stampFreshness(reply: FastifyReply, freshness: Freshness): void {
  void reply.header('x-position', String(freshness.position)).header('x-lag-ms', String(freshness.lagMs)).header('cache-control', 'private, no-cache');
}

const FRESHNESS_HEADERS = {
  'X-Position': { description: 'the log position up to which the answer is true', schema: { type: 'integer' } },
  'X-Lag-Ms': { description: 'age of the oldest event that is missing, in milliseconds', schema: { type: 'integer' } },
} as const;
const TAG = { ETag: { description: 'names what the answer says, whatever its freshness', schema: { type: 'string' } } } as const;

/** Whoever sends `If-None-Match` with the tag of what it has may be told that it still holds. */
function NotModified(): MethodDecorator {
  return ApiResponse({ status: 304, description: 'what `If-None-Match` names still holds; the headers say for which position', headers: { ...TAG, ...FRESHNESS_HEADERS } });
}

/** The same for an answer that tells of the passing moment (how long something waits): it is never quite the same again, so no 304 is promised. */
export function PassingResponse(schema: SchemaName, description: string): MethodDecorator {
  return ApiResponse({ status: 200, description, content: { 'application/json': { schema: contractRef(schema) } }, headers: FRESHNESS_HEADERS });
}

/** A successful answer of a query: a contract, stamped with its freshness. */
export function FreshResponse(schema: SchemaName, description: string): MethodDecorator {
  return applyDecorators(NotModified(), ApiResponse({ status: 200, description, content: { 'application/json': { schema: contractRef(schema) } }, headers: { ...TAG, ...FRESHNESS_HEADERS } }));
}
