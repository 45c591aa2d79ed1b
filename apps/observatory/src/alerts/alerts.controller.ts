import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { AlertHistoryResponse, AlertListResponse } from '#contracts';
import { ApiError, Permission, ProblemResponses } from '#http';
import { FreshResponse, stampFreshness } from '../read-model-access/stamp-freshness';
import { AlertsQueries } from './alerts.queries';
import { PageQuery } from '../read-model-access/page.query';
import { AlertParams, ListAlertsQuery } from './alerts.query';
import { InScope } from '../tenancy/scope.decorator';
import type { Scope } from '../tenancy/scope';

/** Alerts, those that hold and those that held. */
@ApiTags('alerts')
@Controller('v1/alerts')
export class AlertsController {
  constructor(private readonly queries: AlertsQueries) {}

  @Permission('alerts:read')
  @Get()
  @ApiOperation({ summary: 'Alerts, the latest first, a page at a time', description: 'Each occurrence is one entry: an alert that began, ended and began again stands here twice.' })
  @FreshResponse('AlertListResponse', 'a page of alerts')
  @ProblemResponses('validation_failed', 'invalid_cursor', 'at_least_timeout', 'store_unavailable', 'not_ready')
  async listAlerts(@InScope() scope: Scope, @Query() query: ListAlertsQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<AlertListResponse> {
    const page = await this.queries.list(scope, query);
    stampFreshness(reply, page.freshness);
    return page;
  }

  @Permission('alerts:read')
  @Get(':fingerprint')
  @ApiOperation({ summary: 'Every time that an alert held, the latest first' })
  @FreshResponse('AlertHistoryResponse', 'its occurrences')
  @ProblemResponses('validation_failed', 'invalid_cursor', 'not_found', 'at_least_timeout', 'store_unavailable', 'not_ready')
  async readAlert(@InScope() scope: Scope, @Param() { fingerprint }: AlertParams, @Query() query: PageQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<AlertHistoryResponse> {
    const page = await this.queries.history(scope, fingerprint, query);
    stampFreshness(reply, page.freshness);
    if (page.items.length === 0 && query.cursor === undefined) throw new ApiError('not_found', { detail: `there is no alert ${fingerprint} up to position ${page.freshness.position}` });
    return { fingerprint, ...page };
  }
}
