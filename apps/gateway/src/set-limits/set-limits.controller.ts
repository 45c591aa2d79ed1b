import { Controller, Delete, Get, HttpCode, Param, Put, Query, Req } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Limit, LimitListResponse, PutLimitRequest } from '#contracts';
import type { LimitControls } from '#domain';
import { ApiError, ContractBody, ContractResponse, Permission, ProblemResponses } from '#http';
import { NameParams } from '../set-controls/name.params';
import { pageOf, PageQuery } from '../set-controls/page.query';
import { operatorOf } from '../set-controls/pausable';
import { GatewayStore } from '../store/gateway-store';

@ApiTags('limits')
@Controller('v1/limits')
export class SetLimitsController {
  constructor(private readonly store: GatewayStore) {}

  @Permission('limits:write')
  @Put(':name')
  @ApiOperation({
    summary: 'Set a limit',
    description:
      'A bound on how many jobs run at once (`concurrency`), on how often they start (`rate`, a token bucket), or both; for each value of a key (`keyBy`: the tenant, or a field of the payload), or as a whole; of one `tenant`, `queue` or `type` alone where that is given. It holds over all gateways and workers. Jobs that lack the field share one key. Jobs that run already run on, even if they are more.',
  })
  @ContractResponse(200, 'Limit')
  @ProblemResponses('malformed_json', 'validation_failed', 'unsupported_media_type', 'queue_full', 'store_unavailable')
  async put(@Param() { name }: NameParams, @ContractBody('PutLimitRequest') body: PutLimitRequest, @Req() { correlationId }: FastifyRequest): Promise<Limit> {
    const { by: _by, reason: _reason, ...limit } = body;
    if (limit.concurrency === undefined && limit.rate === undefined) {
      const message = 'a limit bounds concurrency, rate, or both';
      throw new ApiError('validation_failed', { detail: message, errors: [{ pointer: '', message }] });
    }
    const operator = operatorOf(body);
    await this.store.resources.change<LimitControls, undefined>('limit', name, { correlationId }, (state, { now }) => {
      if (state !== undefined && JSON.stringify(inOrder(state)) === JSON.stringify(inOrder(limit))) return { outcome: undefined };
      return { state: limit, events: [{ type: 'limit.set', at: now, payload: { limit: { name, ...limit }, at: now, ...operator } }], outcome: undefined };
    });
    return { name, ...limit };
  }

  @Permission('limits:read')
  @Get()
  @ApiOperation({ summary: 'The limits' })
  @ContractResponse(200, 'LimitListResponse')
  @ProblemResponses('validation_failed', 'store_unavailable')
  async list(@Query() { after, limit }: PageQuery): Promise<LimitListResponse> {
    const { entries, nextCursor } = pageOf(await this.store.resources.list<LimitControls>('limit', { after, limit: limit + 1 }), limit);
    return { items: entries.map(({ name, state }) => ({ name, ...state })), nextCursor };
  }

  @Permission('limits:read')
  @Get(':name')
  @ApiOperation({ summary: 'One limit' })
  @ContractResponse(200, 'Limit')
  @ProblemResponses('validation_failed', 'not_found', 'store_unavailable')
  async get(@Param() { name }: NameParams): Promise<Limit> {
    const found = await this.store.resources.get<LimitControls>('limit', name);
    if (found === undefined) throw noLimit(name);
    return { name, ...found.state };
  }

  @Permission('limits:write')
  @Delete(':name')
  @HttpCode(204)
  @ApiOperation({ summary: 'Remove a limit', description: 'The jobs it held back go to the workers again.' })
  @ApiNoContentResponse({ description: 'The limit is removed.' })
  @ProblemResponses('validation_failed', 'not_found', 'queue_full', 'store_unavailable')
  async remove(@Param() { name }: NameParams, @Req() { correlationId }: FastifyRequest): Promise<void> {
    const operator = operatorOf(undefined);
    const { outcome } = await this.store.resources.change<LimitControls, 'removed' | 'unknown'>('limit', name, { correlationId }, (state, { now }) =>
      state === undefined ? { outcome: 'unknown' } : { state: 'deleted', events: [{ type: 'limit.removed', at: now, payload: { name, at: now, ...operator } }], outcome: 'removed' },
    );
    if (outcome === 'unknown') throw noLimit(name);
  }
}

function noLimit(name: string): ApiError {
  return new ApiError('not_found', { detail: `there is no limit ${name}` });
}

/** One way to write a limit, to tell whether anything changes. */
function inOrder({ queue, type, tenant, keyBy, concurrency, rate }: LimitControls): readonly unknown[] {
  return [queue, type, tenant, keyBy, concurrency, rate?.perSecond, rate?.burst];
}
