import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import type { AttemptLogLine } from '#contracts';
import { JobParams } from '../jobs/job.params';
import { AtLeastQuery } from '../read-model-access/at-least.query';

/** From least to most serious. */
export const LEVELS = ['debug', 'info', 'warn', 'error'] as const satisfies readonly AttemptLogLine['level'][];

const DEFAULT_LIMIT = 200;
/** All that is kept of an attempt. */
const MAX_LIMIT = 1_000;

/** The attempt that a path is about. */
export class AttemptParams extends JobParams {
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  number!: number;
}

/** Filter and page of the lines of an attempt. */
export class AttemptLogsQuery extends AtLeastQuery {
  @ApiPropertyOptional({ enum: LEVELS, default: 'debug', description: 'only lines that are at least this serious' })
  @IsOptional()
  @IsIn(LEVELS)
  level: AttemptLogLine['level'] = 'debug';

  @ApiPropertyOptional({ type: 'integer', minimum: 0, default: 0, description: 'only lines after this one: `nextAfter` of the page before, or the last line that was read, to follow a running attempt' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(2_147_483_647)
  after = 0;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: MAX_LIMIT, default: DEFAULT_LIMIT, description: 'lines per page' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_LIMIT)
  limit = DEFAULT_LIMIT;
}
