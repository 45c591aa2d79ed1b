import { ApiPropertyOptional, IntersectionType } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsOptional } from 'class-validator';
import type { JobSummary } from '#contracts';
import { PageQuery } from '../read-model-access/page.query';
import { JobFilterQuery } from './job-filter.query';

/** Only what an index serves. */
export const SORTS = ['-submittedAt', 'submittedAt', '-finishedAt', 'finishedAt', '-durationMs'] as const;
export type JobSort = (typeof SORTS)[number];

/** What need not be there of a job in a list; the rest always is. */
export const FIELDS = [
  'idempotencyKey', 'queuedAt', 'startedAt', 'finishedAt', 'durationMs', 'runAt', 'error', 'cancelRequested', 'tags', 'externalRef', 'deadlineAt', 'redrivenFrom', 'redrivenTo', 'scheduleId', 'dedupeKey', 'workerId', 'fingerprint',
] as const satisfies readonly (keyof JobSummary)[];
export type OptionalField = (typeof FIELDS)[number];

/** Filters, order and page of `GET /v1/jobs`. */
export class ListJobsQuery extends IntersectionType(PageQuery, JobFilterQuery) {
  @ApiPropertyOptional({ enum: [...SORTS], default: '-submittedAt', description: 'the order; by `finishedAt`, only jobs that have ended; by `durationMs`, only those that took at least a second' })
  @IsOptional()
  @IsIn(SORTS)
  sort: JobSort = '-submittedAt';

  @ApiPropertyOptional({ type: 'string', pattern: '^[A-Za-z]+(,[A-Za-z]+)*$', description: `only these of the fields that need not be there, separated by commas: ${FIELDS.join(', ')}` })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value))
  @IsIn(FIELDS, { each: true, message: `fields must be some of ${FIELDS.join(', ')}` })
  fields?: OptionalField[];

  @ApiPropertyOptional({ enum: ['true'], description: 'also how many jobs match, counted up to a bound' })
  @IsOptional()
  @IsIn(['true'])
  count?: 'true';
}

/** What `GET /v1/jobs/export` takes. */
export class ExportJobsQuery extends JobFilterQuery {
  @ApiPropertyOptional({ enum: ['ndjson', 'csv'], default: 'ndjson', description: 'a JSON object a line, or comma-separated values' })
  @IsOptional()
  @IsIn(['ndjson', 'csv'])
  format: 'ndjson' | 'csv' = 'ndjson';
}
