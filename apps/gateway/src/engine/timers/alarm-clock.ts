import type { StoreClock } from '#event-log';
import type { Logger } from '#observability';
import { Looks } from '../looks';
import { DueHeap, type Due } from './due-heap';

/** The store is looked through this often, and this far ahead: what the relay's events did not tell (a new leader, a lost wake-up) is found. */
const LOOK_EVERY_MS = 1_000;
const LOOK_AHEAD_MS = 2_500;
const LOOK_LIMIT = 5_000;
/** The clock may be ahead of the store's by a tenth of a second: what is so near to the end of a look is looked at again. */
const LOOK_OVERLAP_MS = 250;
/** Rung for in one turn; the executor takes them as one group. */
const RING_LIMIT = 1_000;

export interface AlarmClockParts {
  readonly clock: StoreClock;
  readonly logger: Logger;
  /** What is to happen within so many milliseconds, the next first. Up to `seenUpToMs` only what is overdue matters: the rest is known. */
  readonly within: (aheadMs: number, limit: number, seenUpToMs?: number) => Promise<readonly Due[]>;
  /** Their time has come; {@link AlarmClock.done} is called for each of them when it has been dealt with. */
  readonly ring: (due: readonly Due[]) => void;
  readonly failure: string;
}

/**
 * The alarm clock of a leader. Times live in the store; this one knows the next of them and sets one timer for it, by the store's clock, so that
 * it rings within some milliseconds and does nothing meanwhile. Ringing twice must be harmless: two may believe to lead, and a time that was moved
 * rings at its old one.
 */
export class AlarmClock {
  private readonly heap = new DueHeap();
  private readonly ringing = new Set<string>();
  private readonly looks: Looks;
  private alarm: NodeJS.Timeout | undefined;
  private alarmAtMs = Number.POSITIVE_INFINITY;
  /** Everything up to here has been found by a look, or was told since. */
  private seenUpToMs: number | undefined;

  constructor(private readonly parts: AlarmClockParts) {
    this.looks = new Looks(() => this.look(), { everyMs: LOOK_EVERY_MS, logger: parts.logger, failure: parts.failure });
  }

  get running(): boolean {
    return this.looks.running;
  }

  start(): void {
    this.looks.start();
  }

  stop(): void {
    this.looks.stop();
    this.setAlarm(undefined);
    this.heap.clear();
    this.seenUpToMs = undefined;
  }

  soon(): void {
    this.looks.soon();
  }

  /** Looks through the store; what was there before the call is known when it resolves. */
  lookNow(): Promise<void> {
    return this.looks.now();
  }

  /** Something is to happen at a time; what is further away than the next look ahead is left to it. */
  note(key: string, atMs: number): void {
    if (!this.running || this.ringing.has(key) || atMs > this.parts.clock.nowMs() + LOOK_AHEAD_MS) return;
    this.heap.set(key, atMs);
    const nextAtMs = this.heap.nextAtMs();
    if (nextAtMs !== undefined && nextAtMs < this.alarmAtMs) this.setAlarm(nextAtMs);
  }

  /** What rang has been dealt with; it rings again at `nextAtMs`. */
  done(key: string, nextAtMs?: number): void {
    this.ringing.delete(key);
    if (nextAtMs !== undefined) this.note(key, nextAtMs);
  }

  private async look(): Promise<void> {
    const untilMs = this.parts.clock.nowMs() + LOOK_AHEAD_MS;
    const found = await this.parts.within(LOOK_AHEAD_MS, LOOK_LIMIT, this.seenUpToMs);
    for (const { key, atMs } of found) this.note(key, atMs);
    // A full look may have left something out.
    if (this.running && found.length < LOOK_LIMIT) this.seenUpToMs = untilMs - LOOK_OVERLAP_MS;
    // The store's clock may have been set since: the time that is left is reckoned anew.
    if (this.running) this.setAlarm(this.heap.nextAtMs());
  }

  private setAlarm(atMs: number | undefined): void {
    clearTimeout(this.alarm);
    this.alarmAtMs = atMs ?? Number.POSITIVE_INFINITY;
    if (atMs !== undefined) this.alarm = setTimeout(() => this.ring(), Math.max(0, atMs - this.parts.clock.nowMs()));
  }

  private ring(): void {
    const due = this.heap.takeDue(this.parts.clock.nowMs(), RING_LIMIT);
    for (const { key } of due) this.ringing.add(key);
    this.setAlarm(this.heap.nextAtMs());
    if (due.length > 0) this.parts.ring(due);
  }
}
