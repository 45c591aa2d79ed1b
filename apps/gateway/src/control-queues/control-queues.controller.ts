import { Controller, Get, HttpCode, Param, Post, Put, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { OperatorRequest, QueueListResponse, QueueResponse, SetConcurrencyRequest } from '#contracts';
import { ContractBody, ContractResponse, Permission, ProblemResponses } from '#http';
import { NameParams } from '../set-controls/name.params';
import { operatorOf } from '../set-controls/pausable';
import { ControlQueues } from './control-queues';

@ApiTags('queues')
@Controller('v1/queues')
export class ControlQueuesController {
  constructor(private readonly queues: ControlQueues) {}

  @Permission('queues:read')
  @Get()
  @ApiOperation({ summary: 'The job queues', description: 'Those that jobs were ever submitted to, with what is set for them.' })
  @ContractResponse(200, 'QueueListResponse')
  @ProblemResponses('store_unavailable')
  list(): Promise<QueueListResponse> {
    return this.queues.list();
  }

  @Permission('queues:read')
  @Get(':name')
  @ApiOperation({ summary: 'One job queue' })
  @ContractResponse(200, 'QueueResponse')
  @ProblemResponses('validation_failed', 'not_found', 'store_unavailable')
  get(@Param() { name }: NameParams): Promise<QueueResponse> {
    return this.queues.get(name);
  }

  @Permission('queues:write')
  @Post(':name/pause')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Pause a queue',
    description: 'Once this has answered, no job of the queue is granted to a worker, by any gateway; a grant that was under way may still start within 2 seconds. Running jobs run on, and jobs are accepted as before.',
  })
  @ContractResponse(200, 'QueueResponse', 'The queue is paused; one that was paused already stays paused as it began.')
  @ProblemResponses('malformed_json', 'validation_failed', 'not_found', 'unsupported_media_type', 'queue_full', 'store_unavailable')
  pause(@Param() { name }: NameParams, @ContractBody('OperatorRequest') body: OperatorRequest, @Req() { correlationId }: FastifyRequest): Promise<QueueResponse> {
    return this.queues.pause(name, operatorOf(body), correlationId);
  }

  @Permission('queues:write')
  @Post(':name/resume')
  @HttpCode(200)
  @ApiOperation({ summary: 'Resume a queue', description: 'The jobs that were held back go to the workers again, by priority and age.' })
  @ContractResponse(200, 'QueueResponse', 'The queue is not paused (any more).')
  @ProblemResponses('malformed_json', 'validation_failed', 'not_found', 'unsupported_media_type', 'queue_full', 'store_unavailable')
  resume(@Param() { name }: NameParams, @ContractBody('OperatorRequest') body: OperatorRequest, @Req() { correlationId }: FastifyRequest): Promise<QueueResponse> {
    return this.queues.resume(name, operatorOf(body), correlationId);
  }

  @Permission('queues:write')
  @Put(':name/concurrency')
  @ApiOperation({ summary: 'Bound how many jobs of a queue run at once', description: 'Holds over all workers and gateways. Jobs that run already run on, even if they are more.' })
  @ContractResponse(200, 'QueueResponse')
  @ProblemResponses('malformed_json', 'validation_failed', 'not_found', 'unsupported_media_type', 'queue_full', 'store_unavailable')
  setConcurrency(@Param() { name }: NameParams, @ContractBody('SetConcurrencyRequest') body: SetConcurrencyRequest, @Req() { correlationId }: FastifyRequest): Promise<QueueResponse> {
    return this.queues.setConcurrency(name, body.concurrency, operatorOf(body), correlationId);
  }
}
