import type { FastifyReply } from 'fastify';
import type { Freshness } from '#contracts';

/** Says in headers what the body says as well, so that an answer without a body of its own (a 404) carries it too. */
export function stampFreshness(reply: FastifyReply, freshness: Freshness): void {
  void reply.header('x-position', String(freshness.position)).header('x-lag-ms', String(freshness.lagMs)).header('cache-control', 'no-store');
}

/** The same for the OpenAPI document. */
export const FRESHNESS_HEADERS = {
  'X-Position': { description: 'the log position up to which the answer is true', schema: { type: 'integer' as const } },
  'X-Lag-Ms': { description: 'age of the oldest event that is missing, in milliseconds', schema: { type: 'integer' as const } },
};
