import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { AtLeastQuery } from '../read-model-access/at-least.query';

const TYPE = /^[a-z]+(\.([a-z_]+|\*))?$|^\*$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const MAX_VALUES = 100;

/** One or several: repeated, or with commas. */
const list = ({ value }: { value: unknown }): unknown => (value === undefined ? undefined : [value].flat().flatMap((one) => (typeof one === 'string' ? one.split(',') : [one])));

/** What of the log somebody wants to hear. */
export class EventFilterQuery extends AtLeastQuery {
  @ApiPropertyOptional({ type: 'array', items: { type: 'string', pattern: TYPE.source }, maxItems: MAX_VALUES, description: 'event types; `job.*` stands for all that begin with `job.`', example: ['job.*', 'alert.fired'] })
  @IsOptional()
  @Transform(list)
  @IsArray()
  @ArrayMaxSize(MAX_VALUES)
  @Matches(TYPE, { each: true, message: 'types must be event types such as job.started or job.*' })
  types?: string[];

  @ApiPropertyOptional({ type: 'array', items: { type: 'string', format: 'uuid' }, maxItems: MAX_VALUES, description: 'events of these jobs' })
  @IsOptional()
  @Transform(list)
  @IsArray()
  @ArrayMaxSize(MAX_VALUES)
  @Matches(UUID, { each: true, message: 'jobId must be a lowercase UUID' })
  jobId?: string[];

  @ApiPropertyOptional({ type: 'string', maxLength: 100, description: 'events of jobs in this queue' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  queue?: string;

  @ApiPropertyOptional({ type: 'string', maxLength: 100, description: 'events of jobs of this type' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  type?: string;

  @ApiPropertyOptional({ type: 'string', maxLength: 128, description: 'events with this correlation id' })
  @IsOptional()
  @IsString()
  @MaxLength(128)
  correlationId?: string;
}

export class StreamQuery extends EventFilterQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 0, description: 'go on after this position, as Last-Event-ID does' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  after?: number;

  @ApiPropertyOptional({ type: 'string', enum: ['events', 'changes'], default: 'events', description: '`changes`: at most four frames a second, each with the jobs that changed, once, as they are now' })
  @IsIn(['events', 'changes'])
  mode: 'events' | 'changes' = 'events';
}

export class EventListQuery extends EventFilterQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 200, default: 50, description: 'items per page' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;

  @ApiPropertyOptional({ type: 'string', maxLength: 1000, description: '`nextCursor` of the page before' })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  cursor?: string;
}
