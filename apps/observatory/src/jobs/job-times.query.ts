import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { AtLeastQuery } from '../read-model-access/at-least.query';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const INSTANT_MESSAGE = '$property must be an RFC 3339 time in UTC with milliseconds';
const MAX_MS = 31_536_000_000;

/** When jobs were submitted and ended, how long and how often they were tried. */
export class JobTimesQuery extends AtLeastQuery {
  @ApiPropertyOptional({ type: 'string', format: 'date-time', description: 'only jobs that were submitted at this time or later' })
  @IsOptional()
  @Matches(INSTANT, { message: INSTANT_MESSAGE })
  submittedAfter?: string;

  @ApiPropertyOptional({ type: 'string', format: 'date-time', description: 'only jobs that were submitted before this time' })
  @IsOptional()
  @Matches(INSTANT, { message: INSTANT_MESSAGE })
  submittedBefore?: string;

  @ApiPropertyOptional({ type: 'string', format: 'date-time', description: 'only jobs that ended at this time or later' })
  @IsOptional()
  @Matches(INSTANT, { message: INSTANT_MESSAGE })
  finishedAfter?: string;

  @ApiPropertyOptional({ type: 'string', format: 'date-time', description: 'only jobs that ended before this time' })
  @IsOptional()
  @Matches(INSTANT, { message: INSTANT_MESSAGE })
  finishedBefore?: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 0, maximum: MAX_MS, description: 'only jobs that have ended and whose last attempt took at least this long' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(MAX_MS)
  minDurationMs?: number;

  @ApiPropertyOptional({ type: 'integer', minimum: 0, maximum: MAX_MS, description: 'only jobs that have ended and whose last attempt took at most this long' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(MAX_MS)
  maxDurationMs?: number;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 1_000, description: 'only jobs that were tried at least this often' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1_000)
  minAttempts?: number;
}
