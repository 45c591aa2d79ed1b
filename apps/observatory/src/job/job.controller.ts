import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { JobDetailResponse, JobEventsResponse } from '#contracts';
import { ApiError, Permission, ProblemResponses } from '#http';
import { JobParams, unknownJob } from '../jobs/job.params';
import { AtLeastQuery } from '../read-model-access/at-least.query';
import { FreshResponse, stampFreshness } from '../read-model-access/stamp-freshness';
import { momentOf } from './job-as-of';
import { JobQueries } from './job.queries';
import { JobEventsQuery, JobQuery } from './job.query';
import { InScope } from '../tenancy/scope.decorator';
import type { Scope } from '../tenancy/scope';

/** One job as everybody sees it. */
@ApiTags('jobs')
@Controller('v1/jobs/:id')
export class JobController {
  constructor(private readonly queries: JobQueries) {}

  @Permission('jobs:read', 'tenant')
  @Get()
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOperation({ summary: 'One job, with its payload and result', description: 'As it is now; with `asOf`, as it was at a position of the log or at a time, and which event was its last by then.' })
  @FreshResponse('JobDetailResponse', 'the job')
  @ProblemResponses('validation_failed', 'not_found', 'at_least_timeout', 'store_unavailable', 'not_ready')
  async readJob(@InScope() scope: Scope, @Param() { id }: JobParams, @Query() { asOf, atLeast }: JobQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<JobDetailResponse> {
    if (asOf !== undefined) return this.readJobThen(scope, id, asOf, atLeast, reply);
    const { job, freshness } = await this.queries.job(scope, id, atLeast);
    stampFreshness(reply, freshness);
    if (!job) throw unknownJob(id, freshness.position);
    return { job, freshness };
  }

  @Permission('jobs:read', 'tenant')
  @Get('timeline')
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOperation({ summary: 'Everything that happened to a job, oldest first' })
  @FreshResponse('TimelineResponse', 'the life of the job')
  @ProblemResponses('validation_failed', 'not_found', 'at_least_timeout', 'store_unavailable', 'not_ready')
  async readTimeline(@InScope() scope: Scope, @Param() { id }: JobParams, @Query() { atLeast }: AtLeastQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { timeline, freshness } = await this.queries.timeline(scope, id, atLeast);
    stampFreshness(reply, freshness);
    if (!timeline) throw unknownJob(id, freshness.position);
    // A `TimelineResponse`, of which the entries are JSON already.
    void reply.header('content-type', 'application/json; charset=utf-8').header('etag', timeline.tag);
    return `{"jobId":"${id}","entries":${timeline.entries},"freshness":${JSON.stringify(freshness)}}`;
  }

  @Permission('jobs:read', 'tenant')
  @Get('events')
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOperation({ summary: 'The events of a job as they stand in the log, oldest first', description: 'The first event and the last 999 of a job are kept; `omitted` says how many are not. JSON that was too large for a timeline says so in its place.' })
  @FreshResponse('JobEventsResponse', 'the events')
  @ProblemResponses('validation_failed', 'not_found', 'at_least_timeout', 'store_unavailable', 'not_ready')
  async readJobEvents(@InScope() scope: Scope, @Param() { id }: JobParams, @Query() query: JobEventsQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<JobEventsResponse> {
    const { page, freshness } = await this.queries.events(scope, id, query);
    stampFreshness(reply, freshness);
    if (!page) throw unknownJob(id, freshness.position);
    return { jobId: id, ...page, freshness };
  }

  private async readJobThen(scope: Scope, id: string, asOf: string, atLeast: number | undefined, reply: FastifyReply): Promise<JobDetailResponse> {
    const moment = momentOf(asOf);
    if (moment === undefined) throw new ApiError('validation_failed', { detail: `there is no time ${asOf}` });
    const { then, freshness } = await this.queries.jobAt(scope, id, moment, atLeast);
    stampFreshness(reply, freshness);
    if (then.kind === 'unknown_job') throw unknownJob(id, freshness.position);
    if (then.kind === 'not_yet') throw new ApiError('not_found', { detail: `there was no job ${id} then: it was submitted at ${then.submittedAt}, position ${then.position}` });
    return { job: then.job, asOf: then.asOf, freshness };
  }
}
