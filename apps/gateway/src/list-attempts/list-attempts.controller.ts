import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { AttemptListResponse } from '#contracts';
import { Caller, ContractResponse, Permission, ProblemResponses } from '#http';
import type { Principal } from '#identity';
import { JobIdParams } from '../get-job/job-id.params';
import { noSuchJob } from '../identity/own-job';
import { GatewayStore } from '../store/gateway-store';

@ApiTags('jobs')
@Controller('v1/jobs')
export class ListAttemptsController {
  constructor(private readonly store: GatewayStore) {}

  @Permission('jobs:read', 'tenant')
  @Get(':id/attempts')
  @ApiOperation({ summary: 'The attempts of a job', description: 'The first first; lost ones included, with their cause.' })
  @ContractResponse(200, 'AttemptListResponse')
  @ProblemResponses('validation_failed', 'not_found', 'store_unavailable')
  async list(@Caller() caller: Principal, @Param() { id }: JobIdParams): Promise<AttemptListResponse> {
    const { jobs } = this.store.readsOf(caller);
    const items = await jobs.attempts(id);
    if (items.length === 0 && (await jobs.job(id)) === undefined) throw await noSuchJob(this.store.jobs, id);
    return { items };
  }
}
