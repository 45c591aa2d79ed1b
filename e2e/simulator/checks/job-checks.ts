import type { JobError, LogEnvelope, Rate } from '#contracts';
import type { JobColumns } from '../store/rows';
import type { Stage } from '../stage';
import type { SimProcess } from '../kernel/sim-process';
import type { MessageChecks } from './message-checks';
import { RateCheck } from './rate-check';
import type { Run } from './sink';

/** How well gateways know the clock of the store. */
export const CLOCKS_AGREE_MS = 50;
/** A grant holds this long from the sending of its ask. */
const GRANT_HOLDS_MS = 2_000;
/** A killed worker's job runs elsewhere within this. */
export const RECOVERY_MS = 1_500;
/** A kill counts for that only when everything has been well for so long. */
export const CALM_MS = 12_000;
/** Faults of the infrastructure up to this long cost no worker its attempt. */
const OWN_FAULT_COUNTS_MS = 30_000;
/** A worker that is back sooner is not dead: that is why a probe is repeated. Less the jitter of a timer. */
const RETURNS_APART_MS = 240;
const FOUND_LOST = new Set(['worker_gone', 'lease_expired', 'attempt_unknown']);

/** Judges owners, starts and losses at the moment they happen. */
export class JobChecks {
  private readonly granted = new Set<string>();
  private readonly submitted = new Map<string, { readonly runAtMs: number; readonly parents: readonly string[] }>();
  private readonly cancelAnswers = new Map<string, { readonly final: boolean; readonly atMs: number }>();

  private pausedSinceMs: number | undefined;
  private readonly workersPausedSinceMs = new Map<string, number>();
  private readonly rates: RateCheck;

  constructor(
    private readonly stage: Stage,
    private readonly messages: MessageChecks,
    /** Whether some worker that has been there since then has a free slot. */
    private readonly someSlotSince: (bornBeforeMs: number) => boolean,
    private readonly workerIdOf: (process: SimProcess) => string | undefined,
  ) {
    this.rates = new RateCheck(stage);
  }

  changed(before: JobColumns | undefined, after: JobColumns): void {
    const was = before?.owner_delivery_id ?? null;
    const is = after.owner_delivery_id;
    if (is !== null) this.granted.add(is);
    if (is !== null && is !== was) this.rates.granted(after);
    if (was === is || was === null) return;
    // One write may close an owner and make another, but never make another and leave the first open.
    if (!after.closed_deliveries.includes(was)) this.stage.judge.broken('doubleOwners', `${was} lost ${after.id} to ${is ?? 'nobody'} and was not closed`);
  }

  started(run: Run): void {
    const { judge, scheduler } = this.stage;
    const nowMs = scheduler.nowMs;
    if (!this.granted.has(run.deliveryId)) judge.broken('ungranted', `${run.deliveryId} of ${run.jobId} started without ever having been granted`);
    const grantedAtMs = this.messages.grantedAtMs.get(run.deliveryId) ?? -Infinity;
    if (nowMs - grantedAtMs > GRANT_HOLDS_MS) judge.broken('staleGrant', `${run.deliveryId} of ${run.jobId} started ${Math.round(nowMs - grantedAtMs)} ms after its grant`);
    if (this.pausedSinceMs !== undefined && nowMs > this.pausedSinceMs + GRANT_HOLDS_MS) judge.broken('startedWhilePaused', `${run.jobId} started ${Math.round(nowMs - this.pausedSinceMs)} ms after the pause of its queue was answered`);
    const workerPausedMs = nowMs - (this.workersPausedSinceMs.get(this.workerIdOf(run.process) ?? '') ?? nowMs);
    if (workerPausedMs > GRANT_HOLDS_MS) judge.broken('startedOnPausedWorker', `${run.jobId} started on ${run.process.name} ${Math.round(workerPausedMs)} ms after the pause of that worker was answered`);
    const asked = this.submitted.get(run.jobId);
    const earlyMs = (asked?.runAtMs ?? -Infinity) - this.stage.store.wallMs;
    if (earlyMs > CLOCKS_AGREE_MS) judge.broken('startedEarly', `${run.jobId} started ${Math.round(earlyMs)} ms before its time`);
    if ((asked?.parents ?? []).some((id) => (this.stage.store.jobs.get(id)?.finished_at ?? null) === null)) judge.broken('startedBeforeParents', `${run.jobId} started before its parent had ended`);
    const answer = this.cancelAnswers.get(run.jobId);
    if (answer === undefined) return;
    const lateMs = nowMs - answer.atMs - (answer.final ? 0 : GRANT_HOLDS_MS);
    if (lateMs > 0) judge.broken('startedAfterCancel', `${run.jobId} started although its cancel had been answered`);
  }

  pauseAnswered(paused: boolean): void {
    this.pausedSinceMs = paused ? this.stage.scheduler.nowMs : undefined;
  }

  workerPauseAnswered(workerId: string, paused: boolean): void {
    if (paused) this.workersPausedSinceMs.set(workerId, this.stage.scheduler.nowMs);
    else this.workersPausedSinceMs.delete(workerId);
  }

  rateAnswered(rate: Rate): void {
    this.rates.begin(rate);
  }

  cancelAnswered(jobId: string, final: boolean): void {
    if (!this.cancelAnswers.has(jobId)) this.cancelAnswers.set(jobId, { final, atMs: this.stage.scheduler.nowMs });
  }

  logged(event: LogEnvelope): void {
    if (event.eventType === 'job.submitted') this.submitted.set(event.payload.jobId, { runAtMs: event.payload.runAt === undefined ? -Infinity : Date.parse(event.payload.runAt), parents: event.payload.after ?? [] });
    else if (event.eventType === 'job.completed') this.ended(event.payload, 'succeeded');
    else if (event.eventType === 'job.retry_scheduled' || event.eventType === 'job.failed') {
      if (event.payload.cause === 'failed') this.ended(event.payload, 'failed');
      else this.lost(event.payload);
    }
  }

  /** The log says how a handler ended: has it? */
  private ended({ jobId, deliveryId }: { readonly jobId: string; readonly deliveryId?: string }, how: Run['effect']): void {
    const run = this.stage.sink.runs.get(deliveryId ?? '');
    if (run === undefined || run.jobId !== jobId) this.stage.judge.broken('phantomEnd', `${jobId} was ended by ${deliveryId}, which never ran it`);
    else if (run.effect !== how) this.stage.judge.broken('phantomEnd', `the log says that ${deliveryId} of ${jobId} has ${how}, and it has not`);
  }

  /** An attempt was declared lost: was its worker really gone, or only out of sight because of somebody else's outage? */
  private lost({ deliveryId, error, workerId }: { readonly deliveryId?: string; readonly workerId?: string; readonly error?: JobError }): void {
    const run = deliveryId === undefined ? undefined : this.stage.sink.runs.get(deliveryId);
    if (run === undefined || error === undefined || !FOUND_LOST.has(error.code)) return;
    const { process } = run;
    const alive = process.up && process.generation === run.generation;
    const ownFault = process.stopped || process.netDown || process.faultyUntilMs + OWN_FAULT_COUNTS_MS > this.stage.scheduler.nowMs;
    if (!alive) return;
    if (error.code === 'worker_gone' && this.messages.absentForMs(workerId ?? '') < RETURNS_APART_MS) this.stage.judge.broken('hastyLoss', `${deliveryId} of ${run.jobId} on ${process.name} was declared lost, and its worker was away for no time`);
    if (!ownFault) this.stage.judge.broken('liveLost', `${deliveryId} of ${run.jobId} on ${process.name} was declared lost (${error.code}), and it lives`);
  }

  /** A worker was killed; if all else is well, its jobs must be at work again soon. */
  killed(running: readonly Run[]): void {
    const { scheduler, calm, store, sink } = this.stage;
    const killedAtMs = scheduler.nowMs;
    if (calm.forMs < CALM_MS) return;
    const due = running.filter(({ jobId, deliveryId }) => store.jobs.get(jobId)?.owner_delivery_id === deliveryId && store.jobs.get(jobId)?.cancel_requested === null);
    scheduler.after(RECOVERY_MS, () => {
      if (this.pausedSinceMs !== undefined || this.workersPausedSinceMs.size > 0 || store.slots.size > 0 || store.tokens.size > 0 || calm.lastBeganMs > killedAtMs || !this.someSlotSince(killedAtMs)) return;
      for (const { jobId } of due) {
        const row = store.jobs.get(jobId);
        if (row === undefined || row.cancel_requested !== null || row.finished_at !== null) continue;
        if ((sink.byJob.get(jobId) ?? []).some((run) => run.startedMs > killedAtMs)) continue;
        this.stage.judge.broken('slowRecovery', `${jobId} does not run again ${RECOVERY_MS} ms after its worker was killed`);
      }
    });
  }
}
