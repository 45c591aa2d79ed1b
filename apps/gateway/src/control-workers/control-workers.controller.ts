import { Controller, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { OperatorRequest, WorkerListResponse, WorkerResponse } from '#contracts';
import { ContractBody, ContractResponse, Permission, ProblemResponses } from '#http';
import { operatorOf } from '../set-controls/pausable';
import { ControlWorkers } from './control-workers';
import { WorkerIdParams } from './worker-id.params';

@ApiTags('workers')
@Controller('v1/workers')
export class ControlWorkersController {
  constructor(private readonly workers: ControlWorkers) {}

  @Permission('workers:read')
  @Get()
  @ApiOperation({ summary: 'The workers', description: 'Those that announced themselves within the last hour; `live` are those of the last 15 seconds.' })
  @ContractResponse(200, 'WorkerListResponse')
  @ProblemResponses('store_unavailable')
  list(): Promise<WorkerListResponse> {
    return this.workers.list();
  }

  @Permission('workers:read')
  @Get(':id')
  @ApiOperation({ summary: 'One worker' })
  @ContractResponse(200, 'WorkerResponse')
  @ProblemResponses('validation_failed', 'not_found', 'store_unavailable')
  get(@Param() { id }: WorkerIdParams): Promise<WorkerResponse> {
    return this.workers.get(id);
  }

  @Permission('workers:write')
  @Post(':id/pause')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Pause a worker',
    description: 'Once this has answered, the worker is granted nothing; what it runs it runs to its end, what it has not started it hands back to the others.',
  })
  @ContractResponse(200, 'WorkerResponse', 'The worker is paused; one that was paused already stays paused as it began.')
  @ProblemResponses('malformed_json', 'validation_failed', 'not_found', 'unsupported_media_type', 'queue_full', 'store_unavailable')
  pause(@Param() { id }: WorkerIdParams, @ContractBody('OperatorRequest') body: OperatorRequest, @Req() { correlationId }: FastifyRequest): Promise<WorkerResponse> {
    return this.workers.pause(id, operatorOf(body), correlationId);
  }

  @Permission('workers:write')
  @Post(':id/resume')
  @HttpCode(200)
  @ApiOperation({ summary: 'Resume a worker' })
  @ContractResponse(200, 'WorkerResponse', 'The worker is not paused (any more).')
  @ProblemResponses('malformed_json', 'validation_failed', 'not_found', 'unsupported_media_type', 'queue_full', 'store_unavailable')
  resume(@Param() { id }: WorkerIdParams, @ContractBody('OperatorRequest') body: OperatorRequest, @Req() { correlationId }: FastifyRequest): Promise<WorkerResponse> {
    return this.workers.resume(id, operatorOf(body), correlationId);
  }
}
