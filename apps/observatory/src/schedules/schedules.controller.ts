import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { ScheduleDetailResponse, SchedulePageResponse } from '#contracts';
import { ApiError, Permission, ProblemResponses } from '#http';
import { AtLeastQuery } from '../read-model-access/at-least.query';
import { FreshResponse, stampFreshness } from '../read-model-access/stamp-freshness';
import { ListSchedulesQuery, ScheduleParams } from './list-schedules.query';
import { SchedulesQueries } from './schedules.queries';
import { InScope } from '../tenancy/scope.decorator';
import type { Scope } from '../tenancy/scope';

/** Schedules as everybody sees them. */
@ApiTags('schedules')
@Controller('v1/schedules')
export class SchedulesController {
  constructor(private readonly queries: SchedulesQueries) {}

  @Permission('schedules:read', 'tenant')
  @Get()
  @ApiOperation({ summary: 'Schedules by name, a page at a time' })
  @FreshResponse('SchedulePageResponse', 'a page of schedules')
  @ProblemResponses('validation_failed', 'at_least_timeout', 'store_unavailable', 'not_ready')
  async listSchedules(@InScope() scope: Scope, @Query() query: ListSchedulesQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<SchedulePageResponse> {
    const page = await this.queries.list(scope, query);
    stampFreshness(reply, page.freshness);
    return page;
  }

  @Permission('schedules:read', 'tenant')
  @Get(':schedule')
  @ApiOperation({ summary: 'One schedule, with the last jobs that it submitted' })
  @FreshResponse('ScheduleDetailResponse', 'the schedule')
  @ProblemResponses('validation_failed', 'not_found', 'at_least_timeout', 'store_unavailable', 'not_ready')
  async readSchedule(@InScope() scope: Scope, @Param() { schedule }: ScheduleParams, @Query() { atLeast }: AtLeastQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<ScheduleDetailResponse> {
    const { found, freshness } = await this.queries.one(scope, schedule, atLeast);
    stampFreshness(reply, freshness);
    if (!found) throw new ApiError('not_found', { detail: `no schedule ${schedule} is known up to position ${freshness.position}` });
    return { ...found, freshness };
  }
}
