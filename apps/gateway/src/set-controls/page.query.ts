import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

const MAX_LIMIT = 500;

/** A page of something that is listed by name. */
export class PageQuery {
  @ApiPropertyOptional({ type: 'string', maxLength: 128, description: '`nextCursor` of the page before' })
  @IsOptional()
  @IsString()
  @MaxLength(128)
  after?: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: MAX_LIMIT, default: 100, description: 'entries per page' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_LIMIT)
  limit: number = 100;
}

/** The entries of a page that was read with one entry more than asked for. */
export function pageOf<T extends { readonly name: string }>(read: readonly T[], limit: number): { readonly entries: readonly T[]; readonly nextCursor?: string } {
  if (read.length <= limit) return { entries: read };
  const entries = read.slice(0, limit);
  return { entries, nextCursor: entries.at(-1)?.name };
}
