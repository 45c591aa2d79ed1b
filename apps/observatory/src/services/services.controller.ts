import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { ServicePageResponse } from '#contracts';
import { Permission, ProblemResponses } from '#http';
import { OVERVIEW } from '#read-model';
import { AtLeastQuery } from '../read-model-access/at-least.query';
import { ReadModelAccess } from '../read-model-access/read-model-access';
import { PassingResponse, stampFreshness } from '../read-model-access/stamp-freshness';
import { storesOf } from './service-health';
import { ServicesQueries } from './services.queries';

/** The platform's own processes. */
@ApiTags('system')
@Controller('v1/services')
export class ServicesController {
  constructor(
    private readonly queries: ServicesQueries,
    private readonly access: ReadModelAccess,
  ) {}

  @Permission('platform:read')
  @Get()
  @ApiOperation({ summary: 'The processes of the platform and what they need, and the stores as they see them', description: 'Each tells of itself every five seconds; one that is silent for a minute is not here any more.' })
  @PassingResponse('ServicePageResponse', 'the processes')
  @ProblemResponses('validation_failed', 'at_least_timeout', 'store_unavailable', 'not_ready')
  async listServices(@Query() { atLeast }: AtLeastQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<ServicePageResponse> {
    const { answer: items, freshness } = await this.access.reached(OVERVIEW, atLeast, () => this.queries.list());
    stampFreshness(reply, freshness);
    return { items, stores: storesOf(items), freshness };
  }
}
