import { Controller, Delete, Get, HttpCode, Param, Post, Put, Query, Req } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { JobType, JobTypeListResponse, OperatorRequest, PutJobTypeRequest } from '#contracts';
import { ContractBody, ContractResponse, Permission, ProblemResponses } from '#http';
import { NameParams } from '../set-controls/name.params';
import { PageQuery } from '../set-controls/page.query';
import { operatorOf } from '../set-controls/pausable';
import { DefineJobTypes } from './define-job-types';

@ApiTags('job types')
@Controller('v1/job-types')
export class DefineJobTypesController {
  constructor(private readonly types: DefineJobTypes) {}

  @Permission('job-types:write')
  @Put(':name')
  @ApiOperation({
    summary: 'Define a job type',
    description:
      'Takes the place of an earlier definition as a whole, but for a pause. The payload schema is JSON Schema 2020-12 with bounds: see docs/job-semantics.md. A gateway knows of a new definition within a second, the one that was asked at once. Jobs that were accepted before keep what they have.',
  })
  @ContractResponse(200, 'JobType')
  @ProblemResponses('malformed_json', 'validation_failed', 'unsupported_media_type', 'payload_too_large', 'queue_full', 'store_unavailable')
  put(@Param() { name }: NameParams, @ContractBody('PutJobTypeRequest') body: PutJobTypeRequest, @Req() { correlationId }: FastifyRequest): Promise<JobType> {
    const { by: _by, reason: _reason, ...definition } = body;
    return this.types.define(name, definition, operatorOf(body), correlationId);
  }

  @Permission('job-types:read', 'tenant')
  @Get()
  @ApiOperation({ summary: 'The defined job types', description: 'A type need not be defined to be run: this lists those that are.' })
  @ContractResponse(200, 'JobTypeListResponse')
  @ProblemResponses('validation_failed', 'store_unavailable')
  list(@Query() { after, limit }: PageQuery): Promise<JobTypeListResponse> {
    return this.types.list(after, limit);
  }

  @Permission('job-types:read', 'tenant')
  @Get(':name')
  @ApiOperation({ summary: 'One job type' })
  @ContractResponse(200, 'JobType')
  @ProblemResponses('validation_failed', 'not_found', 'store_unavailable')
  get(@Param() { name }: NameParams): Promise<JobType> {
    return this.types.get(name);
  }

  @Permission('job-types:write')
  @Delete(':name')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete the definition of a job type', description: 'Its jobs run on; a pause ends with it.' })
  @ApiNoContentResponse({ description: 'The definition is deleted.' })
  @ProblemResponses('validation_failed', 'not_found', 'queue_full', 'store_unavailable')
  delete(@Param() { name }: NameParams, @Req() { correlationId }: FastifyRequest): Promise<void> {
    return this.types.delete(name, operatorOf(undefined), correlationId);
  }

  @Permission('job-types:write')
  @Post(':name/pause')
  @HttpCode(200)
  @ApiOperation({ summary: 'Pause a job type', description: 'As pausing a queue, for the jobs of one type. A type that is not defined is defined by this, with nothing but the pause.' })
  @ContractResponse(200, 'JobType', 'The type is paused; one that was paused already stays paused as it began.')
  @ProblemResponses('malformed_json', 'validation_failed', 'unsupported_media_type', 'queue_full', 'store_unavailable')
  pause(@Param() { name }: NameParams, @ContractBody('OperatorRequest') body: OperatorRequest, @Req() { correlationId }: FastifyRequest): Promise<JobType> {
    return this.types.pause(name, operatorOf(body), correlationId);
  }

  @Permission('job-types:write')
  @Post(':name/resume')
  @HttpCode(200)
  @ApiOperation({ summary: 'Resume a job type' })
  @ContractResponse(200, 'JobType', 'The type is not paused (any more).')
  @ProblemResponses('malformed_json', 'validation_failed', 'not_found', 'unsupported_media_type', 'queue_full', 'store_unavailable')
  resume(@Param() { name }: NameParams, @ContractBody('OperatorRequest') body: OperatorRequest, @Req() { correlationId }: FastifyRequest): Promise<JobType> {
    return this.types.resume(name, operatorOf(body), correlationId);
  }
}
