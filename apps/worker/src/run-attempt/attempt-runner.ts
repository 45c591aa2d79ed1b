import type { EnvelopeOf } from '#contracts';
import { uuidV7, type ConfirmPublisher, type EnvelopeMaker, type JobConsumer, type JobDelivery, type JobHandle, type MessageProperties } from '#messaging';
import { startBatch, traceIdOf, type Logger } from '#observability';
import type { DataKeys } from '#sealing';
import type { HandlerContext } from '#worker-sdk';
import { TelemetrySender, type Telling } from '../tell-telemetry/telemetry-sender';
import { AttemptMetrics } from './attempt-metrics';
import { AttemptProtocol } from './attempt-protocol';
import { BootClock } from './boot-clock';
import type { HandlerRegistry } from './handler-registry';
import type { AbortReason, HandlerOutcome, ProtocolInput, ProtocolOutput, SendReport, StartAttempt } from './protocol';
import { attemptSpans } from './attempt-spans';
import { runAttempt } from './run-handler';

/**
 * The I/O around {@link AttemptProtocol}: feeds it what happens and does what it says.
 *
 * Inputs of one turn of the event loop are collected and answered together (`setImmediate`): all deliveries of one read from the socket
 * become one message of asks. The only timer is the protocol's own next one; nothing on the way of a job waits for a timer.
 */
export class AttemptRunner {
  private readonly protocol: AttemptProtocol<JobHandle>;
  private readonly running = new Map<string, { readonly controller: AbortController; readonly telling: Telling }>();
  private readonly telemetry: TelemetrySender;
  private readonly clock = new BootClock();
  private readonly metrics: AttemptMetrics;
  private flushing = false;
  private isDraining = false;
  private timer: NodeJS.Timeout | undefined;
  private timerMs = Infinity;
  private consumer: Pick<JobConsumer, 'ack' | 'handBack' | 'subscribe'> | undefined;

  constructor(private readonly options: AttemptRunnerOptions) {
    this.metrics = new AttemptMetrics(options.slots);
    this.telemetry = new TelemetrySender(options);
    const { workerId, slots, cancelGraceMs, offersSlots, registry } = options;
    this.protocol = new AttemptProtocol({ workerId, slots, cancelGraceMs, offersSlots, handles: (type) => registry.has(type), newDeliveryId: uuidV7, observer: this.metrics });
    options.publisher.onUp(() => this.feed({ kind: 'publisher_up' }));
    options.publisher.onDown(() => this.feed({ kind: 'publisher_down' }));
  }

  /** Where deliveries come from and are settled. */
  consumeFrom(consumer: Pick<JobConsumer, 'ack' | 'handBack' | 'subscribe'>): void {
    this.consumer = consumer;
  }

  get busy(): number {
    return this.protocol.busy;
  }

  /** It is about to stop: it ends what it runs and takes nothing more. */
  get draining(): boolean {
    return this.isDraining;
  }

  get paused(): boolean {
    return this.protocol.paused;
  }

  get runningJobs(): string[] {
    return this.protocol.runningJobs;
  }

  delivered({ envelope, priority, redelivered, handle, bytes }: JobDelivery): void {
    this.feed({ kind: 'delivered', job: envelope, priority, redelivered, handle, bytes });
  }

  /** Applies an input now; what follows from it is done once the inputs of this turn are in. */
  feed(input: ProtocolInput<JobHandle>): void {
    // Only a grant is judged by its age; everything else may be a little early.
    this.protocol.step(input, input.kind === 'granted' ? this.clock.now() : this.clock.recent());
    this.flushSoon();
  }

  /**
   * Stops: hands back what has not started, lets handlers come to their end for `graceMs`, aborts the rest, waits for its reports to be
   * confirmed.
   *
   * @returns whether everything was handed over; what was not is found by the gateway's probes as soon as this process is gone
   */
  async stop(graceMs: number): Promise<boolean> {
    this.isDraining = true;
    this.feed({ kind: 'stop' });
    if (await this.drainedWithin(graceMs)) return true;
    this.feed({ kind: 'abort_all' });
    return this.drainedWithin(AFTER_ABORT_MS);
  }

  private async drainedWithin(ms: number): Promise<boolean> {
    const until = performance.now() + ms;
    while (!this.protocol.drained && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 10));
    return this.protocol.drained;
  }

  private flushSoon(): void {
    if (this.flushing) return;
    this.flushing = true;
    setImmediate(() => this.flush());
  }

  private flush(): void {
    this.flushing = false;
    const now = this.clock.now();
    for (const output of this.protocol.takeOutputs(now)) this.perform(output);
    this.metrics.busy(this.protocol.busy);
    this.setTimer(this.protocol.nextTimerMs(), now.ms);
  }

  private setTimer(dueMs: number | undefined, nowMs: number): void {
    if (dueMs === undefined || dueMs >= this.timerMs) return;
    clearTimeout(this.timer);
    this.timerMs = dueMs;
    this.timer = setTimeout(() => {
      this.timerMs = Infinity;
      this.feed({ kind: 'time_passed' });
    }, Math.max(0, Math.ceil(dueMs - nowMs)));
    this.timer.unref(); // the connections keep the process alive, not what it might do next
  }

  private perform(output: ProtocolOutput<JobHandle>): void {
    switch (output.kind) {
      case 'start':
        return this.start(output);
      case 'abort':
        return this.running.get(output.deliveryId)?.controller.abort(output.reason);
      case 'abandon':
        return this.running.get(output.deliveryId)?.telling.close();
      case 'ack':
        return this.consumer?.ack(output.handles);
      case 'hand_back':
        return output.handles.forEach((handle) => this.consumer?.handBack(handle));
      case 'subscribe':
        return this.consumer?.subscribe(output.prefetch);
      case 'send':
        return this.send(output);
    }
  }

  private start({ deliveryId, attempt, job, askedAgoMs, trace }: StartAttempt): void {
    const controller = new AbortController();
    const { jobId, type, payload, idempotencyKey, parents = [] } = job.payload;
    const { correlationId } = job;
    const startedMs = performance.now();
    const spans = attemptSpans(job, deliveryId, attempt, startedMs - askedAgoMs);
    if (spans !== undefined) trace.traceparent = spans.traceparent;
    const { traceparent } = trace;
    const telling = this.telemetry.open({ jobId, deliveryId }, correlationId, traceparent);
    this.running.set(deliveryId, { controller, telling });
    const { log, progress } = telling;
    const context: HandlerContext = { payload, jobId, deliveryId, attempt, idempotencyKey, correlationId, signal: controller.signal, parents, log, progress };
    void runAttempt(this.options.registry, type, context, this.options, spans?.handler.traceparent ?? traceparent).then((outcome) => {
      spans?.end(outcome);
      this.running.delete(deliveryId);
      telling.close();
      const tookMs = performance.now() - startedMs;
      this.metrics.ended(this.options.registry.has(type) ? type : 'unknown', outcome, controller.signal.aborted ? (controller.signal.reason as AbortReason) : undefined, tookMs);
      this.log(job, deliveryId, attempt, outcome, tookMs);
      this.feed({ kind: 'handler_ended', deliveryId, outcome });
    });
  }

  private log(job: EnvelopeOf<'job.queued'>, deliveryId: string, attempt: number, outcome: HandlerOutcome, tookMs: number): void {
    const { logger } = this.options;
    const quick = outcome.kind === 'succeeded' && tookMs < QUIET_BELOW_MS;
    if (!logger.isLevelEnabled(quick ? 'debug' : 'info')) return;
    const traceId = job.traceparent === undefined ? undefined : traceIdOf(job.traceparent);
    const facts = { correlationId: job.correlationId, traceId, jobId: job.payload.jobId, type: job.payload.type, attempt, deliveryId, durationMs: Math.round(tookMs) };
    if (outcome.kind === 'failed') logger.info({ ...facts, code: outcome.error.code, reason: outcome.error.message }, 'an attempt failed');
    else logger[quick ? 'debug' : 'info'](facts, 'an attempt succeeded');
  }

  private send(report: SendReport): void {
    const { reportId, eventType, correlationId, members } = report;
    const batch = members && startBatch('report attempts', { attributes: { 'observatory.event.type': eventType, 'observatory.batch.jobs': members.length } }, members);
    const traceparent = batch?.traceparent ?? report.traceparent;
    const { envelope, body } = this.options.makeEnvelope(eventType, report.payload, { correlationId, traceparent, idempotencyKey: keyOf(report) });
    const properties: MessageProperties = { eventType, eventId: envelope.eventId, correlationId, traceparent, transient: reportId === undefined };
    this.options.publisher.publishWith('observatory.reports', eventType, body, properties, (error, outcome) => {
      batch?.end(error?.code);
      if (reportId === undefined) return;
      this.feed(!error && outcome === 'confirmed' ? { kind: 'report_confirmed', reportId } : { kind: 'report_failed', reportId });
    });
  }
}

export interface AttemptRunnerOptions {
  readonly workerId: string;
  readonly slots: number;
  readonly cancelGraceMs?: number;
  readonly offersSlots?: boolean;
  readonly registry: HandlerRegistry;
  readonly publisher: ConfirmPublisher;
  readonly makeEnvelope: EnvelopeMaker;
  readonly logger: Logger;
  /** Open what is sealed in jobs; without them such a job waits for another worker. */
  readonly keys?: DataKeys;
}

/** Handlers that heed their signal end at once; then their reports need a moment. */
const AFTER_ABORT_MS = 3_000;
/** One line for each short success would be most of the log and say nothing. */
const QUIET_BELOW_MS = 20;

/** The end of an attempt is one fact however often it is sent. */
function keyOf(report: SendReport): string | undefined {
  const ended = report.eventType === 'attempt.succeeded' || report.eventType === 'attempt.failed';
  return ended ? `${report.payload.deliveryId}:${report.eventType}` : undefined;
}
