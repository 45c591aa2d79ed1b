import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { JobResponse } from '#contracts';
import { ApiError, ContractResponse, ProblemResponses } from '#http';
import { GatewayStore } from '../store/gateway-store';
import { JobIdParams } from './job-id.params';

@ApiTags('jobs')
@Controller('v1/jobs')
export class GetJobController {
  constructor(private readonly store: GatewayStore) {}

  @Get(':id')
  @ApiOperation({ summary: 'One job', description: 'As it is now, from the authoritative store. For lists, timelines and counts ask the observatory.' })
  @ContractResponse(200, 'JobResponse')
  @ProblemResponses('validation_failed', 'not_found', 'store_unavailable')
  async get(@Param() { id }: JobIdParams): Promise<JobResponse> {
    const job = await this.store.jobs.job(id);
    if (job === undefined) throw new ApiError('not_found', { detail: `there is no job ${id}` });
    return job;
  }
}
