import { HealthResponse, ReadyResponse, ServiceStatus } from '#contracts';
import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { FastifyReply } from 'fastify';
import { Permission, Public } from '../request/permission.decorators';
import { ContractResponse } from '../openapi/contract.decorators';
import { SERVICE_IDENTITY, ServiceIdentity } from '../service-identity';
import { HealthRegistry } from './health.registry';

/** The routes that supervisors, load balancers and operators ask. Both spellings are in wide use, so both are served. */
@ApiTags('operations')
@Controller()
export class HealthController {
  constructor(
    private readonly health: HealthRegistry,
    @Inject(SERVICE_IDENTITY) private readonly identity: ServiceIdentity,
  ) {}

  @Public()
  @Get(['health', 'healthz'])
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Whether the process is alive; says nothing about its dependencies' })
  @ContractResponse(200, 'HealthResponse', 'the process answers')
  readHealth(): HealthResponse {
    return { status: 'ok' };
  }

  @Public()
  @Get(['ready', 'readyz'])
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Whether the service can do its work: every dependency, and whether it is usable' })
  @ContractResponse(200, 'ReadyResponse', 'every dependency is usable')
  @ContractResponse(503, 'ReadyResponse', 'some dependency is not usable; the service recovers by itself')
  readReadiness(@Res({ passthrough: true }) reply: FastifyReply): ReadyResponse {
    const checks = [...this.health.read()];
    const ready = checks.every((check) => check.ready);
    if (!ready) void reply.code(503);
    return { status: ready ? 'ok' : 'unavailable', checks };
  }

  @Permission('platform:read')
  @Get('status')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'What runs here: identity, uptime, dependencies and what the service has to say about itself' })
  @ContractResponse(200, 'ServiceStatus', 'the state of this process')
  readStatus(): ServiceStatus {
    const { roles, ...details } = this.health.readDetails();
    return {
      service: this.identity.service,
      instanceId: this.identity.instanceId,
      version: this.identity.version,
      startedAt: this.identity.startedAt.toISOString(),
      uptimeSeconds: Math.floor(process.uptime()),
      ...(Array.isArray(roles) ? { roles: roles as string[] } : {}),
      dependencies: [...this.health.read()],
      details,
    };
  }
}
