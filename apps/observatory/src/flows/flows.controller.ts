import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { FlowPageResponse, JobFlowResponse } from '#contracts';
import { Permission, ProblemResponses } from '#http';
import { JobParams, unknownJob } from '../jobs/job.params';
import { AtLeastQuery } from '../read-model-access/at-least.query';
import { PageQuery } from '../read-model-access/page.query';
import { FreshResponse, stampFreshness } from '../read-model-access/stamp-freshness';
import { FlowsQueries } from './flows.queries';
import { InScope } from '../tenancy/scope.decorator';
import type { Scope } from '../tenancy/scope';

/** Jobs that hang together by waiting for each other. */
@ApiTags('flows')
@Controller('v1')
export class FlowsController {
  constructor(private readonly queries: FlowsQueries) {}

  @Permission('jobs:read', 'tenant')
  @Get('flows')
  @ApiOperation({ summary: 'Flows, those with the latest jobs first, a page at a time' })
  @FreshResponse('FlowPageResponse', 'a page of flows')
  @ProblemResponses('validation_failed', 'invalid_cursor', 'at_least_timeout', 'store_unavailable', 'not_ready')
  async listFlows(@InScope() scope: Scope, @Query() query: PageQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<FlowPageResponse> {
    const page = await this.queries.list(scope, query);
    stampFreshness(reply, page.freshness);
    return page;
  }

  @Permission('jobs:read', 'tenant')
  @Get('jobs/:id/flow')
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOperation({ summary: 'The flow of a job: all jobs that hang together with it, with their states and who waits for whom' })
  @FreshResponse('JobFlowResponse', 'the flow')
  @ProblemResponses('validation_failed', 'not_found', 'at_least_timeout', 'store_unavailable', 'not_ready')
  async readFlow(@InScope() scope: Scope, @Param() { id }: JobParams, @Query() { atLeast }: AtLeastQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<JobFlowResponse> {
    const { flow, freshness } = await this.queries.flow(scope, id, atLeast);
    stampFreshness(reply, freshness);
    if (!flow) throw unknownJob(id, freshness.position);
    return { ...flow, freshness };
  }
}
