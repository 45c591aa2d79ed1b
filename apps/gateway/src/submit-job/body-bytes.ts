import type { FastifyRequest } from 'fastify';

/** The size the client told; a body without one came in chunks and is reckoned small, its bound was enforced while it was read. */
export function bodyBytes(request: FastifyRequest): number {
  const told = Number(request.headers['content-length']);
  return Number.isFinite(told) ? told : 1_000;
}
