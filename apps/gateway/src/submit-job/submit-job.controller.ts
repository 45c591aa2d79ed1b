import { Controller, Headers, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SubmitJobRequest, SubmitJobResponse } from '#contracts';
import { Caller, ContractBody, ContractResponse, Permission, ProblemResponses } from '#http';
import type { Principal } from '#identity';
import { bodyBytes } from './body-bytes';
import { purposeOf } from '../governance/policy-gate';
import { Tickets } from '../tickets/tickets';
import { SubmitJob } from './submit-job';
import { submitOrigin } from './submit-request';

@ApiTags('jobs')
@Controller('v1/jobs')
export class SubmitJobController {
  constructor(
    private readonly jobs: SubmitJob,
    private readonly tickets: Tickets,
  ) {}

  @Permission('jobs:submit', 'tenant')
  @Post()
  @HttpCode(202)
  @ApiOperation({
    summary: 'Submit a job',
    description: 'The job is committed when this answers 202, and not before. With an idempotency key, the same request gives the same job again. Instead of a credential, a ticket may be shown (`Authorization: Ticket …`, see `POST /v1/tickets`).',
  })
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: '1 to 255 characters of printable ASCII; may stand in the body instead', schema: { type: 'string', maxLength: 255 } })
  @ApiHeader({ name: 'X-Purpose', required: false, description: 'what the job is for, as the rules of the policy know it', schema: { type: 'string', maxLength: 128 } })
  @ContractResponse(202, 'SubmitJobResponse', 'The job is committed, or was by an earlier request with the same key.')
  @ProblemResponses('malformed_json', 'validation_failed', 'idempotency_conflict', 'policy_denied', 'ticket_mismatch', 'ticket_replayed', 'too_many_queues', 'quota_exceeded', 'payload_too_large', 'unsupported_media_type', 'queue_full', 'not_ready', 'store_unavailable', 'broker_unavailable')
  async submit(
    @Caller() caller: Principal,
    @ContractBody('SubmitJobRequest') body: SubmitJobRequest,
    @Headers('idempotency-key') key: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SubmitJobResponse> {
    const { correlationId, ticket } = request;
    const origin = submitOrigin(caller, correlationId, purposeOf(request.headers['x-purpose']));
    const accepted = await (ticket === null
      ? this.jobs.submit(body, key, origin, bodyBytes(request))
      : this.tickets.submitWith(ticket, (claim) => this.jobs.submit(body, key, { ...origin, ticket: claim }, bodyBytes(request))));
    void reply.header('location', accepted.statusUrl);
    if (body.correlationId !== undefined) void reply.header('x-correlation-id', body.correlationId);
    return accepted;
  }
}
