import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';

/** What every query takes. */
export class AtLeastQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 0, description: 'wait up to 5 s until the answer includes this log position; a submission answers with one' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  atLeast?: number;
}
