import type { AttemptDenial, AttemptRef, AttemptRevocation } from '#contracts';
import type { AttemptProtocolOptions } from './attempt-protocol.options';
import type { Instant } from './boot-clock';
import { DueQueue } from './due-queue';
import { HeldDeliveries } from './held-deliveries';
import { heldOf, type Held } from './held-delivery';
import { IntakePolicy } from './intake-policy';
import { OutgoingMessages } from './outgoing-messages';
import { OfferedSlots } from './offered-slots';
import type { Granted, HandBackReason, JobDelivered, ProtocolInput, ProtocolOutput } from './protocol';
import { GRANT_HOLDS_MS, REPEAT_MS } from './protocol-timing';
import { RunningAttempts } from './running-attempts';
import { StartedAttempts } from './started-attempts';

/**
 * The worker's half of the delivery protocol: **deliver → ask → granted → run → report → ack.**
 *
 * Deterministic and without I/O: inputs go in with the moment they happened, outputs are taken out once per turn, so that everything of one
 * turn is coalesced into few messages. The states of a delivery are drawn in `held-delivery.ts`; from the start of its handler on it is in
 * the hands of `started-attempts.ts`.
 *
 * Rules that close a hole (each has a test of its name):
 *  - A grant holds two seconds from the *sending* of the ask it echoes, by a clock that counts suspend. A later one is ignored; the next
 *    ask decides again.
 *  - Asks are repeated each second until answered, with a new number.
 *  - A grant for a delivery that is not known here is answered with `attempt.returned`: it frees the owner that the gateway has just
 *    written.
 *  - Reports outlive connections and are sent again.
 *  - Ended deliveries are remembered, so that a probe that overtakes the report is answered `ended`, not `unknown`.
 *  - A lost connection takes the unstarted deliveries with it; handlers run on, and report.
 *  - While paused nothing is asked or started: what waits is handed back, and a grant that comes is returned.
 *  - A delivery of a type without a handler is asked for as `unhandled`: the gateway keeps it for a worker that has one.
 *  - With all slots held for over 250 ms, what waits is handed back.
 *  - While nothing waits here, free slots are offered: a job that is granted to one comes with the grant, and has no message at the broker.
 *    A delivery that was probed or revoked before its grant came is disowned: the grant starts nothing.
 */
export class AttemptProtocol<Handle> {
  private readonly held = new HeldDeliveries<Handle>();
  private readonly running: RunningAttempts<Handle>;
  private readonly started: StartedAttempts<Handle>;
  private readonly messages: OutgoingMessages<Handle>;
  private readonly intake: IntakePolicy;
  private readonly offers: OfferedSlots;

  private readonly askAgain = new DueQueue<{ held: Held<Handle>; ask: number }>(REPEAT_MS, ({ held, ask }) => held.state === 'asked' && held.sentAtMs.length === ask);
  private stopAtMs: number | undefined;
  private pausedAtMs: number | undefined;
  private publisherUp = false;
  private consumerUp = false;

  constructor(private readonly options: AttemptProtocolOptions) {
    this.intake = new IntakePolicy(options.slots);
    this.offers = new OfferedSlots(options.newDeliveryId);
    this.messages = new OutgoingMessages(options.workerId);
    this.running = new RunningAttempts(options.slots, options.cancelGraceMs);
    this.started = new StartedAttempts(this.held, this.running, this.messages);
  }

  /** Whether it was told to take nothing more. */
  get paused(): boolean {
    return this.pausedAtMs !== undefined;
  }

  /** Slots that run a handler, abandoned ones included: what cannot be stopped still takes its place. */
  get busy(): number {
    return this.running.busy;
  }

  /** Ids of the jobs whose handlers run. */
  get runningJobs(): string[] {
    return this.running.jobs;
  }

  /** True when nothing is held and nothing is left to say. */
  get drained(): boolean {
    return this.held.size === 0 && this.messages.unconfirmed === 0;
  }

  /** Applies what has happened. What is to be done about it: {@link takeOutputs}. */
  step(input: ProtocolInput<Handle>, now: Instant): void {
    switch (input.kind) {
      case 'delivered':
        return this.delivered(input);
      case 'granted':
        return input.grants.forEach((grant) => this.granted(grant, now));
      case 'denied':
        return input.denials.forEach((denial) => this.denied(denial, now));
      case 'revoked':
        return input.revocations.forEach((revocation) => this.revoked(revocation, now));
      case 'probed':
        return input.attempts.forEach((attempt) => this.probed(attempt, now));
      case 'owned':
        return input.attempts.forEach(({ deliveryId }) => this.started.owned(deliveryId));
      case 'handler_ended':
        this.intake.attemptEnded();
        return this.started.handlerEnded(input.deliveryId, input.outcome, now);
      case 'report_confirmed':
        return this.messages.confirmed(input.reportId).forEach((held) => this.held.settled(held));
      case 'report_failed':
        return this.messages.failed(input.reportId, now.ms + REPEAT_MS);
      case 'publisher_up':
        this.publisherUp = true;
        this.messages.sendAllAgain();
        this.running.allBeatSoon(now);
        return this.held.forEach((held) => held.state === 'asked' && this.ask(held, now));
      case 'publisher_down':
        this.publisherUp = false;
        return;
      case 'consumer_up':
        this.consumerUp = true;
        return this.running.allBeatSoon(now);
      case 'consumer_down':
        this.consumerUp = false;
        this.offers.withdrawAll();
        return this.consumerDown();
      case 'time_passed':
        return;
      case 'intake_paused':
        return this.pause(now);
      case 'intake_resumed':
        this.pausedAtMs = undefined;
        return;
      case 'stop':
        return this.stop(now);
      case 'abort_all':
        return this.started.abortAll();
    }
  }

  /** Everything to be done now, coalesced. Call once per turn, after its inputs. */
  takeOutputs(now: Instant): ProtocolOutput<Handle>[] {
    this.passTime(now);
    this.fillSlots(now);
    const subscriptions = this.decideIntake(now);
    this.messages.offer(this.offers.renew(this.slotsToOffer, now.ms));
    return [...this.started.takeOutputs(), ...subscriptions, ...this.messages.take(now, this.publisherUp), ...this.held.takeSettled()];
  }

  /** When {@link takeOutputs} is to be called again even if nothing happens, on the clock of {@link Instant.ms}. */
  nextTimerMs(): number | undefined {
    const idle = this.held.size === 0 && this.busy === 0;
    const due = [
      this.publisherUp && this.closedAtMs === undefined ? this.askAgain.nextMs() : undefined,
      this.publisherUp ? this.messages.nextDueMs() : undefined,
      this.closedAtMs === undefined ? this.intake.nextDecisionMs(idle) : this.held.asked > 0 ? this.closedAtMs + GRANT_HOLDS_MS : undefined,
      ...this.running.nextTimersMs(this.intake.prefetch > 0),
      this.offers.nextMs(this.slotsToOffer),
    ].filter((ms) => ms !== undefined);
    return due.length === 0 ? undefined : Math.min(...due);
  }

  private delivered(input: JobDelivered<Handle>): void {
    this.intake.arrived(input.bytes);
    if (this.stopAtMs !== undefined) {
      this.held.refused(input.handle);
      return;
    }
    const { job, redelivered, handle } = input;
    const handled = this.options.handles?.(job.payload.type) ?? true;
    const held = heldOf({ deliveryId: this.options.newDeliveryId(), job, redelivered, handled, handle });
    this.held.arrived(input.priority, held);
  }

  private ask(held: Held<Handle>, now: Instant): void {
    held.sentAtMs.push(now.ms);
    this.messages.ask(held);
    this.askAgain.add({ held, ask: held.sentAtMs.length }, now.ms);
  }

  private granted(grant: Granted, now: Instant): void {
    const held = this.held.get(grant.deliveryId) ?? this.takenUp(grant, now);
    if (!held) {
      if (!this.running.hasEnded(grant.deliveryId, now)) this.messages.returned(grant);
      return;
    }
    if (held.state !== 'asked' && held.state !== 'granted') return;
    const sentAtMs = held.sentAtMs[grant.ask - 1];
    if (sentAtMs === undefined || now.ms - sentAtMs >= GRANT_HOLDS_MS) return this.options.observer.expired();
    held.attempt = grant.attempt;
    held.grantedUntilMs = Math.max(held.grantedUntilMs, sentAtMs + GRANT_HOLDS_MS);
    if (held.state === 'granted') return;
    this.options.observer.granted(now.ms - sentAtMs);
    this.held.enter(held, 'granted');
    if (this.closedAtMs === undefined) this.held.granted.push(held);
    else this.giveUp(held, true);
  }

  /** A job for one of the slots that were offered: held from now on like a delivery that asked when it was offered. */
  private takenUp({ deliveryId, offer, job }: Granted, now: Instant): Held<Handle> | undefined {
    if (offer === undefined || job === undefined || this.options.handles?.(job.payload.type) === false) return undefined;
    const offeredMs = this.running.hasEnded(deliveryId, now) ? undefined : this.offers.take(offer, deliveryId, now.ms);
    if (offeredMs === undefined) return undefined;
    const held = heldOf<Handle>({ deliveryId, job, redelivered: false, handled: true, handle: undefined });
    held.sentAtMs.push(offeredMs);
    this.held.takenUp(held);
    return held;
  }

  /** Free slots that nothing here waits for. While jobs rush in they come faster through their queues. */
  private get slotsToOffer(): number {
    const open = this.options.offersSlots !== false && this.publisherUp && this.consumerUp && this.closedAtMs === undefined && this.intake.prefetch > 0 && this.intake.ahead === 0;
    return open && this.held.unstarted === 0 && this.held.asked === 0 ? this.options.slots - this.busy : 0;
  }

  private denied(denial: AttemptDenial, now: Instant): void {
    const held = this.held.get(denial.deliveryId);
    if (!held) {
      if (denial.returned && !this.running.hasEnded(denial.deliveryId, now)) this.messages.returned(denial);
      return;
    }
    // An answer to an older ask, overtaken by the grant that started it. The gateway will hear that it runs.
    if (held.state !== 'asked' && held.state !== 'granted') return;
    this.options.observer.denied();
    this.giveUp(held, denial.returned === true);
  }

  private revoked({ deliveryId, reason }: AttemptRevocation, now: Instant): void {
    const held = this.held.get(deliveryId);
    if (!held) return this.offers.disown(deliveryId, now.ms);
    if (held.state === 'asked' || held.state === 'granted') return this.giveUp(held, reason === 'cancelled');
    if (held.state === 'running') this.started.revoked(held, reason, now);
  }

  private probed(attempt: AttemptRef, now: Instant): void {
    const held = this.held.get(attempt.deliveryId);
    if (!held) this.offers.disown(attempt.deliveryId, now.ms);
    const ended = held ? held.state === 'reported' : this.running.hasEnded(attempt.deliveryId, now);
    this.messages.answer(attempt, ended ? 'ended' : held ? 'running' : 'unknown');
  }

  /** Ends a delivery that has not started: acked at once, or, where a grant has to be taken back, when the gateway knows. */
  private giveUp(held: Held<Handle>, returned: boolean): void {
    if (!returned) return this.held.settled(held);
    this.held.enter(held, 'returned');
    this.messages.returned(held, held);
  }

  private handBackWaiting(reason: HandBackReason): void {
    const count = this.held.unstarted;
    for (const held of this.held.waiting.drain()) this.held.handBack(held);
    for (const held of this.held.granted.drain()) if (held.state === 'granted') this.giveUp(held, true);
    if (count > 0) this.options.observer.handedBack(count, reason);
  }

  private consumerDown(): void {
    this.held.loseHandles().forEach((held) => {
      if (held.state === 'granted') this.giveUp(held, true);
      else if (held.state === 'waiting' || held.state === 'asked') this.held.settled(held);
    });
  }

  /** Since when nothing new is started, if so. */
  private get closedAtMs(): number | undefined {
    return this.stopAtMs ?? this.pausedAtMs;
  }

  private pause(now: Instant): void {
    if (this.closedAtMs === undefined) this.handBackWaiting('paused');
    this.pausedAtMs ??= now.ms;
  }

  private stop(now: Instant): void {
    if (this.stopAtMs !== undefined) return;
    this.stopAtMs = now.ms;
    this.handBackWaiting('shutdown');
  }

  private passTime(now: Instant): void {
    this.started.passTime(now);
    if (this.publisherUp && this.closedAtMs === undefined) for (const { held } of this.askAgain.takeDue(now.ms)) this.ask(held, now);
    if (this.closedAtMs !== undefined && this.held.asked > 0 && now.ms >= this.closedAtMs + GRANT_HOLDS_MS) {
      this.held.forEach((held) => held.state === 'asked' && this.held.handBack(held));
    }
  }

  /** Granted deliveries take the free slots; then as many are asked for as may be under way. */
  private fillSlots(now: Instant): void {
    while (this.busy < this.options.slots) {
      const held = this.held.granted.shift();
      if (!held) break;
      if (held.state !== 'granted') continue;
      if (now.ms < held.grantedUntilMs) this.started.start(held, now);
      else {
        this.held.enter(held, 'asked');
        this.ask(held, now);
      }
    }
    if (!this.publisherUp || this.paused) return;
    const free = this.options.slots - this.busy;
    while (this.held.asked + this.held.granted.length < free + this.intake.ahead) {
      const held = this.held.waiting.next();
      if (!held) break;
      this.held.enter(held, 'asked');
      this.ask(held, now);
    }
  }

  private decideIntake(now: Instant): ProtocolOutput<Handle>[] {
    const stopping = this.stopAtMs !== undefined;
    const full = this.running.heldForLong(now);
    // Who cannot ask cannot start anything either: what waits is better off elsewhere.
    const closed = full || !this.publisherUp || this.paused;
    if (closed && !stopping) this.handBackWaiting(this.paused ? 'paused' : 'slots_busy');
    const prefetch = this.intake.decide({ nowMs: now.ms, closed, stopping, freeSlots: this.options.slots - this.busy, waiting: this.held.waiting.length });
    return prefetch === undefined ? [] : [{ kind: 'subscribe', prefetch }];
  }
}
