import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';

export const MAX_EVENTS = 10_000;
export const MAX_WAIT_MS = 30_000;

export class ReadEventsQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 0, default: 0, description: 'position after which to read' })
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  after: number = 0;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: MAX_EVENTS, default: 1_000, description: 'events at most; a page also ends at about 8 MiB' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_EVENTS)
  limit: number = 1_000;

  @ApiPropertyOptional({ type: 'integer', minimum: 0, maximum: MAX_WAIT_MS, default: 0, description: 'how long to wait for a first event when there is none' })
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(MAX_WAIT_MS)
  waitMs: number = 0;
}
