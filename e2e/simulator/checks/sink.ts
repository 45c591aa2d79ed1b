import type { HandlerContext } from '#worker-sdk';
import type { Scheduler } from '../kernel/scheduler';
import type { SimProcess } from '../kernel/sim-process';
import type { Judge } from './judge';

/** One start of a handler, as the outside world sees it. */
export interface Run {
  readonly jobId: string;
  readonly deliveryId: string;
  readonly attempt: number;
  readonly process: SimProcess;
  readonly generation: number;
  readonly startedMs: number;
  endedMs: number | undefined;
  effect: 'none' | 'succeeded' | 'failed';
}

/** What the handlers really did: the ground truth that every claim in the log is held against. */
export class Sink {
  readonly runs = new Map<string, Run>();
  readonly byJob = new Map<string, Run[]>();
  onStart: (run: Run) => void = () => undefined;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly judge: Judge,
  ) {}

  started(process: SimProcess | undefined, { jobId, deliveryId, attempt }: Pick<HandlerContext, 'jobId' | 'deliveryId' | 'attempt'>): { aborted(): void; effect(ok: boolean): void } {
    if (process === undefined) throw new Error('a handler runs outside any process');
    const run: Run = { jobId, deliveryId, attempt, process, generation: process.generation, startedMs: this.scheduler.nowMs, endedMs: undefined, effect: 'none' };
    if (this.runs.has(deliveryId)) this.judge.broken('startedTwice', `${deliveryId} of ${jobId}`);
    this.runs.set(deliveryId, run);
    const runs = this.byJob.get(jobId) ?? [];
    this.byJob.set(jobId, runs);
    runs.push(run);
    this.onStart(run);
    return {
      aborted: () => {
        run.endedMs = this.scheduler.nowMs;
      },
      effect: (ok) => {
        run.endedMs = this.scheduler.nowMs;
        run.effect = ok ? 'succeeded' : 'failed';
      },
    };
  }

  /** Runs whose handler is at work right now. */
  running(process: SimProcess): Run[] {
    return [...this.runs.values()].filter((run) => run.process === process && run.generation === process.generation && run.endedMs === undefined);
  }
}
