import type { BulkSubmitItem, SubmitJobRequest, SubmitJobResponse, SubmitWarning } from '#contracts';
import type { SubmitCommand } from '#domain';
import type { CommandExecutor, EngineStore, StoreClock, SubmitResult } from '#event-log';
import { ApiError, BODY_LIMIT_BYTES, toProblem } from '#http';
import { counter, currentContext } from '#observability';
import type { JobTypeRules } from '../define-job-types/job-type-rules';
import type { SubmissionGrants } from '../engine/offers/submission-grants';
import type { LiveWorkers } from '../engine/workers/live-workers';
import type { PolicyGate, Submitter } from '../governance/policy-gate';
import { JobQueues } from '../queues/job-queues';
import type { SealJobs } from '../seal-jobs/seal-jobs';
import type { Consents } from '../consents/consents';
import { idempotencyKeyOf, refuseReservedKey, submitCommand, type SubmitOrigin } from './submit-request';

const outcomes = (route: 'single' | 'bulk') => {
  const submitted = counter('jobsSubmitted');
  return {
    accepted: submitted.labels({ route, outcome: 'accepted' }),
    duplicate: submitted.labels({ route, outcome: 'duplicate' }),
    deduplicated: submitted.labels({ route, outcome: 'deduplicated' }),
    conflict: submitted.labels({ route, outcome: 'conflict' }),
    refused: submitted.labels({ route, outcome: 'refused' }),
  };
};

export interface SubmitJobParts {
  readonly executor: CommandExecutor;
  readonly queues: JobQueues;
  readonly store: EngineStore;
  readonly clock: StoreClock;
  readonly types: JobTypeRules;
  readonly workers: LiveWorkers;
  readonly seals: SealJobs;
  readonly consents: Pick<Consents, 'admit'>;
  readonly offers?: SubmissionGrants;
  /** Undefined where nobody governs. */
  readonly policy?: PolicyGate;
}

/** The submission of jobs: a 202 means that the job and its first events are committed. */
export class SubmitJob {
  private readonly single = outcomes('single');
  private readonly bulk = outcomes('bulk');

  constructor(private readonly parts: SubmitJobParts) {}

  /** @throws ApiError and the store's errors; each has a code of the catalogue */
  async submit(request: SubmitJobRequest, keyHeader: string | undefined, origin: SubmitOrigin, bytes: number, scheduleId?: string): Promise<SubmitJobResponse> {
    let command: SubmitCommand;
    let result: SubmitResult;
    try {
      // A schedule's loop is nobody's request, whoever woke it.
      const traceparent = scheduleId === undefined ? currentContext()?.traceparent : undefined;
      command = { ...this.parts.types.applyJobType(request, submitCommand(request, idempotencyKeyOf(keyHeader, request.idempotencyKey), origin, this.parts.clock.nowMs(), traceparent)), scheduleId };
      result = await this.accept(command, request, bytes, origin);
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
      status: result.status,
      position: result.position,
      statusUrl: `/v1/jobs/${result.jobId}`,
      correlationId: result.kind === 'accepted' ? command.correlationId : result.correlationId,
      duplicate: result.kind === 'duplicate',
      deduplicated: result.kind === 'deduplicated' ? true : undefined,
      warnings: this.warnings(command),
    };
  }

  private warnings({ type, queue }: SubmitCommand): SubmitWarning[] | undefined {
    if (this.parts.workers.handles(queue, type)) return undefined;
    return [{ code: 'no_worker_for_type', message: `no live worker runs jobs of the type ${type} from the queue ${queue}; the job waits for one` }];
  }

  /** A job that the gateway makes of another: the same checks and bounds. @throws ApiError and the store's errors */
  async again(command: SubmitCommand, bytes: number): Promise<SubmitResult> {
    const { redrivenFrom, payload } = command;
    const open = redrivenFrom === undefined ? command : { ...command, payload: await this.parts.seals.openPayload(payload, redrivenFrom) };
    return this.accept(this.parts.types.applyJobType(open, open), {}, bytes, command.governance ?? {});
  }

  /** Each job for itself: one that is refused does not keep out the others. */
  async submitAll(requests: readonly SubmitJobRequest[], origin: SubmitOrigin, bytes: number): Promise<BulkSubmitItem[]> {
    const each = Math.ceil(bytes / requests.length);
    // A body within the limit of a single job cannot hold a payload beyond it.
    const measure = bytes > BODY_LIMIT_BYTES;
    return Promise.all(requests.map((request, index) => this.item(request, index, origin, measure ? payloadBytes(request) : each)));
  }

  /** What every submission goes through, whoever made it. */
  private async accept(submitted: SubmitCommand, request: Pick<SubmitJobRequest, 'dedupe'>, bytes: number, submitter: Submitter): Promise<SubmitResult> {
    if (submitted.scheduleId === undefined && submitted.redrivenFrom === undefined) refuseReservedKey(submitted.idempotencyKey);
    // While the payload is still open, and before anything is made for the job.
    const command = this.parts.policy === undefined ? submitted : this.parts.policy.admit(submitted, submitter);
    if (!this.parts.queues.isOpen(command.queue)) await this.parts.queues.open(command.queue);
    this.parts.queues.admit(command.queue, 1);
    if (command.after !== undefined) await this.refuseUnknownParents(command);
    const sensitivity = this.parts.types.sensitivityOf(command.type);
    if (sensitivity.purpose !== undefined) await this.parts.consents.admit(command, sensitivity);
    const sealing = this.parts.seals.seal(command, sensitivity);
    const sealed = sealing instanceof Promise ? await sealing : sealing;
    return request.dedupe?.mode === 'last' ? this.debounce(sealed, bytes) : this.append(sealed, bytes);
  }

  /** A job that is to run now goes straight to a worker that has offered a slot for it, if one has. */
  private async append(command: SubmitCommand, bytes: number): Promise<SubmitResult> {
    const runsNow = command.runAt === undefined && command.after === undefined && command.dedupe === undefined && command.governance?.verdict?.result !== 'hold';
    const offer = runsNow && bytes <= LARGEST_WITH_GRANT_BYTES ? this.parts.offers?.take(command.queue, command.type) : undefined;
    const result = await this.parts.executor.submit(command, bytes, offer);
    if (result.kind === 'accepted' && result.granted !== undefined) this.parts.offers?.send(result.jobId, result.granted);
    return result;
  }

  private async refuseUnknownParents({ tenantId, after = [] }: SubmitCommand): Promise<void> {
    const unknown = new Set(await this.parts.store.unknownJobs(tenantId, after));
    const errors = after.flatMap((id, index) => (unknown.has(id) ? [{ pointer: `/after/${index}`, message: `there is no job ${id}` }] : []));
    if (errors.length > 0) throw new ApiError('validation_failed', { detail: `${errors.length} of the parents do not exist`, errors: errors.slice(0, 20) });
  }

  /**
   * The newest submission takes the place of the one before, if that has not been queued yet. The new job first: a crash leaves at
   * worst both, never none. The store gives the key away only as long as the job before holds it.
   */
  private async debounce(command: SubmitCommand, bytes: number): Promise<SubmitResult> {
    for (let tries = 1; ; tries++) {
      const { tenantId, jobId, dedupe } = command;
      const holder = dedupe && (await this.parts.store.dedupeHolder(tenantId, dedupe.key));
      const replaces = holder?.status === 'SCHEDULED' ? holder.jobId : undefined;
      const submitted = await this.parts.executor.submit({ ...command, dedupe: dedupe && { ...dedupe, replaces } }, bytes);
      if (submitted.kind === 'accepted' && replaces !== undefined) {
        const supersede = { kind: 'cancel', by: 'debounce', reason: `job ${jobId} takes its place`, cause: 'superseded', onlyBeforeQueued: true } as const;
        await this.parts.executor.run(replaces, supersede, { patient: true });
      }
      if (submitted.kind !== 'deduplicated' || tries === DEBOUNCE_TRIES) return submitted;
    }
  }

  private async item(request: SubmitJobRequest, index: number, origin: SubmitOrigin, bytes: number): Promise<BulkSubmitItem> {
    const { correlationId } = origin;
    try {
      if (bytes > BODY_LIMIT_BYTES) throw new ApiError('payload_too_large', { detail: `the payload has ${bytes} bytes, ${BODY_LIMIT_BYTES} are allowed` });
      const command = this.parts.types.applyJobType(request, submitCommand(request, request.idempotencyKey, origin, this.parts.clock.nowMs(), currentContext()?.traceparent));
      const result = await this.accept(command, request, bytes, origin);
      this.bulk[result.kind].inc();
      if (result.kind === 'conflict') return { index, status: 'rejected', jobId: result.jobId, problem: toProblem(conflict(command, result.jobId), { correlationId }) };
      return { index, status: result.kind === 'accepted' ? 'accepted' : 'duplicate', jobId: result.jobId, position: result.position };
    } catch (error) {
      this.bulk.refused.inc();
      return { index, status: 'rejected', problem: toProblem(error, { correlationId }) };
    }
  }
}

/** Larger ones travel better through their queue. */
const LARGEST_WITH_GRANT_BYTES = 32_768;

/** A debounced submission that finds the key in other hands each time gives up after so many; its client may try again. */
const DEBOUNCE_TRIES = 5;

function conflict(command: SubmitCommand, jobId: string): ApiError {
  return new ApiError('idempotency_conflict', { detail: `the key was used before, for a different request: job ${jobId}`, facts: { jobId, idempotencyKey: command.idempotencyKey } });
}

function payloadBytes(request: SubmitJobRequest): number {
  return request.payload === undefined ? 2 : Buffer.byteLength(JSON.stringify(request.payload));
}
