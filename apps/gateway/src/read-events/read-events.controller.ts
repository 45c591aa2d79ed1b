import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { LogHeadResponse } from '#contracts';
import { ContractResponse, Permission, ProblemResponses } from '#http';
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

  @Permission('log:read')
  @Get('events')
  @ApiOperation({
    summary: 'Read the log',
    description: 'Envelopes in log order, one per line, exactly as they were published. Positions have no gaps: read on with the position of the last line. A reader that meets another epoch than before starts again from 0.',
  })
  @ApiResponse({
    status: 200,
    description: 'A page; empty when there is nothing after the position.',
    content: { 'application/x-ndjson': { schema: { type: 'string' } } },
    headers: {
      'X-Log-Epoch': { description: 'the life of the log', schema: { type: 'string', format: 'uuid' } },
      'X-Log-Head': { description: 'position of the newest event', schema: { type: 'integer' } },
    },
  })
  @ProblemResponses('validation_failed', 'store_unavailable')
  async events(@Query() { after, limit, waitMs }: ReadEventsQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    let page = await this.store.reader.page(after, limit);
    if (page.count === 0 && waitMs > 0 && (await this.waiter.wait(after, waitMs, reply.raw))) page = await this.store.reader.page(after, limit);
    const head = await this.store.reader.head();
    void reply.header('content-type', 'application/x-ndjson').header('x-log-epoch', head.epoch).header('x-log-head', String(head.position)).header('cache-control', 'no-store');
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
