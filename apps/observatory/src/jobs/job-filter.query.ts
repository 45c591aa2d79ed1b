import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, Matches } from 'class-validator';
import { JOB_PRIORITIES, JOB_STATUSES, type JobPriority, type JobStatus } from '#contracts';
import { NAME, UUID, WORKER_ID } from '../read-model-access/key-cursor';
import { JobTimesQuery } from './job-times.query';

const NAME_MESSAGE = '$property must be a lowercase name of at most 64 letters, digits, dots, dashes and underscores';
const TAG = /^[A-Za-z0-9][A-Za-z0-9._:/=@+-]{0,63}$/;
const REF = /^[^\u0000-\u001f\u007f]{1,255}$/;
const UUID_MESSAGE = '$property must be a lowercase UUID';
const FINGERPRINT = /^[0-9a-f]{16}$/;
const PURPOSE = /^[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}$/;
const TEXT = /^[^\u0000-\u001f\u007f]{1,200}$/;
/** As many as a job can have. */
const MAX_TAGS = 20;

const single = ({ value }: { value: unknown }): unknown => (typeof value === 'string' ? [value] : value);

/** Which jobs: all that is given holds for each. */
export class JobFilterQuery extends JobTimesQuery {
  @ApiPropertyOptional({ type: 'array', items: { type: 'string', enum: [...JOB_STATUSES] }, description: 'only jobs in this state; given several times, in one of them' })
  @IsOptional()
  @Transform(single)
  @IsArray()
  @ArrayMaxSize(JOB_STATUSES.length)
  @IsIn(JOB_STATUSES, { each: true, message: `each state must be one of ${JOB_STATUSES.join(', ')}` })
  state?: JobStatus[];

  @ApiPropertyOptional({ type: 'string', pattern: NAME.source, description: 'only jobs of this type' })
  @IsOptional()
  @Matches(NAME, { message: NAME_MESSAGE })
  type?: string;

  @ApiPropertyOptional({ type: 'string', pattern: NAME.source, description: 'only jobs of this queue' })
  @IsOptional()
  @Matches(NAME, { message: NAME_MESSAGE })
  queue?: string;

  @ApiPropertyOptional({ enum: [...JOB_PRIORITIES], description: 'only jobs of this priority' })
  @IsOptional()
  @IsIn(JOB_PRIORITIES)
  priority?: JobPriority;

  @ApiPropertyOptional({ type: 'array', items: { type: 'string', pattern: TAG.source }, maxItems: MAX_TAGS, description: 'only jobs with this tag; given several times, with all of them' })
  @IsOptional()
  @Transform(single)
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

  @ApiPropertyOptional({ type: 'string', pattern: WORKER_ID.source, description: 'only jobs of which this worker ran an attempt' })
  @IsOptional()
  @Matches(WORKER_ID, { message: '$property must be the id of a worker' })
  worker?: string;

  @ApiPropertyOptional({ type: 'string', pattern: FINGERPRINT.source, description: 'only jobs that met this error' })
  @IsOptional()
  @Matches(FINGERPRINT, { message: '$property must be 16 hexadecimal digits' })
  fingerprint?: string;

  @ApiPropertyOptional({ type: 'string', pattern: NAME.source, description: 'only jobs that this rule of the policy concerned: those that it held, with state HELD' })
  @IsOptional()
  @Matches(NAME, { message: NAME_MESSAGE })
  rule?: string;

  @ApiPropertyOptional({ type: 'string', pattern: PURPOSE.source, description: 'only jobs that were submitted with this purpose' })
  @IsOptional()
  @Matches(PURPOSE, { message: '$property must be 1 to 128 letters, digits and ._:/-, beginning with a letter or a digit' })
  purpose?: string;

  @ApiPropertyOptional({ enum: ['true'], description: 'only jobs that were tried in vain and have not ended' })
  @IsOptional()
  @IsIn(['true'])
  failing?: 'true';

  @ApiPropertyOptional({ type: 'string', pattern: TEXT.source, description: 'only jobs whose id, a tag or whose reference begins with this, or that met an error whose code or message contains it' })
  @IsOptional()
  @Matches(TEXT, { message: '$property must be 1 to 200 characters without control characters' })
  q?: string;
}
