import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';

const TENANT = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/** What every query takes. */
export class AtLeastQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 0, description: 'wait up to 5 s until the answer includes this log position; a submission answers with one' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  atLeast?: number;

  /** Read by `@InScope()`. */
  @ApiPropertyOptional({ type: 'string', pattern: TENANT.source, description: 'only what belongs to this tenant; members of the tenant that runs the platform may name any, everybody else sees their own and no other' })
  @IsOptional()
  @Matches(TENANT, { message: 'tenant must be the name of a tenant' })
  tenant?: string;
}
