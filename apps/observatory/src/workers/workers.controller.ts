import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import type { FastifyReply } from 'fastify';
import type { WorkerDetailResponse, WorkerPageResponse } from '#contracts';
import { ApiError, Permission, ProblemResponses } from '#http';
import { AtLeastQuery } from '../read-model-access/at-least.query';
import { WORKER_ID } from '../read-model-access/key-cursor';
import { PageQuery } from '../read-model-access/page.query';
import { PassingResponse, stampFreshness } from '../read-model-access/stamp-freshness';
import { WorkersQueries } from './workers.queries';
import { InScope } from '../tenancy/scope.decorator';
import type { Scope } from '../tenancy/scope';

class WorkerParams {
  @ApiProperty({ pattern: WORKER_ID.source, description: 'the incarnation of the worker' })
  @Matches(WORKER_ID, { message: 'id must be the id of a worker' })
  id!: string;
}

/** Workers: alive, draining, paused, silent, lost, and what each runs. */
@ApiTags('workers')
@Controller('v1/workers')
export class WorkersController {
  constructor(private readonly queries: WorkersQueries) {}

  @Permission('workers:read')
  @Get()
  @ApiOperation({ summary: 'Workers: those that are there with what they run, then those that are gone', description: 'What a worker tells of itself every five seconds has no position; what the log knows of it and of its jobs is as fresh as the answer says.' })
  @PassingResponse('WorkerPageResponse', 'a page of workers')
  @ProblemResponses('validation_failed', 'invalid_cursor', 'at_least_timeout', 'store_unavailable', 'not_ready')
  async listWorkers(@InScope() scope: Scope, @Query() query: PageQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<WorkerPageResponse> {
    const page = await this.queries.list(scope, query);
    stampFreshness(reply, page.freshness);
    return page;
  }

  @Permission('workers:read')
  @Get(':id')
  @ApiOperation({ summary: 'One worker, with what it runs' })
  @PassingResponse('WorkerDetailResponse', 'the worker')
  @ProblemResponses('validation_failed', 'not_found', 'at_least_timeout', 'store_unavailable', 'not_ready')
  async readWorker(@InScope() scope: Scope, @Param() { id }: WorkerParams, @Query() { atLeast }: AtLeastQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<WorkerDetailResponse> {
    const { worker, freshness } = await this.queries.one(scope, id, atLeast);
    stampFreshness(reply, freshness);
    if (!worker) throw new ApiError('not_found', { detail: `no worker ${id} is known up to position ${freshness.position}` });
    return { worker, freshness };
  }
}
