import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { JobWhyResponse } from '#contracts';
import { Permission, ProblemResponses } from '#http';
import { JobParams, unknownJob } from '../jobs/job.params';
import { AtLeastQuery } from '../read-model-access/at-least.query';
import { FreshResponse, stampFreshness } from '../read-model-access/stamp-freshness';
import { InScope } from '../tenancy/scope.decorator';
import type { Scope } from '../tenancy/scope';
import { WhyQueries } from './why.queries';

@ApiTags('jobs')
@Controller('v1/jobs/:id/why')
export class WhyController {
  constructor(private readonly queries: WhyQueries) {}

  @Permission('jobs:read', 'tenant')
  @Get()
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOperation({
    summary: 'Why is this job not running?',
    description: 'One reason, in the order in which a grant asks, with the facts it rests on and the events that show it. What the read models cannot know stands in `unknowns`; the gateway answers the same question with it.',
  })
  @FreshResponse('JobWhyResponse', 'the reason')
  @ProblemResponses('validation_failed', 'not_found', 'at_least_timeout', 'store_unavailable', 'not_ready')
  async readWhy(@InScope() scope: Scope, @Param() { id }: JobParams, @Query() { atLeast }: AtLeastQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<JobWhyResponse> {
    const { why, freshness } = await this.queries.why(scope, id, atLeast);
    stampFreshness(reply, freshness);
    if (!why) throw unknownJob(id, freshness.position);
    return { ...why, freshness };
  }
}
