import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import type { FastifyReply } from 'fastify';
import type { MetricsSeriesResponse } from '#contracts';
import { Permission, ProblemResponses } from '#http';
import { AtLeastQuery } from '../read-model-access/at-least.query';
import { PassingResponse, stampFreshness } from '../read-model-access/stamp-freshness';
import { ActivityQueries } from './activity.queries';
import { InScope } from '../tenancy/scope.decorator';
import type { Scope } from '../tenancy/scope';

const DEFAULT_MINUTES = 60;
const MAX_MINUTES = 1_440;

class SeriesQuery extends AtLeastQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: MAX_MINUTES, default: DEFAULT_MINUTES, description: 'how many minutes back, the one that has just begun included' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_MINUTES)
  minutes: number = DEFAULT_MINUTES;
}

@ApiTags('overview')
@Controller('v1/metrics/series')
export class ActivityController {
  constructor(private readonly queries: ActivityQueries) {}

  @Permission('platform:read', 'tenant')
  @Get()
  @ApiOperation({ summary: 'What happened minute by minute, as columns for charts', description: 'Rates, retries, losses, and how long jobs waited and took. Prometheus has more, for longer.' })
  @PassingResponse('MetricsSeriesResponse', 'the columns')
  @ProblemResponses('validation_failed', 'at_least_timeout', 'store_unavailable', 'not_ready')
  async readSeries(@InScope() scope: Scope, @Query() { minutes, atLeast }: SeriesQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<MetricsSeriesResponse> {
    const { series, freshness } = await this.queries.series(scope, minutes, atLeast);
    stampFreshness(reply, freshness);
    return { ...series, freshness };
  }
}
