import type { RedriveJobResponse } from '#contracts';
import { uuidV7, type CommandExecutor, type JobReader } from '#event-log';
import { ApiError } from '#http';
import type { SubmitJob } from '../submit-job/submit-job';
import { nextLife, type Corrections } from './next-life';

/**
 * Gives a failed job its next life, in two steps: the new job is submitted under a key that is the failed job's id, then the failed job is told which
 * it is. Whoever comes between the two, again or at the same time, finds the same new job by the key; a crash leaves a new job that runs and a
 * failed one that does not name it yet, and the next redrive makes that good.
 */
export class RedriveJob {
  constructor(
    private readonly executor: CommandExecutor,
    private readonly reader: Pick<JobReader, 'job'>,
    private readonly submit: SubmitJob,
  ) {}

  /** @throws ApiError not_found or job_not_failed, what a submit throws, and the store's errors */
  async redrive(id: string, corrections: Corrections, by: string, reason: string | undefined): Promise<RedriveJobResponse> {
    const failed = await this.reader.job(id);
    if (failed === undefined) throw new ApiError('not_found', { detail: `there is no job ${id}` });
    if (failed.status !== 'FAILED') throw new ApiError('job_not_failed', { detail: `the job ${id} is ${failed.status}` });
    if (failed.redrivenTo !== undefined) return this.known(id, failed.redrivenTo);
    const command = nextLife(failed, corrections, uuidV7());
    const submitted = await this.submit.again(command, Buffer.byteLength(JSON.stringify(command.payload)));
    const { outcome, position = this.executor.knownHead } = await this.executor.run(id, { kind: 'redriven', redrivenTo: submitted.jobId, by, reason }, { patient: false });
    // Another redrive may have found the new job and noted it first.
    const next = outcome.kind === 'already_redriven' ? outcome.redrivenTo : submitted.jobId;
    if (submitted.kind !== 'accepted' || next !== submitted.jobId) return this.known(id, next);
    return { jobId: submitted.jobId, redrivenFrom: id, status: submitted.status, position, statusUrl: `/v1/jobs/${submitted.jobId}`, duplicate: false };
  }

  private async known(id: string, next: string): Promise<RedriveJobResponse> {
    const job = await this.reader.job(next);
    if (job === undefined) throw new ApiError('not_found', { detail: `the job ${id} was redriven to ${next}, which is gone` });
    return { jobId: next, redrivenFrom: id, status: job.status, position: this.executor.knownHead, statusUrl: `/v1/jobs/${next}`, duplicate: true };
  }
}
