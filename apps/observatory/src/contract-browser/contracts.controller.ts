import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import type { ContractDetailResponse, ContractPageResponse } from '#contracts';
import { ApiError, ContractResponse, ProblemResponses, Public } from '#http';
import { ContractCatalogue } from './contract-catalogue';

const NAME = /^[A-Za-z][A-Za-z0-9._]{0,127}$/;

class ContractParams {
  @ApiProperty({ pattern: NAME.source, description: 'an event type, such as `job.completed`, or the name of a type, such as `Job`' })
  @Matches(NAME, { message: 'name must be an event type or the name of a type' })
  name!: string;
}

/** What crosses the boundaries of the platform. Says nothing of the log, so it carries no freshness, and it is there while the store is away. */
@ApiTags('contracts')
@Controller('v1/contracts')
export class ContractsController {
  constructor(private readonly catalogue: ContractCatalogue) {}

  @Public()
  @Get()
  @ApiOperation({ summary: 'All schemas that this release is built from' })
  @ContractResponse(200, 'ContractPageResponse', 'the schemas')
  listContracts(): ContractPageResponse {
    return { items: this.catalogue.list() };
  }

  @Public()
  @Get(':name')
  @ApiOperation({ summary: 'One schema, with examples' })
  @ContractResponse(200, 'ContractDetailResponse', 'the schema')
  @ProblemResponses('validation_failed', 'not_found')
  readContract(@Param() { name }: ContractParams): ContractDetailResponse {
    const contract = this.catalogue.find(name);
    if (contract === undefined) throw new ApiError('not_found', { detail: `there is no contract ${name}` });
    return contract;
  }
}
