/**
 * How many deliveries a worker lets the broker hand it, and how many it asks for ahead of its free slots.
 *
 * Usually: as many as it has slots. A delivery holds its place until its report is confirmed, so the broker by itself sends no more than
 * there are free slots.
 *
 * Two cases need more thought.
 *  - **Everything is short.** A job that runs for a millisecond spends ten on its way: delivery, ask, grant, report, confirm. With places
 *    for as many as there are slots, the slots stand empty meanwhile (32 places at 10–40 ms make 800–3,200 jobs/s). So when the slots turn
 *    over at least twice in 250 ms, eight times as many are taken and asked for ahead; a slot is free again long before they are granted.
 *  - **Everything is long.** When all slots have been held for over 250 ms, what waits here would wait behind a long job while another
 *    worker stands idle: it is handed back, and consuming stops until a slot is free. It starts again with what is free then. A consumer
 *    counts only its own deliveries, so after a restart of consuming the number is small, and it is renewed when it may have been used up.
 */
export class IntakePolicy {
  private current = 0;
  private fast = false;
  private arrivedSince = 0;
  private endedInWindow = 0;
  private windowStartMs = -Infinity;
  private averageBytes = 0;

  constructor(private readonly slots: number) {}

  /** Deliveries that may be asked for beyond the free slots. */
  get ahead(): number {
    return this.fast ? this.slots * (FAST_FACTOR - 1) : 0;
  }

  get prefetch(): number {
    return this.current;
  }

  arrived(bytes: number): void {
    this.arrivedSince++;
    this.averageBytes += (bytes - this.averageBytes) / 32;
  }

  attemptEnded(): void {
    this.endedInWindow++;
  }

  /** When {@link decide} is due without any other cause; nothing while idle at the usual prefetch, or until a slot is free. */
  nextDecisionMs(idle: boolean): number | undefined {
    const settled = this.current === 0 || (idle && !this.fast && this.current === this.slots);
    return settled ? undefined : this.windowStartMs + WINDOW_MS;
  }

  /**
   * @param facts.closed nothing can be started here: all slots are held, the last of them for over 250 ms, or nobody can be asked
   * @returns the prefetch to consume with from now on, or nothing to leave it as it is
   */
  decide(facts: { readonly nowMs: number; readonly closed: boolean; readonly stopping: boolean; readonly freeSlots: number; readonly waiting: number }): number | undefined {
    if (facts.stopping) return this.change(0);
    if (facts.closed) {
      this.fast = false;
      return this.change(0);
    }
    const lastedMs = facts.nowMs - this.windowStartMs;
    if (this.current > 0 && lastedMs < WINDOW_MS) return undefined;
    const turnovers = (this.endedInWindow / this.slots) * (WINDOW_MS / lastedMs);
    this.windowStartMs = facts.nowMs;
    this.endedInWindow = 0;
    if (this.current === 0) return facts.freeSlots > 0 ? this.renew(facts.freeSlots) : undefined;
    // Leaving takes less than entering, or a load at the threshold would restart the consumers all the time.
    const fast = turnovers >= (this.fast ? FAST_TURNOVERS / 4 : FAST_TURNOVERS);
    if (fast !== this.fast) {
      this.fast = fast;
      return this.change(fast ? this.fastPrefetch() : this.slots);
    }
    if (fast || this.current >= this.slots || facts.freeSlots === 0 || facts.waiting > 0) return undefined;
    if (facts.freeSlots === this.slots) return this.change(this.slots);
    return this.arrivedSince >= this.current ? this.renew(facts.freeSlots) : undefined;
  }

  private fastPrefetch(): number {
    return Math.max(this.slots, Math.min(this.slots * FAST_FACTOR, Math.floor(MAX_PREFETCHED_BYTES / Math.max(1, this.averageBytes))));
  }

  private change(prefetch: number): number | undefined {
    return prefetch === this.current ? undefined : this.renew(prefetch);
  }

  private renew(prefetch: number): number {
    this.current = prefetch;
    this.arrivedSince = 0;
    return prefetch;
  }
}

const WINDOW_MS = 250;
/** Every slot used twice in a window: an attempt takes an eighth of a second or less. */
const FAST_TURNOVERS = 2;
const FAST_FACTOR = 8;
/** Per queue and priority; where jobs are large, fewer are taken. */
const MAX_PREFETCHED_BYTES = 16 * 1024 * 1024;
