import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { AtLeastQuery } from '../read-model-access/at-least.query';
import { MOMENT } from './job-as-of';

/** What `GET /v1/jobs/{id}` takes. */
export class JobQuery extends AtLeastQuery {
  @ApiPropertyOptional({ type: 'string', pattern: MOMENT.source, description: 'as it was then: a position of the log, or an RFC 3339 time' })
  @IsOptional()
  @Matches(MOMENT, { message: 'asOf must be a position of the log or an RFC 3339 time' })
  asOf?: string;
}

const MOST_EVENTS = 1_000;

/** Page of `GET /v1/jobs/{id}/events`. */
export class JobEventsQuery extends AtLeastQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: MOST_EVENTS, default: MOST_EVENTS, description: 'events per page' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MOST_EVENTS)
  limit: number = MOST_EVENTS;

  @ApiPropertyOptional({ type: 'string', pattern: '^[1-9][0-9]{0,9}$', description: '`nextCursor` of the page before' })
  @IsOptional()
  @Matches(/^[1-9][0-9]{0,9}$/, { message: 'cursor must be the nextCursor of another page' })
  cursor?: string;
}
