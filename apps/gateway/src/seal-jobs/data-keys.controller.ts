import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import type { DataKeyResponse } from '#contracts';
import { ApiError, ContractResponse, Permission, ProblemResponses } from '#http';
import { GatewayStore } from '../store/gateway-store';

const KEY_ID = /^[A-Za-z0-9-]{1,64}$/;

export class DataKeyParams {
  @ApiProperty({ pattern: KEY_ID.source, description: 'the part of a sealed value between its points' })
  @Matches(KEY_ID, { message: 'key must be the id of a data key' })
  key!: string;
}

@ApiTags('sealed values')
@Controller('v1/data-keys')
export class DataKeysController {
  constructor(private readonly store: GatewayStore) {}

  @Permission('data-keys:read')
  @Get(':key')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'A data key, wrapped', description: 'For workers, which open the payloads that they run. It is of use only to who has the key of the configuration that wrapped it.' })
  @ContractResponse(200, 'DataKeyResponse')
  @ProblemResponses('validation_failed', 'erased', 'store_unavailable')
  async readKey(@Param() { key: id }: DataKeyParams): Promise<DataKeyResponse> {
    const key = await this.store.dataKeys.find(id);
    if (key === undefined) throw new ApiError('erased', { detail: `there is no data key ${id}, or it was destroyed` });
    return { id, kekId: key.kekId, wrapped: key.wrapped.toString('base64') };
  }
}
