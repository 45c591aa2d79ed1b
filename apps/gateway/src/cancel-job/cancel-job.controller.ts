import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { CancelJobRequest, CancelJobResponse } from '#contracts';
import { ApiError, Caller, ContractBody, ContractResponse, Permission, ProblemResponses } from '#http';
import type { Principal } from '#identity';
import { Engine } from '../engine/engine';
import { JobIdParams } from '../get-job/job-id.params';
import { refuseForeignJob } from '../identity/own-job';
import { GatewayStore } from '../store/gateway-store';
import { cancelJob } from './cancel-job';

@ApiTags('jobs')
@Controller('v1/jobs')
export class CancelJobController {
  constructor(
    private readonly store: GatewayStore,
    private readonly engine: Engine,
  ) {}

  @Permission('jobs:cancel', 'tenant')
  @Post(':id/cancel')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Cancel a job',
    description: 'A job that nobody runs is CANCELLED at once and for good. One that runs is asked to stop, and is CANCELLED when its worker has stopped it; if it completes first, it has COMPLETED. A job that has ended stays as it is.',
  })
  @ContractResponse(202, 'CancelJobResponse', 'Cancelled, or asked to stop, or ended before: see `status`.')
  @ProblemResponses('malformed_json', 'validation_failed', 'not_found', 'unsupported_media_type', 'queue_full', 'store_unavailable')
  async cancel(@Caller() caller: Principal, @Param() { id }: JobIdParams, @ContractBody('CancelJobRequest') body: CancelJobRequest): Promise<CancelJobResponse> {
    await refuseForeignJob(this.store.jobs, caller, id);
    const { outcome, job, position } = await cancelJob(this.store.executor, this.engine.control, id, { by: body.by ?? 'client', reason: body.reason });
    if (outcome.kind === 'unknown_job' || job === undefined) throw new ApiError('not_found', { detail: `there is no job ${id}` });
    return { jobId: id, status: job.status, position: position ?? this.store.executor.knownHead, statusUrl: `/v1/jobs/${id}` };
  }
}
