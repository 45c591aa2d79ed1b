import type { AttemptRef, ProbeAnswer } from '#contracts';
import { StoreUnavailable, type CommandExecutor, type EngineStore } from '#event-log';
import { counter, type Logger } from '#observability';
import type { ControlSender } from '../control-sender';
import { Looks } from '../looks';
import { Answers, inMessages } from '../reports/answers';
import { OpenQuestions, type Asker, type AskerVerdict } from './open-questions';
import { PROBE_EVERY_MS, WorkerVitals } from './worker-vitals';

/** Every so many rounds it is asked about owners that have not started either: a grant that travelled with its job's submission may be lost with its sender. */
const UNSTARTED_EVERY = 6;
/** Longer than a grant holds. */
const UNSTARTED_AFTER_MS = 2_500;
const UNSTARTED_LIMIT = 500;
/** A timer may fire a little early by the monotonic clock; a second probe that is a millisecond too soon would wait for a third. */
const TIMER_SLACK_MS = 3;

/**
 * Finds out whether owners live: every 200 ms for each worker that owns something (the leader does that), and about a single attempt when somebody
 * asks for its job or its lease has run out. The rules are in worker-vitals.ts and open-questions.ts; this is their hands.
 */
export class Prober {
  private readonly vitals = new WorkerVitals();
  private readonly questions = new OpenQuestions();
  private readonly underWay = new Set<string>();
  private readonly toAsk = new Map<string, Map<string, AttemptRef>>();
  private asking = false;
  private readonly looks: Looks;
  private rounds = 0;
  private askAgain: (asker: Asker) => void = () => undefined;

  constructor(
    private readonly control: ControlSender,
    private readonly executor: CommandExecutor,
    private readonly store: EngineStore,
    private readonly logger: Logger,
  ) {
    control.onDown(() => this.vitals.forgetAll());
    this.looks = new Looks(() => this.probeOwners(), { everyMs: PROBE_EVERY_MS, logger, failure: 'the owners of jobs could not be read' });
  }

  /** Who is to hear that an owner has gone and its job is free. */
  onAskAgain(listener: (asker: Asker) => void): void {
    this.askAgain = listener;
  }

  /** Begins to probe every owner; for the leader. */
  start(): void {
    this.looks.start();
  }

  stop(): void {
    this.looks.stop();
  }

  /** An ask for a job that `owner` owns. */
  met(asker: Asker, owner: { readonly deliveryId: string; readonly workerId: string; readonly leaseTick: number }): AskerVerdict {
    const verdict = this.questions.met(asker, owner, performance.now());
    if (verdict === 'ask_owner') this.askOwner(owner.workerId, { jobId: asker.jobId, deliveryId: owner.deliveryId });
    return verdict;
  }

  /** Asks a worker about one of its attempts. Questions of one turn of the event loop share a message. */
  askOwner(workerId: string, ref: AttemptRef): void {
    const refs = this.toAsk.get(workerId) ?? new Map<string, AttemptRef>();
    refs.set(ref.deliveryId, ref);
    this.toAsk.set(workerId, refs);
    if (this.asking) return;
    this.asking = true;
    setImmediate(() => {
      this.asking = false;
      for (const [worker, attempts] of this.toAsk) for (const message of inMessages([...attempts.values()])) this.probe(worker, message);
      this.toAsk.clear();
    });
  }

  /** What a worker said about one of its attempts. */
  async answered(answer: ProbeAnswer, answers: Answers): Promise<void> {
    const { jobId, deliveryId, status } = answer;
    if (status === 'unknown') {
      const { outcome } = await this.executor.run(jobId, { kind: 'lost', deliveryId, detail: 'attempt_unknown' }, { patient: true });
      if (outcome.kind === 'lost') counter('attemptsLost').labels({ detected_by: 'probe' }).inc();
      this.free(deliveryId);
      return;
    }
    await this.executor.run(jobId, { kind: 'heartbeat', deliveryId }, { patient: true });
    const askers = this.questions.close(deliveryId);
    // An attempt that has ended has its report on the way: who asks again in a second hears how it ended.
    if (status === 'running') for (const asker of askers) answers.deny(asker.workerId, { jobId: asker.jobId, deliveryId: asker.deliveryId, reason: 'owned' });
  }

  private async probeOwners(): Promise<void> {
    // Not connected for long enough, nothing could be concluded: rather not ask.
    if (!this.control.connected) return;
    for (const workerId of await this.store.owners()) if (!this.underWay.has(workerId)) this.probe(workerId, []);
    if (++this.rounds % UNSTARTED_EVERY !== 0) return;
    for (const { workerId, jobId, deliveryId } of await this.store.unstartedAfter(UNSTARTED_AFTER_MS, UNSTARTED_LIMIT)) this.askOwner(workerId, { jobId, deliveryId });
  }

  private probe(workerId: string, attempts: AttemptRef[]): void {
    const sentAtMs = performance.now();
    const upMs = this.control.connectedForMs();
    this.underWay.add(workerId);
    this.control.send('attempt.probed', workerId, { workerId, attempts }, (outcome) => {
      this.underWay.delete(workerId);
      const verdict = this.vitals.judge(workerId, outcome, sentAtMs, upMs);
      if (verdict.kind === 'suspect') {
        setTimeout(() => {
          if (!this.underWay.has(workerId)) this.probe(workerId, []);
        }, verdict.probeAgainInMs + TIMER_SLACK_MS).unref();
      } else if (verdict.kind === 'gone') {
        this.gone(workerId).catch((err: unknown) => {
          // Nothing is lost by that: it still owns, so it is probed again.
          if (!(err instanceof StoreUnavailable)) this.logger.error({ err, workerId }, 'the attempts of a worker that is gone could not be closed');
        });
      }
    });
  }

  private async gone(workerId: string): Promise<void> {
    const owned = await this.store.ownedBy(workerId);
    if (owned.length === 0) return;
    this.logger.warn({ workerId, attempts: owned.length }, 'a worker is gone; its attempts are lost and its jobs are queued again');
    await Promise.all(
      owned.map(async ({ jobId, deliveryId }) => {
        const { outcome } = await this.executor.run(jobId, { kind: 'lost', deliveryId, detail: 'worker_gone' }, { patient: true });
        if (outcome.kind === 'lost') counter('attemptsLost').labels({ detected_by: 'probe' }).inc();
        this.free(deliveryId);
      }),
    );
  }

  private free(ownerDeliveryId: string): void {
    for (const asker of this.questions.close(ownerDeliveryId)) this.askAgain(asker);
  }
}
