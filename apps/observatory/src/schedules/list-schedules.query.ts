import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { SCHEDULE_STATUSES, type ScheduleStatus } from '#contracts';
import { AtLeastQuery } from '../read-model-access/at-least.query';
import { NAME, UUID } from '../read-model-access/key-cursor';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 100;
const PLACE = /^[a-z][a-z0-9._-]{0,63}(\/[A-Za-z0-9][A-Za-z0-9._-]{0,127})?$/;

/** The schedule that a path is about. */
export class ScheduleParams {
  @ApiProperty({ pattern: `${NAME.source}|${UUID.source}`, description: "the schedule's name, or its id" })
  @Matches(new RegExp(`${NAME.source}|${UUID.source}`), { message: 'schedule must be the name or the id of a schedule' })
  schedule!: string;
}

/** Filter and page of `GET /v1/schedules`. */
export class ListSchedulesQuery extends AtLeastQuery {
  @ApiPropertyOptional({ enum: [...SCHEDULE_STATUSES], description: 'only schedules in this state' })
  @IsOptional()
  @IsIn(SCHEDULE_STATUSES)
  status?: ScheduleStatus;

  @ApiPropertyOptional({ type: 'string', pattern: PLACE.source, description: '`nextAfter` of the page before' })
  @IsOptional()
  @Matches(PLACE, { message: '$property must be the name of a schedule, or the nextAfter of a page' })
  after?: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: MAX_LIMIT, default: DEFAULT_LIMIT, description: 'schedules per page' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_LIMIT)
  limit: number = DEFAULT_LIMIT;
}
