import { Controller, Headers, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { BulkSubmitRequest, BulkSubmitResponse, SubmitJobRequest, SubmitJobResponse } from '#contracts';
import { ApiError, ContractBody, ContractResponse, ProblemResponses } from '#http';
import { SubmitJob } from './submit-job';

@ApiTags('jobs')
@Controller('v1/jobs')
export class SubmitJobController {
  constructor(private readonly jobs: SubmitJob) {}

  @Post()
  @HttpCode(202)
  @ApiOperation({
    summary: 'Submit a job',
    description: 'The job is committed when this answers 202, and not before. With an idempotency key, the same request gives the same job again.',
  })
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: '1 to 255 characters of printable ASCII; may stand in the body instead', schema: { type: 'string', maxLength: 255 } })
  @ContractResponse(202, 'SubmitJobResponse', 'The job is committed, or was by an earlier request with the same key.')
  @ProblemResponses('malformed_json', 'validation_failed', 'idempotency_conflict', 'too_many_queues', 'payload_too_large', 'unsupported_media_type', 'queue_full', 'store_unavailable', 'broker_unavailable')
  async submit(
    @ContractBody('SubmitJobRequest') body: SubmitJobRequest,
    @Headers('idempotency-key') key: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SubmitJobResponse> {
    const accepted = await this.jobs.submit(body, key, request.correlationId, bodyBytes(request));
    void reply.header('location', accepted.statusUrl);
    if (body.correlationId !== undefined) void reply.header('x-correlation-id', body.correlationId);
    return accepted;
  }

  @Post('bulk')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Submit up to 5,000 jobs',
    description: 'Each job is accepted or rejected for itself; `items` says which, in the order given. An idempotency key is given per job.',
  })
  @ContractResponse(202, 'BulkSubmitResponse', 'What became of each job.')
  @ProblemResponses('malformed_json', 'validation_failed', 'payload_too_large', 'unsupported_media_type', 'queue_full', 'store_unavailable', 'broker_unavailable')
  async submitAll(@ContractBody('BulkSubmitRequest') body: BulkSubmitRequest, @Req() request: FastifyRequest): Promise<BulkSubmitResponse> {
    const items = await this.jobs.submitAll(body.jobs, request.correlationId, bodyBytes(request));
    const response = {
      items,
      accepted: items.filter((item) => item.status === 'accepted').length,
      duplicates: items.filter((item) => item.status === 'duplicate').length,
      rejected: items.filter((item) => item.status === 'rejected').length,
    };
    const [first] = items;
    // Nothing was taken, all for the same passing reason: the request as a whole is to be tried again.
    if (first?.problem?.status === 503 && items.every((item) => item.problem?.code === first.problem?.code)) {
      throw new ApiError(first.problem.code, { detail: first.problem.detail, retryAfterSeconds: first.problem.retryAfterSeconds });
    }
    return response;
  }
}

/** The size the client told; a body without one came in chunks and is reckoned small, its bound was enforced while it was read. */
function bodyBytes(request: FastifyRequest): number {
  const told = Number(request.headers['content-length']);
  return Number.isFinite(told) ? told : 1_000;
}
