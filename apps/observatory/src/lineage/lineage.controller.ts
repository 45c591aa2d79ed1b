import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { JobLineageResponse } from '#contracts';
import { Permission, ProblemResponses } from '#http';
import { JobParams, unknownJob } from '../jobs/job.params';
import { AtLeastQuery } from '../read-model-access/at-least.query';
import { FreshResponse, stampFreshness } from '../read-model-access/stamp-freshness';
import { LineageQueries } from './lineage.queries';
import { InScope } from '../tenancy/scope.decorator';
import type { Scope } from '../tenancy/scope';

@ApiTags('jobs')
@Controller('v1/jobs/:id/lineage')
export class LineageController {
  constructor(private readonly queries: LineageQueries) {}

  @Permission('jobs:read', 'tenant')
  @Get()
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOperation({ summary: 'Where a job comes from and what came of it: attempts, lives by redrive, schedule, parents, children' })
  @FreshResponse('JobLineageResponse', 'the lineage')
  @ProblemResponses('validation_failed', 'not_found', 'at_least_timeout', 'store_unavailable', 'not_ready')
  async readLineage(@InScope() scope: Scope, @Param() { id }: JobParams, @Query() { atLeast }: AtLeastQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<JobLineageResponse> {
    const { lineage, freshness } = await this.queries.lineage(scope, id, atLeast);
    stampFreshness(reply, freshness);
    if (!lineage) throw unknownJob(id, freshness.position);
    return { ...lineage, freshness };
  }
}
