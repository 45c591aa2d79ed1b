import { Controller, Delete, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import type { PutQuotaRequest, QuotaListResponse, TenantQuota } from '#contracts';
import { ApiError, Caller, ContractBody, ContractResponse, Permission, ProblemResponses } from '#http';
import type { Principal } from '#identity';
import { PageQuery } from '../set-controls/page.query';
import { GatewayStore } from '../store/gateway-store';

const TENANT = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

class TenantParams {
  @ApiProperty({ pattern: TENANT.source, description: 'the tenant' })
  @Matches(TENANT, { message: '$property must be the name of a tenant' })
  tenant!: string;
}

/** How much each tenant may have open at once. How often it may ask, and how much of its runs at once, are rate limits and limits. */
@ApiTags('quotas')
@Controller('v1')
export class QuotasController {
  constructor(private readonly store: GatewayStore) {}

  @Permission('tenants:write')
  @Put('quotas/:tenant')
  @ApiOperation({
    summary: 'Set the quota of a tenant',
    description:
      'Bounds how many jobs of the tenant may be open (accepted and not ended) and how many bytes their payloads may have together. A submission beyond it is refused with 429 `quota_exceeded`, whichever gateway it comes to; what is open already stays. The first quota of a tenant counts what it has open, and submissions wait meanwhile. What of a tenant runs at once is bounded by a limit with its `tenant` and `concurrency`.',
  })
  @ContractResponse(200, 'TenantQuota')
  @ProblemResponses('malformed_json', 'validation_failed', 'unsupported_media_type', 'store_unavailable')
  set(@Caller() caller: Principal, @Param() { tenant }: TenantParams, @ContractBody('PutQuotaRequest') { openJobs, openPayloadBytes }: PutQuotaRequest): Promise<TenantQuota> {
    if (openJobs === undefined && openPayloadBytes === undefined) {
      const message = 'a quota bounds openJobs, openPayloadBytes, or both';
      throw new ApiError('validation_failed', { detail: message, errors: [{ pointer: '', message }] });
    }
    return this.store.quotas.set(tenant, { openJobs, openPayloadBytes }, caller.id);
  }

  @Permission('tenants:write')
  @Delete('quotas/:tenant')
  @HttpCode(204)
  @ApiOperation({ summary: 'Remove the quota of a tenant' })
  @ApiNoContentResponse({ description: 'The tenant has no quota any more.' })
  @ProblemResponses('validation_failed', 'not_found', 'store_unavailable')
  async remove(@Param() { tenant }: TenantParams): Promise<void> {
    if (!(await this.store.quotas.remove(tenant))) throw noQuota(tenant);
  }

  @Permission('tenants:read')
  @Get('quotas')
  @ApiOperation({ summary: 'The quotas of tenants, and what they have open' })
  @ContractResponse(200, 'QuotaListResponse')
  @ProblemResponses('validation_failed', 'store_unavailable')
  async list(@Query() { after, limit }: PageQuery): Promise<QuotaListResponse> {
    const read = await this.store.quotas.list({ after, limit: limit + 1 });
    const items = read.slice(0, limit);
    return { items, nextCursor: read.length > limit ? items.at(-1)?.tenantId : undefined };
  }

  @Permission('jobs:read', 'tenant')
  @Get('quota')
  @ApiOperation({ summary: "The quota of the caller's own tenant, and what it has open" })
  @ContractResponse(200, 'TenantQuota')
  @ProblemResponses('not_found', 'store_unavailable')
  async own(@Caller() { tenantId }: Principal): Promise<TenantQuota> {
    const quota = await this.store.quotas.get(tenantId);
    if (quota === undefined) throw noQuota(tenantId);
    return quota;
  }
}

function noQuota(tenantId: string): ApiError {
  return new ApiError('not_found', { detail: `the tenant ${tenantId} has no quota` });
}
