import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { LogHeadResponse } from '#contracts';
import { Caller, ContractResponse, Permission, ProblemResponses } from '#http';
import { PLATFORM_TENANT, type Principal } from '#identity';
import { GatewayStore } from '../store/gateway-store';
import { LogWaiter } from './log-waiter';
import { ReadEventsQuery } from './read-events.query';

@ApiTags('log')
@Controller('v1')
export class ReadEventsController {
  constructor(
    private readonly store: GatewayStore,
    private readonly waiter: LogWaiter,
  ) {}

  @Permission('events:read', 'tenant')
  @Get('events')
  @ApiOperation({
    summary: 'Read the log',
    description: 'Envelopes in log order, one per line, exactly as they were published. Positions have no gaps: read on with the position of the last line. A reader that meets another epoch than before starts again from 0. A tenant reads the events of its own jobs, schedules and operations: between them are those of others, so it reads on with `X-Log-Reached`.',
  })
  @ApiResponse({
    status: 200,
    description: 'A page; empty when there is nothing after the position.',
    content: { 'application/x-ndjson': { schema: { type: 'string' } } },
    headers: {
      'X-Log-Epoch': { description: 'the life of the log', schema: { type: 'string', format: 'uuid' } },
      'X-Log-Reached': { description: 'the position up to which the page tells everything there is to tell', schema: { type: 'integer' } },
      'X-Log-Head': { description: 'position of the newest event', schema: { type: 'integer' } },
    },
  })
  @ProblemResponses('validation_failed', 'store_unavailable')
  async events(@Caller() caller: Principal, @Query() { after, limit, waitMs }: ReadEventsQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const tenantId = tenantOfFeed(caller);
    const until = performance.now() + waitMs;
    const next = (from: number) => (tenantId === undefined ? this.store.reader.page(from, limit) : this.store.within(tenantId).reader.ownPage(tenantId, from, limit));
    let page = await next(after);
    // What is not told here is passed over, until there is something to tell or nobody waits any longer.
    for (let from = after; page.count === 0 && performance.now() < until; page = await next(from)) {
      if (page.lastPosition === from && !(await this.waiter.wait(from, until - performance.now(), reply.raw))) break;
      from = page.lastPosition;
    }
    const head = await this.store.reader.head();
    void reply.header('content-type', 'application/x-ndjson').header('x-log-epoch', head.epoch).header('x-log-reached', String(page.lastPosition)).header('x-log-head', String(head.position)).header('cache-control', 'no-store');
    return page.ndjson;
  }

  @Permission('log:read')
  @Get('log')
  @ApiOperation({ summary: 'The head of the log', description: 'Cheap: for readers that want to know whether they are behind.' })
  @ContractResponse(200, 'LogHeadResponse')
  @ProblemResponses('store_unavailable')
  head(): Promise<LogHeadResponse> {
    return this.store.reader.head();
  }
}

/** Whose events somebody reads: services of the platform and those who run it read the whole log, everybody else what is of their tenant. */
export function tenantOfFeed({ tenantId, permissions }: Pick<Principal, 'tenantId' | 'permissions'>): Principal['tenantId'] | undefined {
  return tenantId === PLATFORM_TENANT && (permissions.has('log:read') || permissions.has('tenants:read')) ? undefined : tenantId;
}
