/** Clocks drift a little between two measurements. */
const SLACK_MS = 5;
/** A better measurement may set the clock back by as much as the one before was wrong: at most a slow first answer. More than this is another clock. */
const STANDS_STILL_MS = 1_000;

/**
 * The database's clock, as well as it can be known here: the difference to the local clock is measured with each answer that carries the server's time,
 * and the measurement with the shortest round trip of late counts (as in NTP's clock filter). Two gateways whose own clocks disagree so write
 * timestamps, and fire timers, by one clock.
 *
 * The local clock is the monotonic one: a wall clock that is set forward would make everything due at once, until the next measurement.
 *
 * It does not go back when a measurement corrects it by less than a second: it stands still, so that what was submitted before an operation began has the
 * earlier time of the two.
 */
export class StoreClock {
  private offsetMs = 0;
  private uncertaintyMs = Number.POSITIVE_INFINITY;
  private toldMs = 0;

  constructor(private readonly localNowMs: () => number = () => performance.timeOrigin + performance.now()) {}

  nowMs(): number {
    const nowMs = Math.floor(this.localNowMs() + this.offsetMs);
    if (nowMs >= this.toldMs || this.toldMs - nowMs > STANDS_STILL_MS) this.toldMs = nowMs;
    return this.toldMs;
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
    this.offsetMs = Math.round(storeMs - (sentAtMs + roundTripMs / 2));
  }
}
