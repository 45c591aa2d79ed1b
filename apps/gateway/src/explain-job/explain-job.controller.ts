import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { JobWhyResponse } from '#contracts';
import { Caller, ContractResponse, Permission, ProblemResponses } from '#http';
import type { Principal } from '#identity';
import { JobIdParams } from '../get-job/job-id.params';
import { GatewayStore } from '../store/gateway-store';
import { ExplainJob } from './explain-job';
import { refuseForeignJob } from '../identity/own-job';

@ApiTags('jobs')
@Controller('v1/jobs')
export class ExplainJobController {
  constructor(
    private readonly jobs: ExplainJob,
    private readonly store: GatewayStore,
  ) {}

  @Permission('jobs:read', 'tenant')
  @Get(':id/why')
  @ApiOperation({
    summary: 'Why is this job not running?',
    description: 'One reason, in the order in which a grant asks: ended, running, waiting for its parents or its time, paused, limited, without a worker, in line. With the facts it rests on, and the events that show it.',
  })
  @ContractResponse(200, 'JobWhyResponse')
  @ProblemResponses('validation_failed', 'not_found', 'store_unavailable')
  async why(@Caller() caller: Principal, @Param() { id }: JobIdParams): Promise<JobWhyResponse> {
    await refuseForeignJob(this.store.jobs, caller, id);
    return this.jobs.why(id);
  }
}
