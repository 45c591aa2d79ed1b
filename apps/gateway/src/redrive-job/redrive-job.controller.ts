import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { RedriveJobRequest, RedriveJobResponse } from '#contracts';
import { Caller, ContractBody, ContractResponse, Permission, ProblemResponses } from '#http';
import type { Principal } from '#identity';
import { JobIdParams } from '../get-job/job-id.params';
import { GatewayStore } from '../store/gateway-store';
import { RedriveJob } from './redrive-job';
import { refuseForeignJob } from '../identity/own-job';

@ApiTags('jobs')
@Controller('v1/jobs')
export class RedriveJobController {
  constructor(
    private readonly jobs: RedriveJob,
    private readonly store: GatewayStore,
  ) {}

  @Permission('jobs:redrive', 'tenant')
  @Post(':id/redrive')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Give a failed job its next life',
    description:
      'Submits a new job like the failed one, corrected where the body says so, and notes each in the other: `redrivenFrom`, `redrivenTo`. The failed job stays as it ended. There is one next life: a repeated redrive names the same job (`duplicate`), whatever its body. Failed jobs are listed by the observatory: `/v1/jobs?state=FAILED`.',
  })
  @ContractResponse(202, 'RedriveJobResponse', 'The new job is committed, or was by an earlier redrive.')
  @ProblemResponses('malformed_json', 'validation_failed', 'not_found', 'job_not_failed', 'too_many_queues', 'payload_too_large', 'unsupported_media_type', 'queue_full', 'store_unavailable', 'broker_unavailable')
  async redrive(@Caller() caller: Principal, @Param() { id }: JobIdParams, @ContractBody('RedriveJobRequest') { by = 'client', reason, ...corrections }: RedriveJobRequest): Promise<RedriveJobResponse> {
    await refuseForeignJob(this.store.jobs, caller, id);
    return this.jobs.redrive(id, corrections, by, reason);
  }
}
