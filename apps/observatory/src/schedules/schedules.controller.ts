import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { SchedulePageResponse } from '#contracts';
import { ProblemResponses } from '#http';
import { FreshResponse, stampFreshness } from '../read-model-access/stamp-freshness';
import { ListSchedulesQuery } from './list-schedules.query';
import { SchedulesQueries } from './schedules.queries';

/** Schedules as everybody sees them. */
@ApiTags('schedules')
@Controller('v1/schedules')
export class SchedulesController {
  constructor(private readonly queries: SchedulesQueries) {}

  @Get()
  @ApiOperation({ summary: 'Schedules by name, a page at a time' })
  @FreshResponse('SchedulePageResponse', 'a page of schedules')
  @ProblemResponses('validation_failed', 'at_least_timeout', 'store_unavailable', 'not_ready')
  async listSchedules(@Query() query: ListSchedulesQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<SchedulePageResponse> {
    const page = await this.queries.list(query);
    stampFreshness(reply, page.freshness);
    return page;
  }
}
