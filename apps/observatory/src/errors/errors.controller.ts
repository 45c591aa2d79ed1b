import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { ErrorDetailResponse, ErrorPageResponse } from '#contracts';
import { Permission, ProblemResponses } from '#http';
import { AtLeastQuery } from '../read-model-access/at-least.query';
import { unknownThing } from '../read-model-access/name.params';
import { FreshResponse, stampFreshness } from '../read-model-access/stamp-freshness';
import { ErrorsQueries } from './errors.queries';
import { ErrorParams, ListErrorsQuery } from './list-errors.query';
import { InScope } from '../tenancy/scope.decorator';
import type { Scope } from '../tenancy/scope';

/** What goes wrong, alike with alike. */
@ApiTags('errors')
@Controller('v1/errors')
export class ErrorsController {
  constructor(private readonly queries: ErrorsQueries) {}

  @Permission('jobs:read', 'tenant')
  @Get()
  @ApiOperation({ summary: 'Errors that are alike as one, the newest or the most frequent first' })
  @FreshResponse('ErrorPageResponse', 'a page of groups')
  @ProblemResponses('validation_failed', 'invalid_cursor', 'at_least_timeout', 'store_unavailable', 'not_ready')
  async listErrors(@InScope() scope: Scope, @Query() query: ListErrorsQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<ErrorPageResponse> {
    const page = await this.queries.list(scope, query);
    stampFreshness(reply, page.freshness);
    return page;
  }

  @Permission('jobs:read', 'tenant')
  @Get(':fingerprint')
  @ApiOperation({ summary: 'One group of errors, with the jobs that met it last' })
  @FreshResponse('ErrorDetailResponse', 'the group')
  @ProblemResponses('validation_failed', 'not_found', 'at_least_timeout', 'store_unavailable', 'not_ready')
  async readError(@InScope() scope: Scope, @Param() { fingerprint }: ErrorParams, @Query() { atLeast }: AtLeastQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<ErrorDetailResponse> {
    const { found, freshness } = await this.queries.one(scope, fingerprint, atLeast);
    stampFreshness(reply, freshness);
    if (!found) throw unknownThing('error', fingerprint, freshness.position);
    return { ...found, freshness };
  }
}
