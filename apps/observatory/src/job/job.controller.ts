import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { JobDetailResponse, TimelineResponse } from '#contracts';
import { ProblemResponses } from '#http';
import { JobParams, unknownJob } from '../jobs/job.params';
import { AtLeastQuery } from '../read-model-access/at-least.query';
import { FreshResponse, stampFreshness } from '../read-model-access/stamp-freshness';
import { JobQueries } from './job.queries';

/** One job as everybody sees it. */
@ApiTags('jobs')
@Controller('v1/jobs/:id')
export class JobController {
  constructor(private readonly queries: JobQueries) {}

  @Get()
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOperation({ summary: 'One job, with its payload and result' })
  @FreshResponse('JobDetailResponse', 'the job')
  @ProblemResponses('validation_failed', 'not_found', 'at_least_timeout', 'store_unavailable', 'not_ready')
  async readJob(@Param() { id }: JobParams, @Query() { atLeast }: AtLeastQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<JobDetailResponse> {
    const { job, freshness } = await this.queries.job(id, atLeast);
    stampFreshness(reply, freshness);
    if (!job) throw unknownJob(id, freshness.position);
    return { job, freshness };
  }

  @Get('timeline')
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOperation({ summary: 'Everything that happened to a job, oldest first' })
  @FreshResponse('TimelineResponse', 'the life of the job')
  @ProblemResponses('validation_failed', 'not_found', 'at_least_timeout', 'store_unavailable', 'not_ready')
  async readTimeline(@Param() { id }: JobParams, @Query() { atLeast }: AtLeastQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<TimelineResponse> {
    const { entries, freshness } = await this.queries.timeline(id, atLeast);
    stampFreshness(reply, freshness);
    if (!entries) throw unknownJob(id, freshness.position);
    return { jobId: id, entries, freshness };
  }
}
