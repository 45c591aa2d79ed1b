/**
 * How many events may leave now. Pure.
 *
 * While more than a dozen clients wait for a 202, relaying is paced: what is not accepted fast is lost business, what is relayed late is not lost. The
 * pace (1,600 events a second) keeps jobs running under any pressure and leaves the processors to the store, of which the broker would
 * otherwise take two for each one that accepting takes.
 */
export const PRESSING_SUBMITS = 12;
/**
 * Clients who wait for each other's group are answered together: the moment after, hardly anybody waits, and the next they all do. So they press until nobody
 * has been seen to for this long; else what is meant to be paced leaves between two groups, as fast as it can.
 */
export const PRESSED_FOR_MS = 100;
/** Events sent in one turn of the event loop when nobody presses; then requests and reports have theirs. */
export const PER_TURN = 48;
export const PACED_EVENTS = 16;
export const PACED_EVERY_MS = 10;

export type Allowance =
  /** Send these, and go on in the next turn. */
  | { readonly kind: 'free'; readonly events: number }
  /** Send these, and look again after so many milliseconds. */
  | { readonly kind: 'paced'; readonly events: number; readonly againInMs: number };

export class RelayPace {
  private nextMs = 0;
  private pressedUntilMs = 0;

  /**
   * @param submitsUnanswered clients that wait
   * @param nowMs a monotonic clock
   */
  allowance(submitsUnanswered: number, nowMs: number): Allowance {
    if (submitsUnanswered > PRESSING_SUBMITS) this.pressedUntilMs = nowMs + PRESSED_FOR_MS;
    if (nowMs >= this.pressedUntilMs) return { kind: 'free', events: PER_TURN };
    if (nowMs < this.nextMs) return { kind: 'paced', events: 0, againInMs: Math.ceil(this.nextMs - nowMs) };
    this.nextMs = nowMs + PACED_EVERY_MS;
    return { kind: 'paced', events: PACED_EVENTS, againInMs: PACED_EVERY_MS };
  }
}
