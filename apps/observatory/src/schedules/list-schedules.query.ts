import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { SCHEDULE_STATUSES, type ScheduleStatus } from '#contracts';
import { AtLeastQuery } from '../read-model-access/at-least.query';

const NAME = /^[a-z][a-z0-9._-]{0,63}$/;
const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 100;

/** Filter and page of `GET /v1/schedules`. */
export class ListSchedulesQuery extends AtLeastQuery {
  @ApiPropertyOptional({ enum: [...SCHEDULE_STATUSES], description: 'only schedules in this state' })
  @IsOptional()
  @IsIn(SCHEDULE_STATUSES)
  status?: ScheduleStatus;

  @ApiPropertyOptional({ type: 'string', pattern: NAME.source, description: '`nextAfter` of the page before' })
  @IsOptional()
  @Matches(NAME, { message: '$property must be the name of a schedule' })
  after?: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: MAX_LIMIT, default: DEFAULT_LIMIT, description: 'schedules per page' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_LIMIT)
  limit: number = DEFAULT_LIMIT;
}
