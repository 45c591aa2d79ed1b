import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { JobTypeDetailResponse, JobTypePageResponse } from '#contracts';
import { Permission, ProblemResponses } from '#http';
import { AtLeastQuery } from '../read-model-access/at-least.query';
import { NameParams, unknownThing } from '../read-model-access/name.params';
import { PageQuery } from '../read-model-access/page.query';
import { FreshResponse, stampFreshness } from '../read-model-access/stamp-freshness';
import { JobTypesQueries } from './job-types.queries';
import { InScope } from '../tenancy/scope.decorator';
import type { Scope } from '../tenancy/scope';

/** Job types: what is defined of them, and who can run them. */
@ApiTags('job types')
@Controller('v1/job-types')
export class JobTypesController {
  constructor(private readonly queries: JobTypesQueries) {}

  @Permission('job-types:read', 'tenant')
  @Get()
  @ApiOperation({ summary: 'Job types by name: schema and defaults, pause, workers that can run them', description: 'A type stands here once it is defined or a live worker can run it.' })
  @FreshResponse('JobTypePageResponse', 'a page of job types')
  @ProblemResponses('validation_failed', 'invalid_cursor', 'at_least_timeout', 'store_unavailable', 'not_ready')
  async listJobTypes(@InScope() scope: Scope, @Query() query: PageQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<JobTypePageResponse> {
    const page = await this.queries.list(scope, query);
    stampFreshness(reply, page.freshness);
    return page;
  }

  @Permission('job-types:read', 'tenant')
  @Get(':name')
  @ApiOperation({ summary: 'One job type' })
  @FreshResponse('JobTypeDetailResponse', 'the job type')
  @ProblemResponses('validation_failed', 'not_found', 'at_least_timeout', 'store_unavailable', 'not_ready')
  async readJobType(@InScope() scope: Scope, @Param() { name }: NameParams, @Query() { atLeast }: AtLeastQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<JobTypeDetailResponse> {
    const { jobType, freshness } = await this.queries.one(scope, name, atLeast);
    stampFreshness(reply, freshness);
    if (!jobType) throw unknownThing('job type', name, freshness.position);
    return { jobType, freshness };
  }
}
