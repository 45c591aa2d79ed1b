import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { Type } from 'class-transformer';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export class OperationsQuery {
  @ApiProperty({ required: false, format: 'uuid', description: '`nextBefore` of the page before' })
  @IsOptional()
  @Matches(UUID, { message: 'before must be a UUID in lower case' })
  before?: string;

  @ApiProperty({ required: false, type: 'integer', minimum: 1, maximum: 200, default: 50, description: 'operations in the page' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit = 50;
}

export class OperationIdParams {
  @ApiProperty({ format: 'uuid', description: 'the id from the 202' })
  @Matches(UUID, { message: 'id must be a UUID in lower case' })
  id!: string;
}
