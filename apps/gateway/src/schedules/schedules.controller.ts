import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Patch, Post, Put, Query, Req, Res, type PipeTransform } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CreateScheduleRequest, ReplaceScheduleRequest, ScheduleActionRequest, ScheduleListResponse, ScheduleResponse, TriggerScheduleResponse, UpdateScheduleRequest } from '#contracts';
import { Caller, ContractBody, ContractBodyPipe, contractRef, ContractResponse, Permission, ProblemResponses } from '#http';
import type { Principal } from '#identity';
import { DeleteScheduleQuery, ListSchedulesQuery } from './schedules.query';
import { ScheduleRefParams } from './schedule-ref.params';
import { Schedules } from './schedules';

/** Nobody has to say who and why: no body at all is as good as an empty one. */
class ActionPipe implements PipeTransform<unknown> {
  private readonly pipe = new ContractBodyPipe('ScheduleActionRequest');

  transform(body: unknown): unknown {
    return this.pipe.transform(body ?? {});
  }
}

const WRITES = ['malformed_json', 'validation_failed', 'payload_too_large', 'unsupported_media_type', 'queue_full', 'store_unavailable'] as const;

@ApiTags('schedules')
@Controller('v1/schedules')
export class SchedulesController {
  constructor(private readonly schedules: Schedules) {}

  @Permission('schedules:write', 'tenant')
  @Post()
  @HttpCode(201)
  @ApiOperation({
    summary: 'Make a schedule',
    description: 'A job is submitted at each tick of the cron expression, read in the time zone given; each tick is one job, however many gateways there are. `docs/schedules.md` says what happens where the clocks change, after a downtime, and when the job before has not ended.',
  })
  @ContractResponse(201, 'ScheduleResponse', 'The schedule is committed.')
  @ProblemResponses('schedule_exists', 'too_many_schedules', ...WRITES)
  async create(@ContractBody('CreateScheduleRequest') body: CreateScheduleRequest, @Caller() { tenantId }: Principal, @Req() { correlationId }: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<ScheduleResponse> {
    const made = await this.schedules.create(body, { tenantId, correlationId });
    void reply.header('location', `/v1/schedules/${made.schedule.name}`);
    return made;
  }

  @Permission('schedules:read', 'tenant')
  @Get()
  @ApiOperation({ summary: 'Schedules by name', description: 'As they are now, from the authoritative store.' })
  @ContractResponse(200, 'ScheduleListResponse')
  @ProblemResponses('validation_failed', 'store_unavailable')
  list(@Caller() { tenantId }: Principal, @Query() { after, limit }: ListSchedulesQuery): Promise<ScheduleListResponse> {
    return this.schedules.list(tenantId, after, limit);
  }

  @Permission('schedules:read', 'tenant')
  @Get(':schedule')
  @ApiOperation({ summary: 'One schedule', description: 'By its name or its id.' })
  @ContractResponse(200, 'ScheduleResponse')
  @ProblemResponses('validation_failed', 'not_found', 'store_unavailable')
  get(@Caller() { tenantId }: Principal, @Param() { schedule }: ScheduleRefParams): Promise<ScheduleResponse> {
    return this.schedules.get(tenantId, schedule);
  }

  @Permission('schedules:write', 'tenant')
  @Put(':schedule')
  @ApiOperation({ summary: 'Replace a schedule', description: 'What is absent gets its default. New times count from now on: what was due by the old ones and has not fired is forgotten.' })
  @ContractResponse(200, 'ScheduleResponse')
  @ProblemResponses('not_found', ...WRITES)
  replace(@Param() { schedule }: ScheduleRefParams, @ContractBody('ReplaceScheduleRequest') body: ReplaceScheduleRequest, @Caller() { tenantId }: Principal, @Req() { correlationId }: FastifyRequest): Promise<ScheduleResponse> {
    return this.schedules.replace(schedule, body, { tenantId, correlationId });
  }

  @Permission('schedules:write', 'tenant')
  @Patch(':schedule')
  @ApiOperation({ summary: 'Change a schedule', description: 'What is absent stays; null takes a bound away; the job is replaced as a whole.' })
  @ContractResponse(200, 'ScheduleResponse')
  @ProblemResponses('not_found', ...WRITES)
  change(@Param() { schedule }: ScheduleRefParams, @ContractBody('UpdateScheduleRequest') body: UpdateScheduleRequest, @Caller() { tenantId }: Principal, @Req() { correlationId }: FastifyRequest): Promise<ScheduleResponse> {
    return this.schedules.change(schedule, body, { tenantId, correlationId });
  }

  @Permission('schedules:write', 'tenant')
  @Delete(':schedule')
  @ApiOperation({ summary: 'Delete a schedule', description: 'Answers the schedule as it was last. Its jobs stay, those that have not ended included.' })
  @ContractResponse(200, 'ScheduleResponse')
  @ProblemResponses('validation_failed', 'not_found', 'queue_full', 'store_unavailable')
  remove(@Param() { schedule }: ScheduleRefParams, @Query() { by }: DeleteScheduleQuery, @Caller() { tenantId }: Principal, @Req() { correlationId }: FastifyRequest): Promise<ScheduleResponse> {
    return this.schedules.delete(schedule, by, { tenantId, correlationId });
  }

  @Permission('schedules:write', 'tenant')
  @Post(':schedule/pause')
  @HttpCode(200)
  @ApiOperation({ summary: 'Pause a schedule', description: 'Nothing that is due after the answer fires. Its jobs go on.' })
  @ApiBody({ required: false, schema: contractRef('ScheduleActionRequest') })
  @ContractResponse(200, 'ScheduleResponse')
  @ProblemResponses('not_found', ...WRITES)
  pause(@Param() { schedule }: ScheduleRefParams, @Body(new ActionPipe()) body: ScheduleActionRequest, @Caller() { tenantId }: Principal, @Req() { correlationId }: FastifyRequest): Promise<ScheduleResponse> {
    return this.schedules.pause(schedule, body, { tenantId, correlationId });
  }

  @Permission('schedules:write', 'tenant')
  @Post(':schedule/resume')
  @HttpCode(200)
  @ApiOperation({ summary: 'Resume a schedule', description: 'It goes on with the next tick from now; what was due while it was paused is not caught up with.' })
  @ApiBody({ required: false, schema: contractRef('ScheduleActionRequest') })
  @ContractResponse(200, 'ScheduleResponse')
  @ProblemResponses('not_found', ...WRITES)
  resume(@Param() { schedule }: ScheduleRefParams, @Body(new ActionPipe()) body: ScheduleActionRequest, @Caller() { tenantId }: Principal, @Req() { correlationId }: FastifyRequest): Promise<ScheduleResponse> {
    return this.schedules.resume(schedule, body, { tenantId, correlationId });
  }

  @Permission('schedules:write', 'tenant')
  @Post(':schedule/trigger')
  @HttpCode(202)
  @ApiOperation({ summary: 'Run a schedule now', description: 'A tick beside the clock, paused or not, under the overlap policy. The job is committed when this answers 202.' })
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: '1 to 150 characters of printable ASCII; the same key gives the same job', schema: { type: 'string', maxLength: 150 } })
  @ApiBody({ required: false, schema: contractRef('ScheduleActionRequest') })
  @ContractResponse(202, 'TriggerScheduleResponse', 'The job is committed, or the overlap policy left it out: see `outcome`.')
  @ProblemResponses('not_found', 'idempotency_conflict', 'too_many_queues', 'broker_unavailable', ...WRITES)
  trigger(
    @Param() { schedule }: ScheduleRefParams,
    @Body(new ActionPipe()) body: ScheduleActionRequest,
    @Headers('idempotency-key') key: string | undefined,
    @Caller() { tenantId }: Principal, @Req() { correlationId }: FastifyRequest,
  ): Promise<TriggerScheduleResponse> {
    return this.schedules.trigger(schedule, body, key, { tenantId, correlationId });
  }
}
