import { Controller, Header, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { RevealJobRequest, RevealJobResponse } from '#contracts';
import { ApiError, Caller, ContractBody, ContractResponse, Permission, ProblemResponses } from '#http';
import type { Principal } from '#identity';
import { JobIdParams } from '../get-job/job-id.params';
import { refuseForeignJob } from '../identity/own-job';
import { GatewayStore } from '../store/gateway-store';
import { SealJobs } from './seal-jobs';

@ApiTags('sealed values')
@Controller('v1/jobs')
export class RevealJobController {
  constructor(
    private readonly store: GatewayStore,
    private readonly seals: SealJobs,
  ) {}

  @Permission('jobs:reveal', 'tenant')
  @Post(':id/reveal')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Read what is sealed of a job', description: 'Its payload, its result and the given lines of its logs, opened. Who reads what, and why, is kept in the audit trail.' })
  @ContractResponse(200, 'RevealJobResponse')
  @ProblemResponses('malformed_json', 'validation_failed', 'not_found', 'erased', 'sealing_unavailable', 'unsupported_media_type', 'store_unavailable')
  async reveal(@Caller() caller: Principal, @Param() { id }: JobIdParams, @ContractBody('RevealJobRequest') { logs }: RevealJobRequest): Promise<RevealJobResponse> {
    await refuseForeignJob(this.store.jobs, caller, id);
    const job = await this.store.jobs.job(id);
    if (job === undefined) throw new ApiError('not_found', { detail: `there is no job ${id}` });
    const lines = logs && (await this.seals.open(logs.map(($sealed) => ({ $sealed })), id, 'log'));
    return {
      jobId: id,
      payload: await this.seals.openPayload(job.payload, id),
      ...(job.result === undefined ? {} : { result: await this.seals.open(job.result, id, 'result') }),
      ...(Array.isArray(lines) ? { logs: lines.map(String) } : {}),
    };
  }
}
