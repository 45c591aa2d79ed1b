import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import type { JobLogResponse, JobProgressResponse } from '#contracts';
import { ContractResponse, ProblemResponses } from '#http';
import { AttemptsQueries } from './attempts.queries';

class AttemptsParams {
  @Matches(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, { message: 'id must be a lowercase UUID' })
  id!: string;
}

class LogQuery {
  @ApiPropertyOptional({ type: 'string', maxLength: 1000, description: '`nextCursor` of the page before: what was logged after it' })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  cursor?: string;
}

/** What the attempts of a job tell while they run. */
@ApiTags('jobs')
@Controller('v1/jobs')
export class AttemptsController {
  constructor(private readonly queries: AttemptsQueries) {}

  @Get(':id/log')
  @Header('cache-control', 'no-store')
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOperation({
    summary: 'What the handler of a job has logged, oldest first, a page at a time',
    description: 'Telemetry: kept for some days, outside the log of the platform. A job that has logged nothing (or is not known) has no lines. Ask again with `nextCursor` for what comes later.',
  })
  @ContractResponse(200, 'JobLogResponse', 'a page of lines')
  @ProblemResponses('validation_failed', 'invalid_cursor', 'store_unavailable')
  async readLog(@Param() { id }: AttemptsParams, @Query() { cursor }: LogQuery): Promise<JobLogResponse> {
    return { jobId: id, ...(await this.queries.lines(id, cursor)) };
  }

  @Get(':id/progress')
  @Header('cache-control', 'no-store')
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOperation({ summary: 'How far the attempts of a job have come, as they said last', description: 'Telemetry: kept for some days, outside the log of the platform.' })
  @ContractResponse(200, 'JobProgressResponse', 'the attempts that said something, the newest first')
  @ProblemResponses('validation_failed', 'store_unavailable')
  async readProgress(@Param() { id }: AttemptsParams): Promise<JobProgressResponse> {
    return { jobId: id, attempts: await this.queries.progress(id) };
  }
}
