import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { NAME } from '../read-model-access/key-cursor';
import { PageQuery } from '../read-model-access/page.query';

const SORTS = ['-lastSeen', '-count'] as const;
const FINGERPRINT = /^[0-9a-f]{16}$/;

export class ErrorParams {
  @ApiProperty({ pattern: FINGERPRINT.source, description: 'names the group' })
  @Matches(FINGERPRINT, { message: 'fingerprint must be 16 hexadecimal digits' })
  fingerprint!: string;
}

/** Order, filter and page of `GET /v1/errors`. */
export class ListErrorsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: [...SORTS], default: '-lastSeen', description: 'the newest or the most frequent first' })
  @IsOptional()
  @IsIn(SORTS)
  sort: (typeof SORTS)[number] = '-lastSeen';

  @ApiPropertyOptional({ type: 'string', pattern: NAME.source, description: 'only errors of this job type' })
  @IsOptional()
  @Matches(NAME, { message: '$property must be the name of a job type' })
  type?: string;

  @ApiPropertyOptional({ type: 'string', pattern: NAME.source, description: 'only errors that were last met in this queue' })
  @IsOptional()
  @Matches(NAME, { message: '$property must be the name of a queue' })
  queue?: string;
}
