import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { ALERT_SEVERITIES, ALERT_STATES, type AlertSeverity, type AlertState } from '#contracts';
import { PageQuery } from '../read-model-access/page.query';

const FINGERPRINT = /^[A-Za-z0-9_-]{1,64}$/;
const CATEGORY = /^[^\u0000-\u001f\u007f]{1,64}$/;

export class AlertParams {
  @ApiProperty({ pattern: FINGERPRINT.source, description: "Alertmanager's fingerprint of the alert" })
  @Matches(FINGERPRINT, { message: 'fingerprint must be 1 to 64 letters, digits, dashes and underscores' })
  fingerprint!: string;
}

/** Filters and page of `GET /v1/alerts`. */
export class ListAlertsQuery extends PageQuery {
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
