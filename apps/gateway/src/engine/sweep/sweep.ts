import { jobRoutingKey } from '#contracts';
import { StoreUnavailable, type CommandExecutor, type EngineStore, type StoreClock, type WaitingJob } from '#event-log';
import { counter, type Logger } from '#observability';
import type { JobQueues } from '../../queues/job-queues';
import type { ControlSender } from '../control-sender';
import type { Resender } from './resender';
import { mustResend, RESEND_AFTER_MS } from './resend-policy';

const SWEEP_EVERY_MS = 5_000;
/** Jobs of one queue and priority looked at in one round, the oldest first. */
const ROUND = 200;

/** Sends the messages of jobs that seem to have lost theirs again: the stored job.queued, to the workers only. */
export class Sweep {
  private timer: NodeJS.Timeout | undefined;
  private sweeping = false;
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
  ) {}

  start(): void {
    this.timer ??= setInterval(() => void this.sweep(), Math.min(SWEEP_EVERY_MS, this.resendAfterMs));
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  async sweep(): Promise<number> {
    const { store, control, logger } = this.parts;
    if (this.sweeping || !control.connected) return 0;
    this.sweeping = true;
    try {
      const waiting = await store.waitingLongerThan(this.resendAfterMs, ROUND);
      return waiting.length === 0 ? 0 : await this.resend(await this.withoutMessage(waiting));
    } catch (err) {
      if (!(err instanceof StoreUnavailable)) logger.error({ err }, 'the sweep failed');
      return 0;
    } finally {
      this.sweeping = false;
    }
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

  private async resend(jobs: readonly WaitingJob[]): Promise<number> {
    const { executor, resender, clock, logger } = this.parts;
    const notSentSince = new Date(clock.nowMs() - this.resendAfterMs).toISOString();
    const decided = await Promise.all(jobs.map(async (job) => ({ job, ran: await executor.run(job.jobId, { kind: 'resend', notSentSince }, { patient: false }) })));
    const wanted = decided.flatMap(({ job, ran }) => (ran.outcome.kind === 'resend' ? [{ id: job.jobId, queue: job.queue, priority: job.priority, queuedVersion: ran.outcome.queuedVersion }] : []));
    if (wanted.length === 0) return 0;
    await resender.resend(wanted);
    this.resent.inc(wanted.length);
    logger.warn({ jobs: wanted.length }, 'jobs that waited without a message were sent again');
    return wanted.length;
  }
}
