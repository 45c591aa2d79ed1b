import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import type { AuditFeedResponse } from '#contracts';
import { ContractResponse, Permission, ProblemResponses } from '#http';
import { GatewayStore } from '../store/gateway-store';
import { entryOf } from './audit-entry';

const HASH = /^[0-9a-f]{64}$/;

export class AuditFeedQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 0, default: 0, description: 'place after which to read' })
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  after: number = 0;

  @ApiPropertyOptional({ type: 'string', pattern: HASH.source, description: 'hash that the entry at that place had; tells whether it is still the same trail' })
  @IsOptional()
  @Matches(HASH, { message: 'hash must be 64 hexadecimal digits' })
  hash?: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 1_000, default: 500, description: 'entries at most' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1_000)
  limit: number = 500;
}

@ApiTags('audit')
@Controller('v1/audit')
export class AuditController {
  constructor(private readonly store: GatewayStore) {}

  @Permission('log:read')
  @Get('feed')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Read the audit trail as it stands in the store', description: 'For the aggregator, which copies it; people read it at the observatory. Places have no gaps: read on with the place and the hash of the last entry.' })
  @ContractResponse(200, 'AuditFeedResponse')
  @ProblemResponses('validation_failed', 'store_unavailable')
  async readFeed(@Query() { after, hash, limit }: AuditFeedQuery): Promise<AuditFeedResponse> {
    const { audit } = this.store;
    const isAnother = after > 0 && hash !== undefined && (await audit.row(after))?.hash !== hash;
    // The head first: what it covers is then among what is read.
    const head = await audit.lastHead();
    const rows = isAnother ? [] : await audit.read(after, limit);
    return { items: rows.map(entryOf), isAnother, ...(head !== undefined && { head }) };
  }
}
