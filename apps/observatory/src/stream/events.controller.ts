import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { EventPageResponse } from '#contracts';
import { ApiError, Permission, ProblemResponses } from '#http';
import { OVERVIEW, ReadModelStore } from '#read-model';
import { ReadModelAccess } from '../read-model-access/read-model-access';
import { FreshResponse, stampFreshness } from '../read-model-access/stamp-freshness';
import { Redaction } from '../redaction/redaction';
import { InScope } from '../tenancy/scope.decorator';
import type { Scope } from '../tenancy/scope';
import { headOf, isOpen, matches } from './stream-filter';
import { EventListQuery } from './stream.query';

/** Batches that one page looks at; a rare event may need several pages, some of them empty. */
const BATCHES = 200;
const POSITION = /^[1-9]\d{0,14}$/;

/** The latest events, read once; `/v1/stream` goes on from there. */
@ApiTags('events')
@Controller('v1/events')
export class EventsController {
  constructor(
    private readonly access: ReadModelAccess,
    private readonly store: ReadModelStore,
    private readonly redaction: Redaction,
  ) {}

  @Permission('events:read', 'tenant')
  @Get()
  @ApiOperation({ summary: 'The latest events of the log, newest first; as far back as the ring goes (the log itself is the feed of the gateway)' })
  @FreshResponse('EventPageResponse', 'a page of events')
  @ProblemResponses('validation_failed', 'invalid_cursor', 'at_least_timeout', 'store_unavailable', 'not_ready')
  async listEvents(@InScope() scope: Scope, @Query() { types, jobId: jobIds, queue, type, correlationId, cursor, limit, atLeast }: EventListQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<EventPageResponse> {
    if (cursor !== undefined && !POSITION.test(cursor)) throw new ApiError('invalid_cursor');
    const filter = { tenantId: scope.tenantId, types, jobIds, queue, type, correlationId };
    const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(cursor);
    const { answer: batches, freshness } = await this.access.reached(OVERVIEW, atLeast, () => this.store.events.newest(BATCHES, before));
    const items: EventPageResponse['items'] = [];
    let reached = before;
    for (const { from, events } of batches) {
      for (let index = events.length - 1; index >= 0 && items.length < limit; index -= 1) {
        const position = from + index;
        const text = events[index] ?? '';
        // Batches may overlap after a crash; positions below what was told already are new.
        if (position >= reached) continue;
        reached = position;
        if (isOpen(filter) || matches(filter, headOf(text))) items.push(JSON.parse(this.redaction.envelopeText(text)) as EventPageResponse['items'][number]);
      }
      if (items.length === limit) break;
    }
    stampFreshness(reply, freshness);
    const isEnd = items.length < limit && batches.length < BATCHES;
    return { items, nextCursor: isEnd || reached <= 1 ? undefined : String(reached), freshness };
  }
}
