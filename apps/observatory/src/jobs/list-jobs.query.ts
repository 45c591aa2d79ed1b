import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, Matches } from 'class-validator';
import { JOB_STATUSES, type JobStatus } from '#contracts';
import { PageQuery } from '../read-model-access/page.query';

const NAME = /^[a-z][a-z0-9._-]{0,63}$/;
const NAME_MESSAGE = '$property must be a lowercase name of at most 64 letters, digits, dots, dashes and underscores';

const TAG = /^[A-Za-z0-9][A-Za-z0-9._:/=@+-]{0,63}$/;
const REF = /^[^\u0000-\u001f\u007f]{1,255}$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const UUID_MESSAGE = '$property must be a lowercase UUID';
/** As many as a job can have. */
const MAX_TAGS = 20;

/** Filters and page of `GET /v1/jobs`. */
export class ListJobsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: [...JOB_STATUSES], description: 'only jobs in this state' })
  @IsOptional()
  @IsIn(JOB_STATUSES)
  state?: JobStatus;

  @ApiPropertyOptional({ type: 'string', pattern: NAME.source, description: 'only jobs of this type' })
  @IsOptional()
  @Matches(NAME, { message: NAME_MESSAGE })
  type?: string;

  @ApiPropertyOptional({ type: 'string', pattern: NAME.source, description: 'only jobs of this queue' })
  @IsOptional()
  @Matches(NAME, { message: NAME_MESSAGE })
  queue?: string;

  @ApiPropertyOptional({ type: 'array', items: { type: 'string', pattern: TAG.source }, maxItems: MAX_TAGS, description: 'only jobs with this tag; given several times, with all of them' })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? [value] : value))
  @IsArray()
  @ArrayMaxSize(MAX_TAGS)
  @Matches(TAG, { each: true, message: 'each tag must be 1 to 64 letters, digits and ._:/=@+-, beginning with a letter or a digit' })
  tag?: string[];

  @ApiPropertyOptional({ type: 'string', pattern: REF.source, description: 'only jobs that the client knows by this reference' })
  @IsOptional()
  @Matches(REF, { message: '$property must be 1 to 255 characters without control characters' })
  externalRef?: string;

  @ApiPropertyOptional({ type: 'string', format: 'uuid', description: 'only the next life of this job' })
  @IsOptional()
  @Matches(UUID, { message: UUID_MESSAGE })
  redrivenFrom?: string;

  @ApiPropertyOptional({ type: 'string', format: 'uuid', description: 'only jobs of this schedule' })
  @IsOptional()
  @Matches(UUID, { message: UUID_MESSAGE })
  scheduleId?: string;

  @ApiPropertyOptional({ type: 'string', format: 'uuid', description: 'only jobs that wait, or waited, for this job' })
  @IsOptional()
  @Matches(UUID, { message: UUID_MESSAGE })
  parent?: string;
}
