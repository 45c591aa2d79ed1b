import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { JobDetailResponse, JobListResponse, TimelineResponse } from '#contracts';
import { ProblemResponses } from '#http';
import { AtLeastQuery } from '../read-model-access/at-least.query';
import { FreshResponse, stampFreshness } from '../read-model-access/stamp-freshness';
import { JobParams, unknownJob } from './job.params';
import { JobsQueries } from './jobs.queries';
import { ListJobsQuery } from './list-jobs.query';

/** Jobs as everybody sees them. */
@ApiTags('jobs')
@Controller('v1/jobs')
export class JobsController {
  constructor(private readonly queries: JobsQueries) {}

  @Get()
  @ApiOperation({ summary: 'Jobs, newest first, a page at a time' })
  @FreshResponse('JobListResponse', 'a page of jobs')
  @ProblemResponses('validation_failed', 'invalid_cursor', 'at_least_timeout', 'store_unavailable', 'not_ready')
  async listJobs(@Query() query: ListJobsQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<JobListResponse> {
    const { items, nextCursor, freshness } = await this.queries.list(query);
    stampFreshness(reply, freshness);
    return { items, nextCursor, freshness };
  }

  @Get(':id')
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

  @Get(':id/timeline')
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
