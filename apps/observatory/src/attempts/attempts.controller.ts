import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { AttemptLogsResponse, JobAttemptsResponse } from '#contracts';
import { ApiError, Permission, ProblemResponses } from '#http';
import { JobParams, unknownJob } from '../jobs/job.params';
import { AtLeastQuery } from '../read-model-access/at-least.query';
import { FreshResponse, stampFreshness } from '../read-model-access/stamp-freshness';
import { AttemptLogsQuery, AttemptParams } from './attempt-logs.query';
import { AttemptsQueries } from './attempts.queries';
import { InScope } from '../tenancy/scope.decorator';
import type { Scope } from '../tenancy/scope';

/** How the attempts at a job went, and what their handlers told on their way. */
@ApiTags('jobs')
@Controller('v1/jobs/:id/attempts')
export class AttemptsController {
  constructor(private readonly queries: AttemptsQueries) {}

  @Permission('jobs:read', 'tenant')
  @Get()
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOperation({ summary: 'The attempts at a job, first to last, with how far each has come' })
  @FreshResponse('JobAttemptsResponse', 'the attempts')
  @ProblemResponses('validation_failed', 'not_found', 'at_least_timeout', 'store_unavailable', 'not_ready')
  async listAttempts(@InScope() scope: Scope, @Param() { id }: JobParams, @Query() { atLeast }: AtLeastQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<JobAttemptsResponse> {
    const { attempts, freshness } = await this.queries.list(scope, id, atLeast);
    stampFreshness(reply, freshness);
    if (!attempts) throw unknownJob(id, freshness.position);
    return { jobId: id, items: attempts, freshness };
  }

  @Permission('jobs:read', 'tenant')
  @Get(':number/logs')
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiParam({ name: 'number', schema: { type: 'integer', minimum: 1 } })
  @ApiOperation({ summary: 'What the handler of an attempt logged, in the order in which it arrived, a page at a time; kept for some days' })
  @FreshResponse('AttemptLogsResponse', 'a page of lines')
  @ProblemResponses('validation_failed', 'not_found', 'at_least_timeout', 'store_unavailable', 'not_ready')
  async readLogs(@InScope() scope: Scope, @Param() { id, number }: AttemptParams, @Query() query: AttemptLogsQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<AttemptLogsResponse> {
    const { page, freshness } = await this.queries.logs(scope, id, number, query);
    stampFreshness(reply, freshness);
    if (!page) throw new ApiError('not_found', { detail: `no attempt ${number} at job ${id} is known up to position ${freshness.position}` });
    return { jobId: id, number, ...page, freshness };
  }
}
