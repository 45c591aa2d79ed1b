import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { QueueDetailResponse, QueuePageResponse } from '#contracts';
import { Permission, ProblemResponses } from '#http';
import { AtLeastQuery } from '../read-model-access/at-least.query';
import { NameParams, unknownThing } from '../read-model-access/name.params';
import { PageQuery } from '../read-model-access/page.query';
import { PassingResponse, stampFreshness } from '../read-model-access/stamp-freshness';
import { QueuesQueries } from './queues.queries';
import { InScope } from '../tenancy/scope.decorator';
import type { Scope } from '../tenancy/scope';

/** Queues as they are right now. */
@ApiTags('queues')
@Controller('v1/queues')
export class QueuesController {
  constructor(private readonly queries: QueuesQueries) {}

  @Permission('queues:read')
  @Get()
  @ApiOperation({ summary: 'Queues by name: jobs by state, pause, bound, oldest waiting job, what happened in the last hour' })
  @PassingResponse('QueuePageResponse', 'a page of queues')
  @ProblemResponses('validation_failed', 'invalid_cursor', 'at_least_timeout', 'store_unavailable', 'not_ready')
  async listQueues(@InScope() scope: Scope, @Query() query: PageQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<QueuePageResponse> {
    const page = await this.queries.list(scope, query);
    stampFreshness(reply, page.freshness);
    return page;
  }

  @Permission('queues:read')
  @Get(':name')
  @ApiOperation({ summary: 'One queue, with the workers that take from it' })
  @PassingResponse('QueueDetailResponse', 'the queue')
  @ProblemResponses('validation_failed', 'not_found', 'at_least_timeout', 'store_unavailable', 'not_ready')
  async readQueue(@InScope() scope: Scope, @Param() { name }: NameParams, @Query() { atLeast }: AtLeastQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<QueueDetailResponse> {
    const { found, freshness } = await this.queries.one(scope, name, atLeast);
    stampFreshness(reply, freshness);
    if (!found) throw unknownThing('queue', name, freshness.position);
    return { ...found, freshness };
  }
}
