import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { OverviewResponse } from '#contracts';
import { ProblemResponses } from '#http';
import { NO_ALERTS, NO_JOBS, OVERVIEW, OVERVIEW_ID, type OverviewDocument } from '#read-model';
import { AtLeastQuery } from '../read-model-access/at-least.query';
import { ReadModelAccess } from '../read-model-access/read-model-access';
import { FreshResponse, stampFreshness } from '../read-model-access/stamp-freshness';

/** The system at a glance. */
@ApiTags('overview')
@Controller('v1/overview')
export class OverviewController {
  constructor(private readonly access: ReadModelAccess) {}

  @Get()
  @ApiOperation({ summary: 'Jobs by state, in all and per queue, alerts that hold, and what happened since the log began' })
  @FreshResponse('OverviewResponse', 'the counts')
  @ProblemResponses('validation_failed', 'at_least_timeout', 'store_unavailable', 'not_ready')
  async readOverview(@Query() { atLeast }: AtLeastQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<OverviewResponse> {
    const { answer, freshness } = await this.access.read<OverviewDocument, OverviewDocument | null>(OVERVIEW, atLeast, (overview) =>
      overview.findOne({ _id: OVERVIEW_ID }, { readConcern: 'majority' }),
    );
    stampFreshness(reply, freshness);
    if (!answer) return { counts: { ...NO_JOBS }, submitted: 0, completed: 0, failed: 0, cancelled: 0, retried: 0, lost: 0, queues: [], alerts: { ...NO_ALERTS }, freshness };
    const { _id, version, position, ...counts } = answer;
    return { ...counts, freshness };
  }
}
