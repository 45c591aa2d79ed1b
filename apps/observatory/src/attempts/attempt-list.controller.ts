import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { AttemptPageResponse } from '#contracts';
import { Permission, ProblemResponses } from '#http';
import { FreshResponse, stampFreshness } from '../read-model-access/stamp-freshness';
import { AttemptListQueries } from './attempt-list.queries';
import { ListAttemptsQuery } from './list-attempts.query';
import { InScope } from '../tenancy/scope.decorator';
import type { Scope } from '../tenancy/scope';

@ApiTags('attempts')
@Controller('v1/attempts')
export class AttemptListController {
  constructor(private readonly queries: AttemptListQueries) {}

  @Permission('jobs:read', 'tenant')
  @Get()
  @ApiOperation({ summary: 'Attempts across jobs, those of the newest jobs first, a page at a time', description: 'A page looks at 2,000 jobs at most: one that is short, or empty, and has a `nextCursor` is not the last.' })
  @FreshResponse('AttemptPageResponse', 'a page of attempts')
  @ProblemResponses('validation_failed', 'invalid_cursor', 'at_least_timeout', 'store_unavailable', 'not_ready')
  async listAllAttempts(@InScope() scope: Scope, @Query() query: ListAttemptsQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<AttemptPageResponse> {
    const page = await this.queries.list(scope, query);
    stampFreshness(reply, page.freshness);
    return page;
  }
}
