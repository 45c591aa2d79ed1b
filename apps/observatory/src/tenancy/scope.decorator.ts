import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ANONYMOUS } from '#identity';
import { Scope } from './scope';

/** Whose documents the answer may show: `@InScope() scope: Scope`. From who asks, and from `tenant` in the query, which `AtLeastQuery` declares and checks. */
export const InScope = createParamDecorator((_data: unknown, context: ExecutionContext): Scope => {
  const request = context.switchToHttp().getRequest<FastifyRequest<{ Querystring: { tenant?: unknown } }>>();
  const { tenant } = request.query;
  return Scope.of(request.principal ?? ANONYMOUS, typeof tenant === 'string' ? tenant : undefined);
});
