import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { RunJobNowRequest, RunJobNowResponse } from '#contracts';
import { ApiError, Caller, ContractBody, ContractResponse, Permission, ProblemResponses } from '#http';
import type { Principal } from '#identity';
import { JobIdParams } from '../get-job/job-id.params';
import { refuseForeignJob } from '../identity/own-job';
import { GatewayStore } from '../store/gateway-store';

@ApiTags('jobs')
@Controller('v1/jobs')
export class RunJobNowController {
  constructor(private readonly store: GatewayStore) {}

  @Permission('jobs:run', 'tenant')
  @Post(':id/run-now')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Queue a job now that waits for its time',
    description: 'A SCHEDULED job, or one that is RETRYING, is queued at once. One that is QUEUED or RUNNING already stays as it is. Pauses and limits hold for it as for any other.',
  })
  @ContractResponse(202, 'RunJobNowResponse', 'It is queued, or was already: see `status`.')
  @ProblemResponses('malformed_json', 'validation_failed', 'not_found', 'job_not_scheduled', 'unsupported_media_type', 'queue_full', 'store_unavailable')
  async runNow(@Caller() caller: Principal, @Param() { id }: JobIdParams, @ContractBody('RunJobNowRequest') body: RunJobNowRequest): Promise<RunJobNowResponse> {
    await refuseForeignJob(this.store.jobs, caller, id);
    const { outcome, job, position } = await this.store.executor.run(id, { kind: 'run_now', by: body.by ?? 'client' }, { patient: false });
    if (outcome.kind === 'unknown_job' || job === undefined) throw new ApiError('not_found', { detail: `there is no job ${id}` });
    if (outcome.kind === 'not_scheduled') throw new ApiError('job_not_scheduled', { detail: `the job ${id} is ${job.status}` });
    return { jobId: id, status: job.status, position: position ?? this.store.executor.knownHead, statusUrl: `/v1/jobs/${id}` };
  }
}
