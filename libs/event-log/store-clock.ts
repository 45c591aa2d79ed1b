/** Clocks drift a little between two measurements. */
const SLACK_MS = 5;
/** How much of a long way is taken for the way there at most. What is measured over a longer one says rather too little than too much. */
const MOST_THERE_MS = 100;

/**
 * The database's clock, as well as it can be known here: the difference to the local clock is measured with each answer that carries the server's time,
 * and the measurement with the shortest round trip of late counts (as in NTP's clock filter). Two gateways whose own clocks disagree so write
 * timestamps, and fire timers, by one clock.
 *
 * The local clock is the monotonic one: a wall clock that is set forward would make everything due at once, until the next measurement.
 *
 * From the first measurement on it never goes back: what was submitted before an operation began has the earlier time of the two. Where a measurement
 * finds it ahead, it goes at half its pace until it is met. That is a tenth of a second at most unless the database's own clock was set back: of
 * an answer that came late, the server's time is taken for a late one, so that a better measurement sets the clock forward, not back.
 */
export class StoreClock {
  private offsetMs = 0;
  private uncertaintyMs = Number.POSITIVE_INFINITY;
  private told = { nowMs: Number.NEGATIVE_INFINITY, localMs: 0 };

  constructor(private readonly localNowMs: () => number = () => performance.timeOrigin + performance.now()) {}

  nowMs(): number {
    const localMs = this.localNowMs();
    if (this.uncertaintyMs === Number.POSITIVE_INFINITY) return Math.floor(localMs);
    const halfPaceMs = this.told.nowMs + Math.max(0, localMs - this.told.localMs) / 2;
    this.told = { nowMs: Math.max(localMs + this.offsetMs, halfPaceMs), localMs };
    return Math.floor(this.told.nowMs);
  }

  /** The local clock that measurements are told by; for {@link observe}. */
  localMs(): number {
    return this.localNowMs();
  }

  /**
   * @param storeMs the server's time, Unix milliseconds, taken while it handled the request
   * @param sentAtMs local time when the request was sent
   * @param receivedAtMs local time when the answer came
   */
  observe(storeMs: number, sentAtMs: number, receivedAtMs: number): void {
    const roundTripMs = Math.max(0, receivedAtMs - sentAtMs);
    // An old good measurement is worth less each time: clocks drift, and the local one may have been stepped.
    this.uncertaintyMs = this.uncertaintyMs * 1.05 + 0.1;
    // The server took its time between the two. What lies outside was measured before the machine slept, and is worth nothing.
    const outside = storeMs - receivedAtMs > this.offsetMs + SLACK_MS || storeMs - sentAtMs < this.offsetMs - SLACK_MS;
    if (roundTripMs > this.uncertaintyMs && !outside) return;
    this.uncertaintyMs = roundTripMs;
    this.offsetMs = Math.round(storeMs - receivedAtMs + Math.min(roundTripMs / 2, MOST_THERE_MS));
  }
}
