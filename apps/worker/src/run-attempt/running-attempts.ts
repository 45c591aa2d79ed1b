import type { Instant } from './boot-clock';
import { CutOffs } from './cut-off';
import { DueQueue } from './due-queue';
import { RememberedDeliveries } from './remembered-deliveries';
import type { Held } from './held-delivery';
import type { HandlerOutcome } from './protocol';
import { BEAT_MS, CANCEL_GRACE_MS, FOLDED_WITHIN_MS, SLOTS_HELD_MS, TIMER_SLACK_MS } from './protocol-timing';

/**
 * The attempts that hold a slot, and their times: when a start is reported, when a sign of life is due, when one is cut off.
 *
 * An attempt that is over while its handler goes on (fenced, or cut off) is abandoned: what cannot be stopped still takes its slot, and nobody
 * listens to it any more.
 */
export class RunningAttempts<Handle> {
  private readonly running = new Map<string, Held<Handle>>();
  private readonly abandoned = new Set<string>();
  private readonly ended = new RememberedDeliveries();
  private readonly cutOffs: CutOffs<Handle>;
  private readonly reportStart = new DueQueue<Held<Handle>>(FOLDED_WITHIN_MS, (held) => held.state === 'running');
  private nextBeatMs: number | undefined;
  private allBeat = false;
  private lastStartMs = 0;

  constructor(
    private readonly slots: number,
    cancelGraceMs = CANCEL_GRACE_MS,
  ) {
    this.cutOffs = new CutOffs(cancelGraceMs);
  }

  /** Slots that are taken. */
  get busy(): number {
    return this.running.size + this.abandoned.size;
  }

  get jobs(): string[] {
    return [...this.running.values()].map((held) => held.jobId);
  }

  find(deliveryId: string): Held<Handle> | undefined {
    return this.running.get(deliveryId);
  }

  all(): IterableIterator<Held<Handle>> {
    return this.running.values();
  }

  /** Whether this delivery ended here a short while ago. */
  hasEnded(deliveryId: string, now: Instant): boolean {
    return this.ended.has(deliveryId, now.ms);
  }

  /** Whether no slot has been free for so long that what waits here is better off elsewhere. */
  heldForLong(now: Instant): boolean {
    return this.busy >= this.slots && now.ms - this.lastStartMs >= SLOTS_HELD_MS;
  }

  started(held: Held<Handle>, now: Instant): void {
    held.startedMs = now.ms;
    held.startedWall = now.wall;
    this.running.set(held.deliveryId, held);
    this.lastStartMs = now.ms;
    this.nextBeatMs ??= now.ms + BEAT_MS;
    this.reportStart.add(held, now.ms);
    this.cutOffs.started(held);
  }

  cancelled(held: Held<Handle>, now: Instant): void {
    this.cutOffs.cancelled(held, now);
  }

  /** A handler has come to its end. @returns its attempt, unless that was over before */
  handlerEnded(deliveryId: string, now: Instant): Held<Handle> | undefined {
    if (this.abandoned.delete(deliveryId)) return undefined;
    const held = this.running.get(deliveryId);
    if (held) this.over(deliveryId, now);
    return held;
  }

  abandon(deliveryId: string, now: Instant): void {
    this.over(deliveryId, now);
    this.abandoned.add(deliveryId);
  }

  /** Attempts whose start is to be reported now. */
  dueStarts(now: Instant): Held<Handle>[] {
    return this.reportStart.takeDue(now.ms + TIMER_SLACK_MS);
  }

  /** Attempts that are to be closed without their handlers now, each with what is reported of it. */
  dueCutOffs(now: Instant): { readonly held: Held<Handle>; readonly outcome: HandlerOutcome }[] {
    return this.cutOffs.takeDue(this.running, now.ms).map((held) => ({ held, outcome: this.cutOffs.outcomeOf(held) }));
  }

  /** Attempts that are to give a sign of life now: the older ones, and all of them after {@link allBeatSoon}. */
  dueBeats(now: Instant): Held<Handle>[] {
    if (this.nextBeatMs === undefined || now.ms < this.nextBeatMs) return [];
    this.nextBeatMs = this.running.size > 0 ? now.ms + BEAT_MS : undefined;
    const youngestMs = this.allBeat ? 0 : BEAT_MS;
    this.allBeat = false;
    return [...this.running.values()].filter((held) => now.ms - held.startedMs >= youngestMs);
  }

  /** A connection is there again: the gateway hears at once of all that runs, and says again what it may have said to a queue that was dying. */
  allBeatSoon(now: Instant): void {
    if (this.nextBeatMs === undefined) return;
    this.nextBeatMs = now.ms;
    this.allBeat = true;
  }

  /** The next of all these times. @param consuming whether anything would be handed back when the slots have been held for long */
  nextTimersMs(consuming: boolean): (number | undefined)[] {
    return [this.reportStart.nextMs(), this.nextBeatMs, this.cutOffs.nextMs(this.running), consuming && this.busy >= this.slots ? this.lastStartMs + SLOTS_HELD_MS : undefined];
  }

  private over(deliveryId: string, now: Instant): void {
    this.running.delete(deliveryId);
    this.ended.add(deliveryId, now.ms);
  }
}
