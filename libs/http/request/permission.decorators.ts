import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBearerAuth, ApiExtension } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ANONYMOUS, type Permission as PermissionName, type Principal, type RouteAccess } from '#identity';
import { ProblemResponses } from '../openapi/contract.decorators';

/**
 * What a caller must be allowed to do. `tenant`: the handler narrows what it reads and writes to the tenant of `@Caller()`; without it the route is only for
 * members of the platform's own tenant, since what it shows or changes belongs to several.
 */
export function Permission(permission: PermissionName, scope: 'tenant' | 'platform' = 'platform'): MethodDecorator {
  const access: RouteAccess = { kind: 'permission', permission, scope };
  return applyDecorators(RouteConfig({ access }), ApiBearerAuth(), ApiExtension('x-permission', scope === 'tenant' ? permission : `${permission} (platform)`), ProblemResponses('unauthorized', 'forbidden'));
}

/** Anybody may call it: it says nothing about anybody's jobs. */
export function Public(): MethodDecorator {
  const access: RouteAccess = { kind: 'public' };
  return applyDecorators(RouteConfig({ access }));
}

/** Who calls: `@Caller() caller: Principal`. */
export const Caller = createParamDecorator((_data: unknown, context: ExecutionContext): Principal => context.switchToHttp().getRequest<FastifyRequest>().principal ?? ANONYMOUS);
