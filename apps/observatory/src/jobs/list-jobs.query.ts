import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { JOB_STATUSES, type JobStatus } from '#contracts';
import { AtLeastQuery } from '../read-model-access/at-least.query';

const NAME = /^[a-z][a-z0-9._-]{0,63}$/;
const NAME_MESSAGE = '$property must be a lowercase name of at most 64 letters, digits, dots, dashes and underscores';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

/** Filters and page of `GET /v1/jobs`. */
export class ListJobsQuery extends AtLeastQuery {
  @ApiPropertyOptional({ enum: [...JOB_STATUSES], description: 'only jobs in this state' })
  @IsOptional()
  @IsIn(JOB_STATUSES)
  state?: JobStatus;

  @ApiPropertyOptional({ type: 'string', pattern: NAME.source, description: 'only jobs of this type' })
  @IsOptional()
  @Matches(NAME, { message: NAME_MESSAGE })
  type?: string;

  @ApiPropertyOptional({ type: 'string', pattern: NAME.source, description: 'only jobs of this queue' })
  @IsOptional()
  @Matches(NAME, { message: NAME_MESSAGE })
  queue?: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: MAX_LIMIT, default: DEFAULT_LIMIT, description: 'jobs per page' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_LIMIT)
  limit: number = DEFAULT_LIMIT;

  @ApiPropertyOptional({ type: 'string', maxLength: 1000, description: '`nextCursor` of the page before' })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  cursor?: string;
}
