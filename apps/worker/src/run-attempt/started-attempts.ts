import type { AttemptRevocation } from '#contracts';
import type { Instant } from './boot-clock';
import type { HeldDeliveries } from './held-deliveries';
import type { Held } from './held-delivery';
import type { OutgoingMessages } from './outgoing-messages';
import type { AbortReason, HandlerOutcome, ProtocolOutput } from './protocol';
import type { RunningAttempts } from './running-attempts';

/**
 * The second half of the delivery protocol, from the start of a handler on: **run → report → ack.** What is before it is in `attempt-protocol.ts`.
 *
 *  - A fenced handler is aborted and reports nothing; it keeps its slot until it has really ended. So does one that was cut off.
 *  - An attempt is closed at its timeout at once, and a cancelled one when the grace is over, whatever the handler does.
 *  - Each new connection tells all that runs: a cancel that was said to the control queue of the old one is said again in answer.
 *  - The message is acked only when the report of the end is confirmed, or the gateway has said that it guards a long attempt without it.
 */
export class StartedAttempts<Handle> {
  private outputs: ProtocolOutput<Handle>[] = [];

  constructor(
    private readonly held: HeldDeliveries<Handle>,
    private readonly running: RunningAttempts<Handle>,
    private readonly messages: OutgoingMessages<Handle>,
  ) {}

  /** What is to be done to handlers now; what is to be said of them goes into the messages. */
  takeOutputs(): ProtocolOutput<Handle>[] {
    const { outputs } = this;
    this.outputs = [];
    return outputs;
  }

  start(held: Held<Handle>, now: Instant): void {
    this.held.enter(held, 'running');
    this.running.started(held, now);
    this.outputs.push({ kind: 'start', deliveryId: held.deliveryId, attempt: held.attempt, job: held.job, askedAgoMs: now.ms - (held.sentAtMs[0] ?? now.ms), trace: held.trace });
  }

  handlerEnded(deliveryId: string, outcome: HandlerOutcome, now: Instant): void {
    const held = this.running.handlerEnded(deliveryId, now);
    if (held) this.reportEnd(held, outcome, now);
  }

  /** The gateway has said that the attempt is to end (`cancelled`), or that it is nobody's any more. */
  revoked(held: Held<Handle>, reason: AttemptRevocation['reason'], now: Instant): void {
    this.abort(held, reason);
    if (reason === 'cancelled') return this.running.cancelled(held, now);
    this.abandon(held, now);
    this.held.settled(held);
  }

  /** The gateway has confirmed that it guards this long attempt by probes and lease, so its message need not be kept any longer. */
  owned(deliveryId: string): void {
    const held = this.running.find(deliveryId);
    if (held) this.held.ack(held);
  }

  abortAll(): void {
    for (const held of this.running.all()) this.abort(held, 'shutdown');
  }

  /** Says what is due of starts and signs of life, and closes what is out of time. */
  passTime(now: Instant): void {
    for (const held of this.running.dueStarts(now)) this.messages.started(held);
    for (const { held, outcome } of this.running.dueCutOffs(now)) this.cutOff(held, outcome, now);
    this.messages.heartbeat(this.running.dueBeats(now), now);
  }

  private reportEnd(held: Held<Handle>, outcome: HandlerOutcome, now: Instant): void {
    this.held.enter(held, 'reported');
    this.messages.ended(held, outcome, Math.max(0, Math.round(now.ms - held.startedMs)));
  }

  /** Closes an attempt whose handler still runs. */
  private cutOff(held: Held<Handle>, outcome: HandlerOutcome, now: Instant): void {
    if (held.closes?.as === 'timed_out') this.abort(held, 'timed_out');
    this.abandon(held, now);
    this.reportEnd(held, outcome, now);
  }

  private abandon({ deliveryId }: Held<Handle>, now: Instant): void {
    this.running.abandon(deliveryId, now);
    this.outputs.push({ kind: 'abandon', deliveryId });
  }

  private abort(held: Held<Handle>, reason: AbortReason): void {
    if (held.abortReason !== undefined && reason !== 'fenced') return;
    held.abortReason = reason;
    this.outputs.push({ kind: 'abort', deliveryId: held.deliveryId, reason });
  }
}
