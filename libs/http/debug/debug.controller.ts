import { type CanActivate, Controller, type ExecutionContext, Get, Header, HttpCode, Inject, Injectable, Post, Query, Res, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiPropertyOptional, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PerformanceResponse } from '#contracts';
import { cpuProfile } from '#observability';
import { ApiError } from '../errors/api-error';
import { HealthRegistry } from '../health/health.registry';
import { Permission } from '../request/permission.decorators';
import { ContractResponse, ProblemResponses } from '../openapi/contract.decorators';
import { bearerMatches } from '../request/bearer';
import { SERVICE_IDENTITY, type ServiceIdentity } from '../service-identity';
import { DebugDesk } from './debug-desk';

const LONGEST_PROFILE_SECONDS = 60;
const STOP_LOOK_MS = 200;

export class ProfileQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: LONGEST_PROFILE_SECONDS, default: 10, description: 'how long to sample' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(LONGEST_PROFILE_SECONDS)
  seconds: number = 10;
}

/** Without a token in the configuration there is nothing here; with one, it has to be sent. */
@Injectable()
export class DebugGuard implements CanActivate {
  constructor(@Inject(DebugDesk) private readonly desk: DebugDesk) {}

  canActivate(context: ExecutionContext): boolean {
    const { token } = this.desk;
    if (token === undefined) throw new ApiError('not_found', { detail: 'debugging is off: DEBUG_TOKEN is not set' });
    if (!bearerMatches(context.switchToHttp().getRequest<FastifyRequest>().headers.authorization, token)) throw new ApiError('unauthorized', { detail: 'the debug routes ask for the DEBUG_TOKEN of this service' });
    return true;
  }
}

/** How this process does, for operators. */
@ApiTags('debug')
@ApiBearerAuth()
@Controller('debug/performance')
@UseGuards(DebugGuard)
export class DebugController {
  constructor(
    @Inject(DebugDesk) private readonly desk: DebugDesk,
    private readonly health: HealthRegistry,
    @Inject(SERVICE_IDENTITY) private readonly identity: ServiceIdentity,
  ) {}

  @Permission('debug:read')
  @Get()
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'How the process does: event loop, garbage collection, memory, batches, slowest routes and queries', description: 'Off (404) unless `DEBUG_TOKEN` is set; asks for it as a bearer token.' })
  @ContractResponse(200, 'PerformanceResponse', 'the figures of this process')
  @ProblemResponses('unauthorized', 'not_found')
  async readPerformance(): Promise<PerformanceResponse> {
    const figures = await this.desk.read(this.identity);
    if (figures === undefined) throw new ApiError('not_found');
    return figures;
  }

  @Permission('debug:read')
  @Post('cpu-profile')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Sample where the process spends its CPU', description: 'Answers a `.cpuprofile`, which the developer tools of a browser open. One at a time; it ends early when the caller leaves or the service stops. Off (404) unless `DEBUG_TOKEN` is set; asks for it as a bearer token.' })
  @ApiResponse({ status: 200, description: 'the profile', content: { 'application/json': { schema: { type: 'object', description: 'A CPU profile of V8.' } } } })
  @ProblemResponses('validation_failed', 'unauthorized', 'not_found', 'profile_running')
  async profileCpu(@Query() { seconds }: ProfileQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    const left = new AbortController();
    reply.raw.once('close', () => left.abort());
    const looker = setInterval(() => {
      if (this.health.isStopping) left.abort();
    }, STOP_LOOK_MS);
    try {
      const profile = await cpuProfile(seconds, left.signal);
      if (profile === 'busy') throw new ApiError('profile_running');
      void reply.header('content-disposition', `attachment; filename="${this.identity.service}-${Date.now()}.cpuprofile"`);
      return profile;
    } finally {
      clearInterval(looker);
    }
  }
}
