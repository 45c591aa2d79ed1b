import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { ATTEMPT_STATES, type AttemptState } from '#contracts';
import { NAME, WORKER_ID } from '../read-model-access/key-cursor';
import { PageQuery } from '../read-model-access/page.query';

const FINGERPRINT = /^[0-9a-f]{16}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const INSTANT_MESSAGE = '$property must be an RFC 3339 time in UTC with milliseconds';

/** Filters and page of `GET /v1/attempts`. */
export class ListAttemptsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: [...ATTEMPT_STATES], description: 'only attempts in this state' })
  @IsOptional()
  @IsIn(ATTEMPT_STATES)
  state?: AttemptState;

  @ApiPropertyOptional({ type: 'string', pattern: WORKER_ID.source, description: 'only attempts of this worker' })
  @IsOptional()
  @Matches(WORKER_ID, { message: '$property must be the id of a worker' })
  worker?: string;

  @ApiPropertyOptional({ type: 'string', pattern: NAME.source, description: 'only attempts at jobs of this type' })
  @IsOptional()
  @Matches(NAME, { message: '$property must be the name of a job type' })
  type?: string;

  @ApiPropertyOptional({ type: 'string', pattern: FINGERPRINT.source, description: 'only attempts that met this error' })
  @IsOptional()
  @Matches(FINGERPRINT, { message: '$property must be 16 hexadecimal digits' })
  fingerprint?: string;

  @ApiPropertyOptional({ type: 'string', format: 'date-time', description: 'only attempts that started at this time or later' })
  @IsOptional()
  @Matches(INSTANT, { message: INSTANT_MESSAGE })
  startedAfter?: string;

  @ApiPropertyOptional({ type: 'string', format: 'date-time', description: 'only attempts that started before this time' })
  @IsOptional()
  @Matches(INSTANT, { message: INSTANT_MESSAGE })
  startedBefore?: string;
}
