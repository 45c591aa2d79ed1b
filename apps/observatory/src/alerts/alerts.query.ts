import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { ALERT_SEVERITIES, ALERT_STATES, type AlertSeverity, type AlertState } from '#contracts';
import { AtLeastQuery } from '../read-model-access/at-least.query';

const FINGERPRINT = /^[A-Za-z0-9_-]{1,64}$/;
const CATEGORY = /^[^\u0000-\u001f\u007f]{1,64}$/;
const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

export class AlertParams {
  @ApiProperty({ pattern: FINGERPRINT.source, description: "Alertmanager's fingerprint of the alert" })
  @Matches(FINGERPRINT, { message: 'fingerprint must be 1 to 64 letters, digits, dashes and underscores' })
  fingerprint!: string;
}

/** Page of `GET /v1/alerts/{fingerprint}`. */
export class AlertHistoryQuery extends AtLeastQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: MAX_LIMIT, default: DEFAULT_LIMIT, description: 'occurrences per page' })
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

/** Filters and page of `GET /v1/alerts`. */
export class ListAlertsQuery extends AlertHistoryQuery {
  @ApiPropertyOptional({ enum: [...ALERT_STATES], description: '`firing`: those that hold; `resolved`: those that are over' })
  @IsOptional()
  @IsIn(ALERT_STATES)
  state?: AlertState;

  @ApiPropertyOptional({ enum: [...ALERT_SEVERITIES], description: 'only alerts of this severity' })
  @IsOptional()
  @IsIn(ALERT_SEVERITIES)
  severity?: AlertSeverity;

  @ApiPropertyOptional({ type: 'string', pattern: CATEGORY.source, description: 'only alerts of this category' })
  @IsOptional()
  @Matches(CATEGORY, { message: 'category must be 1 to 64 characters without control characters' })
  category?: string;
}
