import { TOPOLOGY, type Envelope } from '#contracts';
import { envelopeOf } from '../broker/parse-once';
import type { ConnectionEnd, QueueEnd, SimMessage } from '../broker/broker-types';
import type { SimProcess } from '../kernel/sim-process';
import type { Stage } from '../stage';

/** Settling a job's message needs a reason; so many were given, so many used. */
interface Account {
  readonly reasons: Set<string>;
  acked: number;
}

/** The version of a job's job.queued when it is queued with its submission. */
const FIRST_QUEUED = 2;

/** Judges what passes the broker: log order, the cursor, and that no job's message is settled without a reason. */
export class MessageChecks {
  /** Everything up to here has been taken by the broker; nothing may be sent beyond the next. */
  published = 0;
  /** Positions whose job message has been taken for the workers. */
  readonly dispatched = new Set<number>();
  private readonly accounts = new Map<string, Account>();
  /** When the last grant for a delivery was sent. */
  readonly grantedAtMs = new Map<string, number>();

  /** When each worker was without a control queue last. */
  private readonly absences = new Map<string, { fromMs: number; untilMs: number }>();

  constructor(
    private readonly stage: Stage,
    private readonly processOf: (workerId: string) => SimProcess | undefined,
  ) {}

  accepted(message: SimMessage, queues: number, by: ConnectionEnd): void {
    const { exchanges } = TOPOLOGY;
    switch (message.exchange) {
      case exchanges.events.name:
        return this.published_(message);
      case exchanges.dispatch.name:
        this.dispatched.add(this.stage.log.positionOf.get(message.properties.messageId ?? '') ?? 0);
        return;
      case exchanges.control.name:
        if (queues > 0) this.said(message);
        return;
      case exchanges.reports.name:
        return this.reported(message, by);
      default:
    }
  }

  bound(exchange: string, key: string): void {
    const absence = exchange === TOPOLOGY.exchanges.control.name ? this.absences.get(key) : undefined;
    if (absence !== undefined && absence.untilMs === Infinity) absence.untilMs = this.stage.scheduler.nowMs;
  }

  unbound(exchange: string, key: string, left: number): void {
    if (exchange === TOPOLOGY.exchanges.control.name && left === 0) this.absences.set(key, { fromMs: this.stage.scheduler.nowMs, untilMs: Infinity });
  }

  /** For how long the worker could not be reached the last time. */
  absentForMs(workerId: string): number {
    const absence = this.absences.get(workerId);
    return absence === undefined ? 0 : Math.min(absence.untilMs, this.stage.scheduler.nowMs) - absence.fromMs;
  }

  /** The cursor is what a successor starts from: it must not pass what the broker has. */
  cursorMoved(cursor: number): void {
    if (cursor > this.published) this.stage.judge.broken('cursorAhead', `the cursor moved to ${cursor}, the broker has ${this.published}`);
    const { events, grantedWithSubmission } = this.stage.store;
    for (const { position, type, streamId, version } of events.slice(Math.max(0, cursor - 20), cursor)) {
      const granted = version === FIRST_QUEUED && grantedWithSubmission.has(streamId);
      if (type === 'job.queued' && !granted && !this.dispatched.has(position)) this.stage.judge.broken('cursorAhead', `the cursor moved to ${cursor}, the job message of ${position} was never taken`);
    }
  }

  acked(message: SimMessage, queue: QueueEnd, by: ConnectionEnd): void {
    if (!queue.name.startsWith('jobs.')) return;
    const { payload } = envelopeOf(message.content) as Envelope<'job.queued'>;
    const account = this.account(by.process, by.generation, payload.jobId);
    account.acked += 1;
    if (account.acked > account.reasons.size) this.stage.judge.broken('ackedEarly', `${by.process.name} settled a message of ${payload.jobId} that it had no reason to settle`);
  }

  private published_(message: SimMessage): void {
    const position = this.stage.log.positionOf.get(message.properties.messageId ?? '');
    if (position === undefined) return this.stage.judge.broken('phantomEvents', `${message.routingKey} was published and is not in the log`);
    if (position > this.published + 1) this.stage.judge.broken('publishedOutOfOrder', `position ${position} left while ${this.published + 1} had not`);
    this.published = Math.max(this.published, position);
  }

  /** What the gateway told a worker: a denial or a revocation allows to settle the message, and so does the confirmation of a long attempt's owner. */
  private said(message: SimMessage): void {
    const envelope = envelopeOf(message.content);
    switch (envelope.eventType) {
      case 'attempt.granted':
        for (const { deliveryId } of envelope.payload.grants) this.grantedAtMs.set(deliveryId, this.stage.scheduler.nowMs);
        return;
      case 'attempt.denied':
        return envelope.payload.denials.forEach(({ jobId, deliveryId }) => this.reason(message.routingKey, jobId, deliveryId));
      case 'attempt.revoked':
      case 'attempt.owned':
        return envelope.payload.attempts.forEach(({ jobId, deliveryId }) => this.reason(message.routingKey, jobId, deliveryId));
      default:
    }
  }

  private reported(message: SimMessage, by: ConnectionEnd): void {
    const envelope = envelopeOf(message.content);
    if (envelope.eventType === 'attempt.succeeded' || envelope.eventType === 'attempt.failed') this.account(by.process, by.generation, envelope.payload.jobId).reasons.add(envelope.payload.deliveryId);
    else if (envelope.eventType === 'attempt.returned') for (const { jobId, deliveryId } of envelope.payload.attempts) this.account(by.process, by.generation, jobId).reasons.add(deliveryId);
  }

  private reason(workerId: string, jobId: string, deliveryId: string): void {
    const process = this.processOf(workerId);
    if (process !== undefined) this.account(process, process.generation, jobId).reasons.add(deliveryId);
  }

  private account(process: SimProcess, generation: number, jobId: string): Account {
    const key = `${process.name}/${generation}/${jobId}`;
    let account = this.accounts.get(key);
    if (account === undefined) {
      account = { reasons: new Set(), acked: 0 };
      this.accounts.set(key, account);
    }
    return account;
  }
}
