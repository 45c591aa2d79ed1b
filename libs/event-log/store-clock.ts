/**
 * The database's clock, as well as it can be known here: the difference to the local clock is measured with each answer that carries the server's time,
 * and the measurement with the shortest round trip of late counts (as in NTP's clock filter). Two gateways whose own clocks disagree so write
 * timestamps, and fire timers, by one clock.
 */
export class StoreClock {
  private offsetMs = 0;
  private uncertaintyMs = Number.POSITIVE_INFINITY;

  constructor(private readonly localNowMs: () => number = Date.now) {}

  nowMs(): number {
    return this.localNowMs() + this.offsetMs;
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
    if (roundTripMs > this.uncertaintyMs) return;
    this.uncertaintyMs = roundTripMs;
    this.offsetMs = Math.round(storeMs - (sentAtMs + roundTripMs / 2));
  }
}
