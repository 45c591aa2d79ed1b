import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { LimitPageResponse } from '#contracts';
import { Permission, ProblemResponses } from '#http';
import { RESOURCES } from '#read-model';
import { decodeKeyCursor, encodeKeyCursor, NAME } from '../read-model-access/key-cursor';
import { PageQuery } from '../read-model-access/page.query';
import { ReadModelAccess } from '../read-model-access/read-model-access';
import { FreshResponse, stampFreshness } from '../read-model-access/stamp-freshness';
import { InScope } from '../tenancy/scope.decorator';
import type { Scope } from '../tenancy/scope';
import { pageOf } from '../resources/resource-queries';

/** What bounds how many jobs run at once, and how often they start. */
@ApiTags('limits')
@Controller('v1/limits')
export class LimitsController {
  constructor(private readonly access: ReadModelAccess) {}

  @Permission('limits:read')
  @Get()
  @ApiOperation({ summary: 'Limits by name', description: 'How much of a limit is taken right now only the gateway knows.' })
  @FreshResponse('LimitPageResponse', 'a page of limits')
  @ProblemResponses('validation_failed', 'invalid_cursor', 'at_least_timeout', 'store_unavailable', 'not_ready')
  async listLimits(@InScope() scope: Scope, @Query() { limit, cursor, atLeast }: PageQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<LimitPageResponse> {
    const after = cursor === undefined ? undefined : decodeKeyCursor('limit', cursor, NAME);
    const { answer, freshness } = await this.access.readTogether(scope, [RESOURCES], atLeast, (shown) => pageOf(shown.shared(), 'limit', { after, limit }));
    stampFreshness(reply, freshness);
    return { items: answer.states, nextCursor: answer.last === undefined ? undefined : encodeKeyCursor('limit', answer.last), freshness };
  }
}
