import type { EnvelopeOf } from '#contracts';
import { StoreUnavailable, type LoggedEvent } from '#event-log';
import type { ConfirmPublisher } from '#messaging';
import type { Logger } from '#observability';
import type { ServiceIdentity } from '#http';
import type { JobQueues } from '../queues/job-queues';
import type { GatewayStore } from '../store/gateway-store';
import { ControlSender } from './control-sender';
import { Flows } from './flows/flows';
import { BacklogGauges } from './gauges/backlog-gauges';
import { RelayLagGauges } from './gauges/relay-lag-gauges';
import { SubmissionGrants } from './offers/submission-grants';
import { Prober } from './probes/prober';
import type { RelayedPayload } from './relay/outgoing-event';
import { Relay } from './relay/relay';
import { AnswerSender } from './reports/answer-sender';
import { ReportHandler } from './reports/report-handler';
import { Resender } from './sweep/resender';
import { Sweep } from './sweep/sweep';
import { Ticker } from './ticks/ticker';
import { JobTimers } from './timers/job-timers';
import { deadlineTimer, dueTimer } from './timers/timed';
import { WakeOthers } from './wake-others';
import { Releaser } from './withheld/releaser';
import { LiveWorkers } from './workers/live-workers';
import { WorkerRegistry } from './workers/worker-registry';

const PARTITIONS_EVERY_MS = 60_000;
/** A worker that was not seen for a day has gone; the log remembers it. */
const FORGET_WORKERS_MS = 86_400_000;

export interface EngineParts {
  readonly store: GatewayStore;
  /** Carries the log. */
  readonly relayPublisher: ConfirmPublisher;
  /** Carries answers, probes and ticks: on a connection of its own, so that they need not queue behind the log. */
  readonly controlPublisher: ConfirmPublisher;
  readonly queues: JobQueues;
  readonly identity: ServiceIdentity;
  readonly logger: Logger;
  /** False on a gateway that only takes commands: it wakes the others and does nothing else here. */
  readonly runs: boolean;
}

/** What runs where the relay leads, and there alone. */
export interface LeaderPart {
  start(): void;
  stop(): void;
  /** The relay has sent an event. */
  sent?(event: Pick<LoggedEvent, 'type'>): void;
}

/**
 * The engine: everything that happens without a client asking for it. Reports are handled by every gateway that has the role; timers, ticks, probes
 * and the sweep run where the relay leads, so that there is one of each.
 */
export class Engine {
  readonly reports: ReportHandler;
  readonly ticks: Ticker;
  readonly relay: Relay;
  readonly sweep: Sweep;
  readonly control: ControlSender;
  readonly liveWorkers: LiveWorkers;
  readonly workers: WorkerRegistry;
  readonly offers: SubmissionGrants;
  private readonly prober: Prober;
  private readonly due: JobTimers;
  private readonly deadlines: JobTimers;
  private readonly flows: Flows;
  private readonly releaser: Releaser;
  private readonly wakeOthers: WakeOthers;
  private readonly relayLag: RelayLagGauges;
  private readonly wakeListeners = new Set<() => void>();
  private readonly leaderParts: LeaderPart[] = [];
  private housekeeping: NodeJS.Timeout | undefined;

  constructor(private readonly parts: EngineParts) {
    const { store, queues, logger, identity } = parts;
    const { executor } = store;
    this.control = new ControlSender(parts.controlPublisher, identity);
    this.wakeOthers = new WakeOthers(this.control);
    this.liveWorkers = new LiveWorkers(store.sightings, logger);
    this.workers = new WorkerRegistry(store.resources, store.sightings, this.control, this.liveWorkers, (id) => store.controls.snapshot.workerPaused(id));
    this.prober = new Prober(this.control, executor, store.engine, logger);
    const answers = new AnswerSender(this.control, executor, logger);
    this.offers = new SubmissionGrants(this.liveWorkers, answers, () => this.relay.leads);
    const resender = new Resender(store.engineReader, this.control);
    this.reports = new ReportHandler(executor, answers, this.prober, (job, queuedVersion) => {
      resender.resend([{ ...job, queuedVersion }]).catch((err: unknown) => logger.warn({ err, jobId: job.id }, 'a message could not be passed on; the sweep will send it'));
    });
    this.ticks = new Ticker(this.control, executor, store.engine, this.prober, logger);
    this.due = new JobTimers(dueTimer(executor, store.engine), store.clock, logger);
    this.deadlines = new JobTimers(deadlineTimer(executor, store.engine, this.control), store.clock, logger);
    this.flows = new Flows(executor, store.engine, logger);
    this.sweep = new Sweep({ executor, store: store.engine, resender, clock: store.clock, queues, control: this.control, logger });
    this.releaser = new Releaser({ executor, store: store.withheld, controls: store.controls, workers: this.liveWorkers, resender, logger });
    this.relay = new Relay({
      lease: store.relayLease,
      reader: store.engineReader,
      publisher: parts.relayPublisher,
      logger,
      submitsUnanswered: () => executor.submitsUnanswered,
      redeclare: (queue) => queues.redeclare(queue),
      onSent: (event, payload) => this.sent(event, payload),
      onLead: () => this.lead(),
      onFollow: () => this.follow(),
    });
    this.relayLag = new RelayLagGauges(store.backlog, logger);
    this.leaderParts.push(new BacklogGauges({ backlog: store.backlog, engine: store.engine, sightings: store.sightings, isPaused: (id) => store.controls.snapshot.workerPaused(id), logger }));
    store.onCommitted((events) => this.committed(events));
    // Whoever relays, the others are to know: their grants are refused until they do.
    store.controls.onChanged(({ version }) => {
      this.wakeOthers.wake(version);
      this.releaser.controlsChanged();
    });
    if (parts.runs) store.onClaims((keys) => this.releaser.note(keys));
  }

  start(): void {
    this.liveWorkers.start();
    if (!this.parts.runs) return;
    this.relay.start();
    this.relayLag.start();
  }

  async stop(): Promise<void> {
    this.releaser.stop();
    this.liveWorkers.stop();
    this.wakeOthers.stop();
    this.relayLag.stop();
    if (this.parts.runs) await this.relay.stop();
  }

  /** Another gateway has committed something. */
  woken(controlsVersion = 0): void {
    const { controls } = this.parts.store;
    this.relay.wake();
    if (controlsVersion > controls.snapshot.version) void controls.look();
    for (const listener of this.wakeListeners) listener();
  }

  /** Before the engine is started. */
  addLeaderPart(part: LeaderPart): void {
    this.leaderParts.push(part);
  }

  onWoken(listener: () => void): void {
    this.wakeListeners.add(listener);
  }

  /** A job's message that no worker could handle. */
  async parked({ payload, eventId }: EnvelopeOf<'job.parked'>): Promise<void> {
    this.parts.logger.error({ jobId: payload.jobId, queue: payload.queue, reason: payload.reason }, "a job's message was parked");
    if (payload.jobId === undefined) return;
    await this.parts.store.executor.run(payload.jobId, { kind: 'parked', reason: payload.reason }, { patient: true, causationId: eventId });
  }

  private committed(events: readonly LoggedEvent[]): void {
    if (this.parts.runs) this.relay.committed(events);
    if (!this.relay.leads) this.wakeOthers.wake();
  }

  /** Tells those whose work follows from what happens to jobs. In log order, once or more. */
  private sent(event: LoggedEvent, payload: RelayedPayload | undefined): void {
    for (const part of this.leaderParts) part.sent?.(event);
    switch (event.type) {
      case 'job.submitted':
        if (payload?.runAt !== undefined) this.due.note(event.streamId, payload.runAt);
        if (payload?.deadlineAt !== undefined) this.deadlines.note(event.streamId, payload.deadlineAt);
        if (payload?.after !== undefined) this.flows.noteChild(event.streamId, payload.after);
        return;
      case 'job.approved':
        if (payload?.runAt !== undefined) this.due.note(event.streamId, payload.runAt);
        if (payload?.after !== undefined) this.flows.noteChild(event.streamId, payload.after);
        return;
      case 'job.retry_scheduled':
        if (payload?.runAt !== undefined && payload.cause !== 'lost') this.due.note(event.streamId, payload.runAt);
        return;
      case 'job.completed':
      case 'job.failed':
      case 'job.cancelled':
        this.flows.noteEnd(event.streamId);
        return;
      default:
    }
  }

  private lead(): void {
    this.due.start();
    this.deadlines.start();
    this.flows.start();
    this.ticks.start();
    this.prober.start();
    this.sweep.start();
    this.releaser.lead();
    for (const part of this.leaderParts) part.start();
    this.housekeeping ??= setInterval(() => void this.keepHouse(), PARTITIONS_EVERY_MS);
  }

  private follow(): void {
    this.due.stop();
    this.deadlines.stop();
    this.flows.stop();
    this.ticks.stop();
    this.prober.stop();
    this.sweep.stop();
    this.releaser.follow();
    for (const part of this.leaderParts) part.stop();
    clearInterval(this.housekeeping);
    this.housekeeping = undefined;
  }

  private async keepHouse(): Promise<void> {
    try {
      const made = await this.parts.store.engine.ensurePartitions();
      if (made > 0) this.parts.logger.info({ made }, 'partitions of the log were made ahead');
      await this.parts.store.sightings.forget(FORGET_WORKERS_MS);
    } catch (err) {
      if (!(err instanceof StoreUnavailable)) this.parts.logger.error({ err }, 'partitions of the log could not be made, or workers not be forgotten');
    }
  }
}
