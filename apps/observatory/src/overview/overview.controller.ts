import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Permission, ProblemResponses } from '#http';
import { AtLeastQuery } from '../read-model-access/at-least.query';
import { PassingResponse, stampFreshness } from '../read-model-access/stamp-freshness';
import { OverviewQueries } from './overview.queries';
import { InScope } from '../tenancy/scope.decorator';
import type { Scope } from '../tenancy/scope';

/** The system at a glance. */
@ApiTags('overview')
@Controller('v1/overview')
export class OverviewController {
  constructor(private readonly queries: OverviewQueries) {}

  @Permission('platform:read', 'tenant')
  @Get()
  @ApiOperation({ summary: 'Jobs by state, in all and per queue, what happened lately and since the log began, what waits longest, alerts that hold, errors, services and stores' })
  @PassingResponse('OverviewResponse', 'the overview')
  @ProblemResponses('validation_failed', 'at_least_timeout', 'store_unavailable', 'not_ready')
  async readOverview(@InScope() scope: Scope, @Query() { atLeast }: AtLeastQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { json, tag, freshness } = await this.queries.overview(scope, atLeast);
    stampFreshness(reply, freshness);
    void reply.header('content-type', 'application/json; charset=utf-8').header('etag', tag);
    return json;
  }
}
