import { jobRoutingKey } from '#contracts';
import type { CommandExecutor, EngineStore, StoreClock, WaitingJob } from '#event-log';
import { counter, type Logger } from '#observability';
import type { JobQueues } from '../../queues/job-queues';
import type { ControlSender } from '../control-sender';
import { Looks } from '../looks';
import type { Resender } from './resender';
import { mustResend, RESEND_AFTER_MS } from './resend-policy';

const SWEEP_EVERY_MS = 5_000;
/** Jobs of one queue and priority looked at in one round, the oldest first. */
const ROUND = 200;

/** Sends the messages of jobs that seem to have lost theirs again: the stored job.queued, to the workers only. */
export class Sweep {
  private readonly looks: Looks;
  private readonly resent = counter('jobsResent').labels({});

  constructor(
    private readonly parts: {
      readonly executor: CommandExecutor;
      readonly store: EngineStore;
      readonly resender: Resender;
      readonly clock: StoreClock;
      readonly queues: JobQueues;
      readonly control: ControlSender;
      readonly logger: Logger;
    },
    private readonly resendAfterMs = RESEND_AFTER_MS,
  ) {
    this.looks = new Looks(() => this.sweep(), { everyMs: Math.min(SWEEP_EVERY_MS, resendAfterMs), logger: parts.logger, failure: 'the sweep failed' });
  }

  start(): void {
    this.looks.start();
  }

  stop(): void {
    this.looks.stop();
  }

  private async sweep(): Promise<void> {
    const { store, control } = this.parts;
    if (!control.connected) return;
    const waiting = await store.waitingLongerThan(this.resendAfterMs, ROUND);
    if (waiting.length > 0) await this.resend(await this.withoutMessage(waiting));
  }

  private async withoutMessage(waiting: readonly WaitingJob[]): Promise<WaitingJob[]> {
    const depths = new Map<string, number>();
    const chosen: WaitingJob[] = [];
    const nowMs = this.parts.clock.nowMs();
    for (const job of waiting) {
      const key = jobRoutingKey(job.queue, job.priority);
      // Declaring tells the depth, and puts back a queue that somebody has deleted.
      const depth = depths.get(key) ?? (await this.parts.queues.declareOne(job.queue, job.priority));
      if (depth === undefined) return []; // the broker is away
      depths.set(key, depth);
      const waitedMs = (nowMs - Date.parse(job.sentAt)) * (RESEND_AFTER_MS / this.resendAfterMs);
      if (mustResend({ waitedMs, resends: job.resends }, depth)) chosen.push(job);
    }
    return chosen;
  }

  private async resend(jobs: readonly WaitingJob[]): Promise<void> {
    const { executor, resender, clock, logger } = this.parts;
    const notSentSince = new Date(clock.nowMs() - this.resendAfterMs).toISOString();
    const decided = await Promise.all(jobs.map(async (job) => ({ job, ran: await executor.run(job.jobId, { kind: 'resend', notSentSince }, { patient: false }) })));
    const wanted = decided.flatMap(({ job, ran }) => (ran.outcome.kind === 'resend' ? [{ id: job.jobId, queue: job.queue, priority: job.priority, queuedVersion: ran.outcome.queuedVersion }] : []));
    if (wanted.length === 0) return;
    await resender.resend(wanted);
    this.resent.inc(wanted.length);
    logger.warn({ jobs: wanted.length }, 'jobs that waited without a message were sent again');
  }
}
