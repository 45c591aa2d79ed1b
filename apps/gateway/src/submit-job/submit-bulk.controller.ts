import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { BulkSubmitItem, BulkSubmitRequest, BulkSubmitResponse } from '#contracts';
import { ApiError, Caller, ContractBodyPipe, contractRef, Permission, ProblemResponses, toProblem } from '#http';
import type { Principal } from '#identity';
import { bodyBytes } from './body-bytes';
import { purposeOf } from '../governance/policy-gate';
import { Limits } from '../rate-limits/limits';
import { JobLines, type JobLine } from './job-lines';
import { SubmitJob } from './submit-job';
import { submitOrigin, type SubmitOrigin } from './submit-request';

export const NDJSON = 'application/x-ndjson';
const MOST_JOBS = 5_000;
const JSON_BODY = new ContractBodyPipe('BulkSubmitRequest');

@ApiTags('jobs')
@Controller('v1/jobs')
export class SubmitBulkController {
  constructor(
    private readonly jobs: SubmitJob,
    private readonly limits: Limits,
  ) {}

  @Permission('jobs:submit', 'tenant')
  @Post('bulk')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Submit up to 5,000 jobs',
    description:
      'Each job is accepted or rejected for itself; `items` says which, in the order given. An idempotency key is given per job. As `application/x-ndjson` the body has one SubmitJobRequest per line, at most 16 MiB: a line that cannot be read is rejected with its number (`line`), and the others are taken. A client that accepts `application/x-ndjson` gets one item per line.',
  })
  @ApiHeader({ name: 'X-Purpose', required: false, description: 'what the jobs are for, as the rules of the policy know it', schema: { type: 'string', maxLength: 128 } })
  @ApiBody({ required: true, schema: contractRef('BulkSubmitRequest') })
  @ApiResponse({ status: 202, description: 'What became of each job.', content: { 'application/json': { schema: contractRef('BulkSubmitResponse') }, [NDJSON]: { schema: { type: 'string', description: 'one BulkSubmitItem per line' } } } })
  @ProblemResponses('malformed_json', 'validation_failed', 'payload_too_large', 'unsupported_media_type', 'queue_full', 'not_ready', 'store_unavailable', 'broker_unavailable')
  async submitAll(@Caller() caller: Principal, @Body() body: unknown, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<BulkSubmitResponse | string> {
    const origin = submitOrigin(caller, request.correlationId, purposeOf(request.headers['x-purpose']));
    const items = body instanceof JobLines ? await this.lines(body, origin) : await this.list(body, request, origin);
    // One of them the request has paid for. They are all taken; the tenant waits for it before the next.
    this.limits.chargeTenant(caller.tenantId, items.length - 1);
    const [first] = items;
    // Nothing was taken, all for the same passing reason: the request as a whole is to be tried again.
    if (first?.problem?.status === 503 && items.every((item) => item.problem?.code === first.problem?.code)) {
      throw new ApiError(first.problem.code, { detail: first.problem.detail, retryAfterSeconds: first.problem.retryAfterSeconds });
    }
    if (request.headers.accept?.includes(NDJSON) === true) {
      void reply.header('content-type', NDJSON);
      return items.map((item) => `${JSON.stringify(item)}\n`).join('');
    }
    const count = (status: BulkSubmitItem['status']): number => items.filter((item) => item.status === status).length;
    return { items, accepted: count('accepted'), duplicates: count('duplicate'), rejected: count('rejected') };
  }

  private list(body: unknown, request: FastifyRequest, origin: SubmitOrigin): Promise<BulkSubmitItem[]> {
    const { jobs } = JSON_BODY.transform(body) as BulkSubmitRequest;
    return this.jobs.submitAll(jobs, origin, bodyBytes(request));
  }

  private async lines(body: JobLines, origin: SubmitOrigin): Promise<BulkSubmitItem[]> {
    const lines = body.read(MOST_JOBS);
    const requests = lines.flatMap(({ read }) => ('request' in read ? [read.request] : []));
    const taken = (await this.jobs.submitAll(requests, origin, body.size)).values();
    return lines.map(({ line, read }: JobLine, index) => {
      if ('error' in read) return { index, line, status: 'rejected', problem: toProblem(read.error, { correlationId: origin.correlationId }) };
      return { ...(taken.next().value as BulkSubmitItem), index, line };
    });
  }
}
