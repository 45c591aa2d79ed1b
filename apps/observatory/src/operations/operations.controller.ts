import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import type { FastifyReply } from 'fastify';
import type { OperationDetailResponse, OperationPageResponse } from '#contracts';
import { Permission, ProblemResponses } from '#http';
import { type ResourceDocument, RESOURCES } from '#read-model';
import { AtLeastQuery } from '../read-model-access/at-least.query';
import { decodeKeyCursor, encodeKeyCursor, UUID } from '../read-model-access/key-cursor';
import { unknownThing } from '../read-model-access/name.params';
import { PageQuery } from '../read-model-access/page.query';
import { ReadModelAccess } from '../read-model-access/read-model-access';
import { FreshResponse, stampFreshness } from '../read-model-access/stamp-freshness';
import { InScope } from '../tenancy/scope.decorator';
import type { Scope } from '../tenancy/scope';
import { named, pageOf } from '../resources/resource-queries';

class OperationParams {
  @Matches(UUID, { message: 'id must be a lowercase UUID' })
  id!: string;
}

/** What is done to many jobs at once. */
@ApiTags('operations')
@Controller('v1/operations')
export class OperationsController {
  constructor(private readonly access: ReadModelAccess) {}

  @Permission('operations:read', 'tenant')
  @Get()
  @ApiOperation({ summary: 'Operations, the latest first, a page at a time', description: 'As they were started, how far they are, and what came of them once they have ended. One that is at work tells of itself at most once a second, in steps of a hundredth.' })
  @FreshResponse('OperationPageResponse', 'a page of operations')
  @ProblemResponses('validation_failed', 'invalid_cursor', 'at_least_timeout', 'store_unavailable', 'not_ready')
  async listOperations(@InScope() scope: Scope, @Query() { limit, cursor, atLeast }: PageQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<OperationPageResponse> {
    const after = cursor === undefined ? undefined : decodeKeyCursor('operation', cursor, UUID);
    const { answer, freshness } = await this.access.readTogether(scope, [RESOURCES], atLeast, (shown) => pageOf(shown.of<ResourceDocument>(RESOURCES), 'operation', { after, limit, backwards: true }));
    stampFreshness(reply, freshness);
    return { items: answer.states, nextCursor: answer.last === undefined ? undefined : encodeKeyCursor('operation', answer.last), freshness };
  }

  @Permission('operations:read', 'tenant')
  @Get(':id')
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOperation({ summary: 'One operation' })
  @FreshResponse('OperationDetailResponse', 'the operation')
  @ProblemResponses('validation_failed', 'not_found', 'at_least_timeout', 'store_unavailable', 'not_ready')
  async readOperation(@InScope() scope: Scope, @Param() { id }: OperationParams, @Query() { atLeast }: AtLeastQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<OperationDetailResponse> {
    const { answer, freshness } = await this.access.readTogether(scope, [RESOURCES], atLeast, (shown) => named(shown.of<ResourceDocument>(RESOURCES), 'operation', [id]));
    stampFreshness(reply, freshness);
    const [state] = answer;
    if (!state) throw unknownThing('operation', id, freshness.position);
    return { operation: state, freshness };
  }
}
