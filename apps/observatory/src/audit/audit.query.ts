import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { AUDIT_VERDICTS, type AuditVerdict, INCIDENT_STATES, type IncidentState, SECURITY_CATEGORIES, type SecurityCategory } from '#contracts';
import { CursorPageQuery } from '../read-model-access/page.query';

const NAME = /^[^\u0000-\u001f\u007f]{1,128}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/;

/** Page and tenant: what is read has no position in the log, so there is nothing to wait for. */
export class AuditPageQuery extends CursorPageQuery {
  @ApiPropertyOptional({ type: 'string', pattern: NAME.source, description: 'only what concerns this tenant; for those who run the platform, others see their own anyway' })
  @IsOptional()
  @Matches(NAME, { message: '$property must be 1 to 128 characters without control characters' })
  tenant?: string;
}

/** Filters and page of `GET /v1/audit`. */
export class ListAuditQuery extends AuditPageQuery {
  @ApiPropertyOptional({ type: 'string', pattern: NAME.source, description: 'only what this principal did: the id of a key or the subject of a token' })
  @IsOptional()
  @Matches(NAME, { message: '$property must be 1 to 128 characters without control characters' })
  principal?: string;

  @ApiPropertyOptional({ type: 'string', pattern: NAME.source, description: 'only this action, such as jobs:cancel or security.replay' })
  @IsOptional()
  @Matches(NAME, { message: '$property must be 1 to 128 characters without control characters' })
  action?: string;

  @ApiPropertyOptional({ enum: [...AUDIT_VERDICTS], description: 'only what ended so' })
  @IsOptional()
  @IsIn(AUDIT_VERDICTS)
  verdict?: AuditVerdict;

  @ApiPropertyOptional({ enum: [...SECURITY_CATEGORIES], description: 'only security events of this category' })
  @IsOptional()
  @IsIn(SECURITY_CATEGORIES)
  category?: SecurityCategory;

  @ApiPropertyOptional({ type: 'string', format: 'date-time', description: 'only what was recorded at that instant or later' })
  @IsOptional()
  @Matches(INSTANT, { message: '$property must be an RFC 3339 instant in UTC' })
  since?: string;

  @ApiPropertyOptional({ type: 'string', format: 'date-time', description: 'only what was recorded before that instant' })
  @IsOptional()
  @Matches(INSTANT, { message: '$property must be an RFC 3339 instant in UTC' })
  until?: string;
}

/** Filter and page of `GET /v1/incidents`. */
export class ListIncidentsQuery extends AuditPageQuery {
  @ApiPropertyOptional({ enum: [...INCIDENT_STATES], description: '`open`: those that go on; `over`: those that are over' })
  @IsOptional()
  @IsIn(INCIDENT_STATES)
  state?: IncidentState;
}
