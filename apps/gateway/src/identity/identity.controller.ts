import { Controller, Delete, Get, Header, Headers, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import type { ApiKeyListResponse, ApiKeyResponse, CreateApiKeyRequest, CreatedApiKeyResponse, PrincipalResponse, RotateApiKeyRequest } from '#contracts';
import { ApiError, Caller, ContractBody, ContractResponse, Permission, ProblemResponses } from '#http';
import { Gatekeeper, type Principal } from '#identity';
import { PageQuery } from '../set-controls/page.query';
import { ApiKeys } from './api-keys';
import { principalResponse } from './principal-response';

const KEY_ID = /^[0-9a-f]{16}$/;

export class ApiKeyParams {
  @ApiProperty({ pattern: KEY_ID.source, description: 'id of the key: the part between the underscores' })
  @Matches(KEY_ID, { message: 'key must be 16 hexadecimal digits' })
  key!: string;
}

@ApiTags('identity')
@Controller('v1')
export class IdentityController {
  constructor(
    private readonly keys: ApiKeys,
    private readonly gatekeeper: Gatekeeper,
  ) {}

  @Permission('identity:read', 'tenant')
  @Get('me')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Who the caller is', description: 'The tenant, the roles and what they allow, as the store has them now. The observatory asks this on behalf of its callers.' })
  @ContractResponse(200, 'PrincipalResponse')
  @ProblemResponses('store_unavailable')
  async readCaller(@Caller() caller: Principal, @Headers('authorization') authorization: string | undefined): Promise<PrincipalResponse> {
    // Who asks keeps the answer for a while: it must not be an old one already.
    const now = await this.gatekeeper.lookUp(authorization);
    if (now?.kind === 'refused') throw new ApiError('unauthorized', { detail: now.why });
    return principalResponse(now?.principal ?? caller);
  }

  @Permission('keys:write', 'tenant')
  @Post('keys')
  @HttpCode(201)
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Make an API key', description: "For the caller's own tenant, with roles that may do no more than the caller may. The answer is the only place where the key ever stands." })
  @ContractResponse(201, 'CreatedApiKeyResponse', 'The key holds from now on.')
  @ProblemResponses('malformed_json', 'validation_failed', 'forbidden', 'unsupported_media_type', 'store_unavailable')
  createKey(@Caller() caller: Principal, @ContractBody('CreateApiKeyRequest') body: CreateApiKeyRequest): Promise<CreatedApiKeyResponse> {
    return this.keys.create(caller, body);
  }

  @Permission('keys:read', 'tenant')
  @Get('keys')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'The API keys of the tenant', description: 'Revoked and expired ones among them. What proves a key is not kept.' })
  @ContractResponse(200, 'ApiKeyListResponse')
  @ProblemResponses('validation_failed', 'store_unavailable')
  async listKeys(@Caller() caller: Principal, @Query() { after = '', limit }: PageQuery): Promise<ApiKeyListResponse> {
    const read = await this.keys.list(caller, after, limit + 1);
    const items = read.slice(0, limit);
    return { items, ...(read.length > limit ? { nextCursor: items.at(-1)?.id } : {}) };
  }

  @Permission('keys:write', 'tenant')
  @Post('keys/:key/rotate')
  @HttpCode(201)
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Put a new key in the place of one', description: 'With its roles and its end. The key before holds for `graceSeconds` more.' })
  @ContractResponse(201, 'CreatedApiKeyResponse', 'The new key holds from now on.')
  @ProblemResponses('malformed_json', 'validation_failed', 'forbidden', 'not_found', 'unsupported_media_type', 'store_unavailable')
  rotateKey(@Caller() caller: Principal, @Param() { key }: ApiKeyParams, @ContractBody('RotateApiKeyRequest') { graceSeconds = 0 }: RotateApiKeyRequest): Promise<CreatedApiKeyResponse> {
    return this.keys.rotate(caller, key, graceSeconds);
  }

  @Permission('keys:write', 'tenant')
  @Delete('keys/:key')
  @ApiOperation({ summary: 'Revoke an API key', description: 'It is refused everywhere within 5 seconds. The row stays, so that it can be told whose it was.' })
  @ContractResponse(200, 'ApiKeyResponse', 'The key is revoked.')
  @ProblemResponses('validation_failed', 'not_found', 'store_unavailable')
  async revokeKey(@Caller() caller: Principal, @Param() { key }: ApiKeyParams): Promise<ApiKeyResponse> {
    return { apiKey: await this.keys.revoke(caller, key) };
  }
}
