import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { headersSoFar, Permission, ProblemResponses } from '#http';
import { InScope } from '../tenancy/scope.decorator';
import type { Scope } from '../tenancy/scope';
import { StreamHub } from './stream-hub';
import { StreamQuery } from './stream.query';

const POSITION = /^\d{1,15}$/;

/** The log as it goes by. */
@ApiTags('events')
@Controller('v1/stream')
export class StreamController {
  constructor(private readonly hub: StreamHub) {}

  @Permission('events:read', 'tenant')
  @Get()
  @ApiOperation({
    summary: 'Events as they come, as server-sent events',
    description:
      'Each event of the log that matches is a frame: `id` its position, `event` its type, `data` the whole envelope. Frames of the stream itself have no id: `freshness` (at once, then at most once a second), `changes` (with mode=changes), `resync` (events are missing: read anew what is shown), `dropped` (the client did not read; the stream ends). A lost connection goes on where it was by `Last-Event-ID`, which browsers send by themselves. A comment comes every 15 s.',
  })
  @ApiProduces('text/event-stream')
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'the position after which to go on' })
  @ApiResponse({ status: 200, description: 'the stream', content: { 'text/event-stream': { schema: { type: 'string' } } } })
  @ProblemResponses('validation_failed', 'too_many_streams')
  async openStream(@InScope() scope: Scope, @Query() { types, jobId: jobIds, queue, type, correlationId, mode, after }: StreamQuery, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const resumed = request.headers['last-event-id'];
    const from = typeof resumed === 'string' && POSITION.test(resumed) ? Number(resumed) : after;
    await this.hub.ready();
    for (const [name, value] of Object.entries(headersSoFar(reply))) reply.raw.setHeader(name, value);
    const opening = this.hub.open(reply.raw, { filter: { tenantId: scope.tenantId, types, jobIds, queue, type, correlationId }, mode, after: from, address: request.ip });
    // A refusal is an answer like others, and comes before the head of the stream is written.
    if (reply.raw.headersSent) reply.hijack();
    await opening;
  }
}
