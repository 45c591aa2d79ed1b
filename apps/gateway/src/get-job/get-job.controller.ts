import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { JobResponse } from '#contracts';
import { Caller, ContractResponse, Permission, ProblemResponses } from '#http';
import type { Principal } from '#identity';
import { noSuchJob } from '../identity/own-job';
import { GatewayStore } from '../store/gateway-store';
import { AsOfQuery } from './as-of.query';
import { notThen, pointOf } from './job-as-of';
import { JobIdParams } from './job-id.params';

@ApiTags('jobs')
@Controller('v1/jobs')
export class GetJobController {
  constructor(private readonly store: GatewayStore) {}

  @Permission('jobs:read', 'tenant')
  @Get(':id')
  @ApiOperation({
    summary: 'One job',
    description: 'As it is now, from the authoritative store; or as it was after so many of its events (`asOfVersion`) or at a moment (`asOfTime`), folded from the log. For lists, timelines and counts ask the observatory.',
  })
  @ContractResponse(200, 'JobResponse')
  @ProblemResponses('validation_failed', 'not_found', 'store_unavailable')
  async get(@Caller() caller: Principal, @Param() { id }: JobIdParams, @Query() query: AsOfQuery): Promise<JobResponse> {
    const { jobs, history } = this.store.readsOf(caller);
    const point = pointOf(query, this.store.clock.nowMs());
    if (point !== undefined) {
      const found = await history.asOf(id, point);
      if (found.kind === 'unknown_job') throw await noSuchJob(this.store.jobs, id);
      if (found.kind !== 'job') throw notThen(id, found);
      return found.job;
    }
    const job = await jobs.job(id);
    if (job === undefined) throw await noSuchJob(this.store.jobs, id);
    return job;
  }
}
