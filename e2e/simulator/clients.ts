import type { CancelJobResponse, Dedupe, JobPriority, Rate, RedriveJobResponse, SubmitJobResponse } from '#contracts';
import type { Accepted } from '../history/check-history';
import { JOB_TYPE, type SimPayload } from './processes/sim-handler';
import type { SimGateway } from './processes/sim-gateway';
import type { Stage } from './stage';

const ANSWER_TIMEOUT_MS = 3_000;
const AGAIN_AFTER_MS = 400;
/** The window of jobs with a dedupe key. */
export const DEDUPE_MS = 2_000;

/** What a client may ask for beside the payload. */
export interface JobWishes {
  readonly delayMs?: number;
  readonly timeoutMs?: number;
  readonly deadlineMs?: number;
  /** Waits for the job with this key, if that has been accepted by then. */
  readonly afterKey?: string;
  readonly onParentFailure?: 'cancel' | 'run';
  readonly maxAttempts?: number;
  readonly priority?: JobPriority;
  readonly dedupe?: Dedupe;
}

/** Clients as they are: they wait three seconds, then try again, with the same key, wherever somebody listens. */
export class Clients {
  readonly accepted: Accepted[] = [];
  readonly attemptedKeys = new Set<string>();
  /** When a job was first asked for, by its key. */
  readonly askedAtMs = new Map<string, number>();
  /** What redrives of failed jobs were answered with. */
  readonly redriven: { readonly failed: string; readonly next: string }[] = [];
  /** Requests that have not been answered for good. */
  open = 0;
  /** Pauses that are wanted now. */
  private pauses = 0;
  private readonly pausedWorkers = new Set<string>();

  constructor(
    private readonly stage: Stage,
    private readonly gateways: readonly SimGateway[],
    /** Hears that the cancel of a job has been answered; `final`: it is cancelled for good. */
    private readonly onCancelAnswered: (jobId: string, final: boolean) => void,
    /** Hears that a pause has been answered, and that its end is about to be asked for. */
    private readonly onPaused: (paused: boolean) => void,
    /** The same of a worker. */
    private readonly onWorkerPaused: (workerId: string, paused: boolean) => void,
    /** Hears that so many jobs of a kind may start from now on. */
    private readonly onRateSet: (rate: Rate) => void,
  ) {}

  /** @param then told of the job once it is accepted */
  submit(key: string, payload: SimPayload, then: (jobId: string) => void, wishes: JobWishes = {}): void {
    this.attemptedKeys.add(key);
    this.askedAtMs.set(key, this.stage.scheduler.nowMs);
    const { afterKey, onParentFailure, delayMs, ...rest } = wishes;
    const parent = this.accepted.find(({ idempotencyKey }) => idempotencyKey === afterKey)?.jobId;
    const request = { type: JOB_TYPE, payload: { ...payload }, idempotencyKey: key, maxAttempts: 3, ...rest, ...(parent === undefined ? { delayMs } : { after: [parent], onParentFailure }) };
    this.untilAnswered<SubmitJobResponse>(
      (gateway, answer, refuse) => gateway.submit(request, key, answer, refuse),
      ({ jobId, position }) => {
        this.accepted.push({ jobId, position, idempotencyKey: key });
        then(jobId);
      },
    );
  }

  /** A second request under a known key that asks for something else: it must never become a job. */
  contradict(key: string, payload: SimPayload): void {
    const request = { type: JOB_TYPE, payload: { ...payload }, idempotencyKey: key, maxAttempts: 3 };
    const gateway = this.someGateway();
    gateway?.submit(request, key, ({ jobId }) => this.stage.judge.broken('keyTakenTwice', `another request under ${key} became ${jobId}`), () => undefined);
  }

  cancel(jobId: string): void {
    this.untilAnswered<CancelJobResponse>(
      (gateway, answer, refuse) => gateway.cancel(jobId, answer, refuse),
      ({ status }) => {
        const ended = status === 'COMPLETED' || status === 'FAILED';
        if (!ended) this.onCancelAnswered(jobId, status === 'CANCELLED');
        this.stage.note(`client: the cancel of ${jobId} is answered: ${status}`);
      },
    );
  }

  /** Gives a failed job its next life, corrected; what has not failed is left alone. */
  redrive(jobId: string, payload: SimPayload): void {
    if (this.stage.store.jobs.get(jobId)?.status !== 'FAILED') return;
    this.attemptedKeys.add(`redrive:${jobId}`);
    this.untilAnswered<RedriveJobResponse>(
      (gateway, answer, refuse) => gateway.redrive(jobId, { payload: { ...payload } }, answer, refuse),
      ({ jobId: next, duplicate }) => {
        this.redriven.push({ failed: jobId, next });
        this.stage.note(`client: ${jobId} is redriven as ${next}${duplicate ? ', as was known' : ''}`);
      },
    );
  }

  /** Pauses the queue, and resumes it so long after that was answered. */
  pauseFor(queue: string, ms: number): void {
    this.untilAnswered<undefined>(
      (gateway, answer, refuse) => gateway.pause(queue, () => answer(undefined), refuse),
      () => {
        this.stage.note(`client: the pause of ${queue} is answered`);
        this.onPaused(true);
        this.pauses += 1;
        this.stage.scheduler.after(ms, () => {
          this.pauses -= 1;
          this.resume(queue);
        });
      },
    );
  }

  resume(queue: string): void {
    this.onPaused(false);
    this.untilAnswered<undefined>((gateway, answer, refuse) => gateway.resume(queue, () => answer(undefined), refuse), () => this.stage.note(`client: ${queue} is resumed`));
  }

  /** Pauses one life of a worker that has announced itself, and resumes it so long after that was answered. */
  pauseWorkerFor(workerId: string, ms: number): void {
    if (!this.stage.store.sightings.has(workerId) || this.pausedWorkers.has(workerId)) return;
    this.pausedWorkers.add(workerId);
    this.untilAnswered<undefined>(
      (gateway, answer, refuse) => gateway.pauseWorker(workerId, () => answer(undefined), refuse),
      () => {
        this.stage.note(`client: the pause of ${workerId} is answered`);
        this.onWorkerPaused(workerId, true);
        this.stage.scheduler.after(ms, () => {
          this.pausedWorkers.delete(workerId);
          this.resumeWorker(workerId);
        });
      },
    );
  }

  private resumeWorker(workerId: string): void {
    this.onWorkerPaused(workerId, false);
    this.untilAnswered<undefined>((gateway, answer, refuse) => gateway.resumeWorker(workerId, () => answer(undefined), refuse), () => this.stage.note(`client: ${workerId} is resumed`));
  }

  /**
   * A pause that nobody wants any more: its request was given up, repeated, answered, ended, and then a gateway that had been stopped woke up and
   * carried it out. Operators see such a thing and resume.
   */
  endForgottenPauses(queue: string): void {
    if (this.open > 0) return;
    for (const { kind, name, state } of this.stage.store.resources.values()) {
      if (kind === 'worker' && !this.pausedWorkers.has(name) && state.includes('"paused"')) this.resumeWorker(name);
    }
    if (this.pauses > 0) return;
    const state = this.stage.store.resources.get(`queue\0${queue}`)?.state;
    if (state !== undefined && (JSON.parse(state) as { paused?: unknown }).paused !== undefined) this.resume(queue);
  }

  limit(name: string, concurrency: number): void {
    this.untilAnswered<undefined>((gateway, answer, refuse) => gateway.limit(name, { concurrency }, () => answer(undefined), refuse), () => this.stage.note(`client: the limit ${name} of ${concurrency} is set`));
  }

  /** So many jobs may start, for each of the two values that a field of their payload has. */
  limitRate(name: string, rate: Rate): void {
    this.untilAnswered<undefined>(
      (gateway, answer, refuse) => gateway.limit(name, { rate, keyBy: '/stubborn' }, () => answer(undefined), refuse),
      () => {
        this.stage.note(`client: the limit ${name} of ${rate.perSecond} a second is set`);
        this.onRateSet(rate);
      },
    );
  }

  /** Asks somebody who listens, again and again, until there is an answer. `ask` is called for each of these requests. */
  untilAnswered<T>(ask: (gateway: SimGateway, answer: (response: T) => void, refuse: (error: unknown) => void) => void, answered: (response: T) => void): void {
    this.open += 1;
    let done = false;
    const attempt = (): void => {
      const { scheduler, broker } = this.stage;
      const gateway = this.someGateway();
      let waits = true;
      const again = (afterMs: number): void => {
        if (!waits || done) return;
        waits = false;
        scheduler.after(afterMs, attempt);
      };
      scheduler.after(ANSWER_TIMEOUT_MS, () => again(0));
      if (gateway === undefined) return again(AGAIN_AFTER_MS);
      const arrives = (hear: () => void): void => scheduler.after(broker.latencyMs(), hear);
      scheduler.after(broker.latencyMs(), () =>
        ask(
          gateway,
          (response) =>
            arrives(() => {
              if (done || !waits) return;
              done = true;
              this.open -= 1;
              answered(response);
            }),
          (error) => {
            this.stage.note(`client: refused (${error instanceof Error ? error.message : String(error)})`);
            arrives(() => again(AGAIN_AFTER_MS));
          },
        ),
      );
    };
    attempt();
  }

  private someGateway(): SimGateway | undefined {
    const listening = this.gateways.filter(({ process }) => process.up && !process.netDown);
    return listening.length === 0 ? undefined : this.stage.scheduler.random.pick(listening);
  }
}
