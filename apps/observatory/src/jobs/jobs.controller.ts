import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { JobListResponse } from '#contracts';
import { ProblemResponses } from '#http';
import { FreshResponse, stampFreshness } from '../read-model-access/stamp-freshness';
import { JobsQueries } from './jobs.queries';
import { ListJobsQuery } from './list-jobs.query';

/** Jobs as everybody sees them; one alone is shown by `../job`. */
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
}
