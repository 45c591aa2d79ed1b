import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Length, Matches, Max, Min } from 'class-validator';

const MAX_SCHEDULES_A_PAGE = 100;

export class ListSchedulesQuery {
  @ApiPropertyOptional({ description: 'name after which to read: nextAfter of the page before' })
  @IsOptional()
  @Matches(/^[a-z][a-z0-9._-]{0,63}$/)
  after?: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: MAX_SCHEDULES_A_PAGE, default: 50, description: 'schedules at most' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_SCHEDULES_A_PAGE)
  limit: number = 50;
}

export class DeleteScheduleQuery {
  @ApiPropertyOptional({ description: 'who deletes it' })
  @IsOptional()
  @Length(1, 200)
  by?: string;
}
