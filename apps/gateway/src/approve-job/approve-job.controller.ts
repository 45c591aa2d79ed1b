import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ApproveJobRequest, HeldJobResponse, RejectJobRequest } from '#contracts';
import type { Ran } from '#event-log';
import { ApiError, Caller, ContractBody, ContractResponse, Permission, ProblemResponses } from '#http';
import type { Principal } from '#identity';
import { cancelJob } from '../cancel-job/cancel-job';
import { Engine } from '../engine/engine';
import { JobIdParams } from '../get-job/job-id.params';
import { noSuchJob } from '../identity/own-job';
import { GatewayStore } from '../store/gateway-store';

@ApiTags('jobs')
@Controller('v1/jobs')
export class ApproveJobController {
  constructor(
    private readonly store: GatewayStore,
    private readonly engine: Engine,
  ) {}

  @Permission('jobs:approve', 'tenant')
  @Post(':id/approve')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Let a job go on that is held',
    description: 'A job that a rule of the policy holds goes on: to the jobs that it waits for, to its time, or to its queue. Who submitted it cannot approve it. The approval answers the rule that held it; another rule may hold it again before it starts.',
  })
  @ContractResponse(202, 'HeldJobResponse', 'It goes on: see `status`.')
  @ProblemResponses('malformed_json', 'validation_failed', 'forbidden', 'not_found', 'job_not_held', 'unsupported_media_type', 'queue_full', 'store_unavailable')
  async approve(@Caller() caller: Principal, @Param() { id }: JobIdParams, @ContractBody('ApproveJobRequest') { by, reason }: ApproveJobRequest): Promise<HeldJobResponse> {
    const job = await this.store.readsOf(caller).jobs.job(id);
    if (job === undefined) throw await noSuchJob(this.store.jobs, id);
    const submitter = job.governance?.principal;
    if (caller.kind !== 'anonymous' && submitter?.kind === caller.kind && submitter.id === caller.id) throw new ApiError('forbidden', { detail: 'who submitted a job cannot approve it: another pair of eyes is what it waits for' });
    return this.answer(id, await this.store.executor.run(id, { kind: 'approve', by: nameOf(caller, by), reason }, { patient: false }));
  }

  @Permission('jobs:approve', 'tenant')
  @Post(':id/reject')
  @HttpCode(202)
  @ApiOperation({ summary: 'End a job that is held', description: 'The job is CANCELLED for good, with the cause `rejected`.' })
  @ContractResponse(202, 'HeldJobResponse', 'It is CANCELLED.')
  @ProblemResponses('malformed_json', 'validation_failed', 'not_found', 'job_not_held', 'unsupported_media_type', 'queue_full', 'store_unavailable')
  async reject(@Caller() caller: Principal, @Param() { id }: JobIdParams, @ContractBody('RejectJobRequest') { by, reason }: RejectJobRequest): Promise<HeldJobResponse> {
    if ((await this.store.readsOf(caller).jobs.job(id)) === undefined) throw await noSuchJob(this.store.jobs, id);
    return this.answer(id, await cancelJob(this.store.executor, this.engine.control, id, { by: nameOf(caller, by), reason, cause: 'rejected', onlyHeld: true }));
  }

  private answer(id: string, { outcome, job, position }: Ran<'approve' | 'cancel'>): HeldJobResponse {
    if (outcome.kind === 'unknown_job' || job === undefined) throw new ApiError('not_found', { detail: `there is no job ${id}` });
    if (outcome.kind === 'not_held' || outcome.kind === 'already_terminal') throw new ApiError('job_not_held', { detail: `the job ${id} is ${job.status}` });
    return { jobId: id, status: job.status, position: position ?? this.store.executor.knownHead, statusUrl: `/v1/jobs/${id}` };
  }
}

/** Approvals are signed by who is known to have given them; where nobody is known, by whom they name. */
function nameOf({ kind, name, id }: Principal, by: string | undefined): string {
  if (kind === 'anonymous') return by ?? 'client';
  return (name === '' ? id : name).slice(0, 128);
}
