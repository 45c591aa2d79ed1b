import type { BulkSubmitItem, SubmitJobRequest, SubmitJobResponse } from '#contracts';
import type { SubmitCommand } from '#domain';
import type { CommandExecutor, SubmitResult } from '#event-log';
import { ApiError, BODY_LIMIT_BYTES, toProblem } from '#http';
import { counter } from '#observability';
import { JobQueues } from '../queues/job-queues';
import { idempotencyKeyOf, submitCommand } from './submit-request';

const outcomes = (route: 'single' | 'bulk') => {
  const submitted = counter('jobsSubmitted');
  return {
    accepted: submitted.labels({ route, outcome: 'accepted' }),
    duplicate: submitted.labels({ route, outcome: 'duplicate' }),
    conflict: submitted.labels({ route, outcome: 'conflict' }),
    refused: submitted.labels({ route, outcome: 'refused' }),
  };
};

/** The submission of jobs: a 202 means that the job and its first events are committed. */
export class SubmitJob {
  private readonly single = outcomes('single');
  private readonly bulk = outcomes('bulk');

  constructor(
    private readonly executor: CommandExecutor,
    private readonly queues: JobQueues,
  ) {}

  /** @throws ApiError and the store's errors; each has a code of the catalogue */
  async submit(request: SubmitJobRequest, keyHeader: string | undefined, correlationId: string, bytes: number): Promise<SubmitJobResponse> {
    let command: SubmitCommand;
    let result: SubmitResult;
    try {
      command = submitCommand(request, idempotencyKeyOf(keyHeader, request.idempotencyKey), correlationId);
      if (!this.queues.isOpen(command.queue)) await this.queues.open(command.queue);
      this.queues.admit(command.queue, 1);
      result = await this.executor.submit(command, bytes);
    } catch (error) {
      this.single.refused.inc();
      throw error;
    }
    if (result.kind === 'conflict') {
      this.single.conflict.inc();
      throw conflict(command, result.jobId);
    }
    this.single[result.kind].inc();
    return {
      jobId: result.jobId,
      status: 'QUEUED',
      position: result.position,
      statusUrl: `/v1/jobs/${result.jobId}`,
      correlationId: result.kind === 'duplicate' ? result.correlationId : command.correlationId,
      duplicate: result.kind === 'duplicate',
    };
  }

  /** Each job for itself: one that is refused does not keep out the others. */
  async submitAll(requests: readonly SubmitJobRequest[], correlationId: string, bytes: number): Promise<BulkSubmitItem[]> {
    const each = Math.ceil(bytes / requests.length);
    // A body within the limit of a single job cannot hold a payload beyond it.
    const measure = bytes > BODY_LIMIT_BYTES;
    return Promise.all(requests.map((request, index) => this.item(request, index, correlationId, measure ? payloadBytes(request) : each)));
  }

  private async item(request: SubmitJobRequest, index: number, correlationId: string, bytes: number): Promise<BulkSubmitItem> {
    try {
      if (bytes > BODY_LIMIT_BYTES) throw new ApiError('payload_too_large', { detail: `the payload has ${bytes} bytes, ${BODY_LIMIT_BYTES} are allowed` });
      const command = submitCommand(request, request.idempotencyKey, correlationId);
      if (!this.queues.isOpen(command.queue)) await this.queues.open(command.queue);
      this.queues.admit(command.queue, 1);
      const result = await this.executor.submit(command, bytes);
      this.bulk[result.kind].inc();
      if (result.kind === 'conflict') return { index, status: 'rejected', jobId: result.jobId, problem: toProblem(conflict(command, result.jobId), { correlationId }) };
      return { index, status: result.kind, jobId: result.jobId, position: result.position };
    } catch (error) {
      this.bulk.refused.inc();
      return { index, status: 'rejected', problem: toProblem(error, { correlationId }) };
    }
  }
}

function conflict(command: SubmitCommand, jobId: string): ApiError {
  return new ApiError('idempotency_conflict', { detail: `the key was used before, for a different request: job ${jobId}`, facts: { jobId, idempotencyKey: command.idempotencyKey } });
}

function payloadBytes(request: SubmitJobRequest): number {
  return request.payload === undefined ? 2 : Buffer.byteLength(JSON.stringify(request.payload));
}
