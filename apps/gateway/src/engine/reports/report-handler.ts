import type { AttemptAsk, Envelope } from '#contracts';
import type { CommandExecutor, Ran, RunOptions } from '#event-log';
import type { JobState, ReportOutcome } from '#domain';
import { counter, histogram, isTracing, startBatch, type CounterChild } from '#observability';
import type { Prober } from '../probes/prober';
import type { Asker } from '../probes/open-questions';
import type { AnswerSender } from './answer-sender';
import { Answers } from './answers';

/** Attempts older than this may have their message acked, once the gateway has confirmed who owns them. */
const LONG_ATTEMPT_MS = 60_000;

/**
 * Turns workers' claims into commands, and what the commands came to into answers. A batch of reports becomes one group of commands; its answers
 * go out when the group is committed, and only then are the reports acked. A report that comes twice is decided twice and found to
 * be a duplicate by the state of its job; nothing here remembers reports.
 */
export class ReportHandler {
  private readonly grants = countersBy((outcome: string) => counter('grants').labels({ outcome: outcome as 'granted' }));
  private readonly reports = countersBy((key: string) => {
    const [report_type = '', outcome = ''] = key.split(' ');
    return counter('reportsHandled').labels({ report_type, outcome: outcome as 'applied' });
  });

  private readonly batch = histogram('reportBatch').labels({});

  constructor(
    private readonly executor: CommandExecutor,
    private readonly answers: AnswerSender,
    private readonly prober: Prober,
    /** Sends the job's message again: another worker may take it. */
    private readonly passOn: (job: JobState, queuedVersion: number) => void,
  ) {
    prober.onAskAgain((asker) => void this.askAgain(asker));
  }

  async handle(envelopes: readonly Envelope[]): Promise<void> {
    const answers = new Answers();
    const work: Promise<unknown>[] = [];
    const traces = isTracing() ? envelopes.map(({ traceparent }) => traceparent) : [];
    const span = startBatch('process reports', { kind: 'consumer', attributes: { 'messaging.system': 'rabbitmq', 'messaging.batch.message_count': envelopes.length } }, traces);
    for (const envelope of envelopes) this.take(envelope, answers, work);
    if (work.length > 0) this.batch.observe(work.length);
    try {
      await Promise.all(work);
      span?.end();
    } catch (error) {
      span?.end('not_committed');
      throw error;
    }
    this.answers.send(answers);
  }

  private take(envelope: Envelope, answers: Answers, work: Promise<unknown>[]): void {
    const { eventId: causationId, traceparent } = envelope;
    const patient = { patient: true, causationId, traceparent };
    switch (envelope.eventType) {
      case 'attempt.asked': {
        const { workerId, asks } = envelope.payload;
        const about = of(asks, patient);
        for (const ask of asks) work.push(this.ask({ ...ask, workerId }, answers, about));
        return;
      }
      case 'attempt.started': {
        const { workerId, attempts } = envelope.payload;
        const about = of(attempts, patient);
        for (const { jobId, deliveryId, startedAt } of attempts) {
          work.push(this.executor.run(jobId, { kind: 'started', deliveryId, startedAt }, about).then((ran) => this.reported('attempt.started', workerId, jobId, deliveryId, ran, answers)));
        }
        return;
      }
      case 'attempt.succeeded': {
        const { workerId, jobId, deliveryId, startedAt, endedAt, durationMs, result } = envelope.payload;
        const bytes = result === undefined || result === null || typeof result !== 'object' ? 0 : RESULT_BYTES;
        work.push(
          this.executor
            .run(jobId, { kind: 'succeeded', deliveryId, startedAt, endedAt, durationMs, result }, { ...patient, bytes })
            .then((ran) => this.reported('attempt.succeeded', workerId, jobId, deliveryId, ran, answers)),
        );
        return;
      }
      case 'attempt.failed': {
        const { workerId, jobId, deliveryId, startedAt, endedAt, durationMs, error, cause, retryAfterMs } = envelope.payload;
        work.push(
          this.executor
            .run(jobId, { kind: 'failed', deliveryId, startedAt, endedAt, durationMs, error, cause, retryAfterMs }, patient)
            .then((ran) => this.reported('attempt.failed', workerId, jobId, deliveryId, ran, answers)),
        );
        return;
      }
      case 'attempt.heartbeat': {
        const { workerId, attempts } = envelope.payload;
        for (const beat of attempts) work.push(this.heartbeat(workerId, beat, answers));
        return;
      }
      case 'attempt.returned': {
        const about = of(envelope.payload.attempts, patient);
        for (const { jobId, deliveryId } of envelope.payload.attempts) {
          work.push(this.executor.run(jobId, { kind: 'returned', deliveryId }, about).then(({ outcome, job }) => this.count('attempt.returned', outcome.kind === 'not_owner' ? 'duplicate' : 'applied', job)));
        }
        return;
      }
      case 'attempt.probe_answered':
        for (const answer of envelope.payload.answers) work.push(this.prober.answered(answer, answers));
        return;
      default:
        return; // answers to workers that somebody published as reports; there is nothing to do about them
    }
  }

  private async ask(ask: AttemptAsk & { readonly workerId: string }, answers: Answers, about: RunOptions = { patient: true }): Promise<void> {
    const { jobId, deliveryId, workerId, unhandled } = ask;
    const { outcome, job } = await this.executor.run(jobId, { kind: 'ask', deliveryId, workerId, unhandled }, about);
    answers.trace(deliveryId, about.traceparent ?? job?.traceparent);
    switch (outcome.kind) {
      case 'granted':
        answers.grant(workerId, { jobId, deliveryId, ask: ask.ask, attempt: outcome.attempt });
        this.grants('granted').inc();
        return;
      case 'denied':
        answers.deny(workerId, outcome.returned ? { jobId, deliveryId, reason: outcome.reason, returned: true } : { jobId, deliveryId, reason: outcome.reason });
        this.grants(outcome.reason).inc();
        return;
      case 'passed_on':
        answers.deny(workerId, { jobId, deliveryId, reason: outcome.reason });
        this.grants(outcome.reason).inc();
        if (job !== undefined) this.passOn(job, outcome.queuedVersion);
        return;
      case 'revoked':
        answers.revoke(workerId, { jobId, deliveryId, reason: outcome.reason });
        return;
      case 'probe_owner':
        if (this.prober.met({ jobId, deliveryId, workerId, ask: ask.ask }, outcome.owner) === 'owner_lives') {
          answers.deny(workerId, { jobId, deliveryId, reason: 'owned' });
          this.grants('owned').inc();
        }
        return;
    }
  }

  /** The owner that stood in the way is gone: its job is free, and who asked for it first need not wait for its next ask. */
  private async askAgain(asker: Asker): Promise<void> {
    const answers = new Answers();
    await this.ask({ ...asker, redelivered: true }, answers);
    this.answers.send(answers);
  }

  private async heartbeat(workerId: string, beat: { jobId: string; deliveryId: string; ageMs: number; acked: boolean }, answers: Answers): Promise<void> {
    const { jobId, deliveryId } = beat;
    const { outcome, job } = await this.executor.run(jobId, { kind: 'heartbeat', deliveryId }, { patient: true });
    this.count('attempt.heartbeat', outcome.kind === 'renewed' ? 'applied' : 'fenced', job);
    if (outcome.kind === 'fenced') answers.revoke(workerId, { jobId, deliveryId, reason: 'fenced' });
    else if (outcome.cancelRequested) answers.revoke(workerId, { jobId, deliveryId, reason: 'cancelled' });
    else if (beat.ageMs > LONG_ATTEMPT_MS && !beat.acked) answers.own(workerId, { jobId, deliveryId });
  }

  private reported(type: string, workerId: string, jobId: string, deliveryId: string, { outcome, job }: Ran<'started' | 'succeeded' | 'failed'>, answers: Answers): void {
    this.count(type, REPORTED[outcome.kind], job);
    if (outcome.kind === 'fenced') answers.revoke(workerId, { jobId, deliveryId, reason: 'fenced' });
  }

  private count(type: string, outcome: 'applied' | 'duplicate' | 'fenced', job: unknown): void {
    this.reports(`${type} ${job === undefined ? 'unknown_job' : outcome}`).inc();
  }
}

/** A message about several jobs stands in the trace of none of them. */
function of(items: readonly unknown[], { traceparent, ...options }: RunOptions): RunOptions {
  return items.length === 1 ? { ...options, traceparent } : options;
}

const REPORTED = { recorded: 'applied', unchanged: 'duplicate', fenced: 'fenced' } as const satisfies Record<ReportOutcome['kind'], string>;

/** What a result is reckoned with when groups are bounded; measuring it would mean serialising it twice. */
const RESULT_BYTES = 8_000;

function countersBy(make: (key: string) => CounterChild): (key: string) => CounterChild {
  const children = new Map<string, CounterChild>();
  return (key) => {
    let child = children.get(key);
    if (child === undefined) {
      child = make(key);
      children.set(key, child);
    }
    return child;
  };
}
