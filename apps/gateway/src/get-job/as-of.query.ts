import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, Min } from 'class-validator';

/** Shows the job as it was. */
export class AsOfQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, description: 'as it was after so many of its events' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  asOfVersion?: number;

  @ApiPropertyOptional({ type: 'string', format: 'date-time', description: 'as it was at this moment: RFC 3339 in UTC with milliseconds' })
  @IsOptional()
  @IsString()
  asOfTime?: string;
}
