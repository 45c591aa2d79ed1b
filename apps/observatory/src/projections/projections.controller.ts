import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { ProjectionPageResponse } from '#contracts';
import { Permission, ProblemResponses } from '#http';
import { OVERVIEW } from '#read-model';
import { AtLeastQuery } from '../read-model-access/at-least.query';
import { ReadModelAccess } from '../read-model-access/read-model-access';
import { PassingResponse, stampFreshness } from '../read-model-access/stamp-freshness';
import { ProjectionsQueries } from './projections.queries';

/** The read models themselves. */
@ApiTags('system')
@Controller('v1/projections')
export class ProjectionsController {
  constructor(
    private readonly queries: ProjectionsQueries,
    private readonly access: ReadModelAccess,
  ) {}

  @Permission('platform:read')
  @Get()
  @ApiOperation({ summary: 'Every read model: the generation that is served, how far it has come, and the one that is being built beside it' })
  @PassingResponse('ProjectionPageResponse', 'the read models')
  @ProblemResponses('validation_failed', 'at_least_timeout', 'store_unavailable', 'not_ready')
  async listProjections(@Query() { atLeast }: AtLeastQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<ProjectionPageResponse> {
    const { answer: items, freshness } = await this.access.reached(OVERVIEW, atLeast, () => this.queries.list());
    stampFreshness(reply, freshness);
    return { items, freshness };
  }
}
