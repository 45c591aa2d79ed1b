import { Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CancelOperationRequest, OperationListResponse, OperationResponse, StartOperationRequest } from '#contracts';
import { Caller, ContractBody, ContractResponse, Permission, ProblemResponses } from '#http';
import type { Principal } from '#identity';
import { Operations } from './operations';
import { OperationIdParams, OperationsQuery } from './operations.query';

@ApiTags('bulk operations')
@Controller('v1/operations')
export class OperationsController {
  constructor(private readonly operations: Operations) {}

  @Permission('operations:write', 'tenant')
  @Post()
  @HttpCode(202)
  @ApiOperation({
    summary: 'Cancel, retry or redrive all jobs that match',
    description:
      'Goes through all jobs that were submitted before it, by id, and does the action to each that matches when its page is read: a job that comes to match only afterwards is not met again. `retry_now` queues RETRYING jobs at once (SCHEDULED ones when `filter.state` says so). With `dryRun` it only counts. It runs in the background and goes on where it was when its gateway dies; each job is counted once.',
  })
  @ContractResponse(202, 'OperationResponse', 'The operation is committed and will be run.')
  @ProblemResponses('malformed_json', 'validation_failed', 'unsupported_media_type', 'store_unavailable')
  async start(@Caller() caller: Principal, @ContractBody('StartOperationRequest') body: StartOperationRequest, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<OperationResponse> {
    const started = await this.operations.start(body, { tenantId: caller.tenantId, correlationId: request.correlationId });
    void reply.header('location', `/v1/operations/${started.operation.id}`);
    return started;
  }

  @Permission('operations:read', 'tenant')
  @Get()
  @ApiOperation({ summary: 'Bulk operations', description: 'The newest first, those at work and those that have ended.' })
  @ContractResponse(200, 'OperationListResponse')
  @ProblemResponses('validation_failed', 'store_unavailable')
  list(@Caller() caller: Principal, @Query() { before, limit }: OperationsQuery): Promise<OperationListResponse> {
    return this.operations.list(caller.tenantId, before, limit);
  }

  @Permission('operations:read', 'tenant')
  @Get(':id')
  @ApiOperation({ summary: 'One bulk operation', description: 'What it is to do, and how far it is.' })
  @ContractResponse(200, 'OperationResponse')
  @ProblemResponses('validation_failed', 'not_found', 'store_unavailable')
  get(@Caller() caller: Principal, @Param() { id }: OperationIdParams): Promise<OperationResponse> {
    return this.operations.get(caller.tenantId, id);
  }

  @Permission('operations:write', 'tenant')
  @Post(':id/cancel')
  @HttpCode(202)
  @ApiOperation({ summary: 'Stop a bulk operation', description: 'It ends after the jobs it has in hand; what it has done stays done. One that has ended stays as it is.' })
  @ContractResponse(202, 'OperationResponse', 'It was asked to stop (`cancelRequested`), or had ended: see `status`.')
  @ProblemResponses('malformed_json', 'validation_failed', 'not_found', 'unsupported_media_type', 'store_unavailable')
  cancel(@Caller() caller: Principal, @Param() { id }: OperationIdParams, @ContractBody('CancelOperationRequest') body: CancelOperationRequest, @Req() request: FastifyRequest): Promise<OperationResponse> {
    return this.operations.cancel(id, body, { tenantId: caller.tenantId, correlationId: request.correlationId });
  }
}
