/**
 * Exponential delay with full-range jitter of ±20 %, capped.
 *
 * @param attempt 1 for the first try after a failure
 * @param random a number in [0, 1), an argument so that tests are exact
 * @returns milliseconds
 */
export function backoffMs(attempt: number, options: { initialMs: number; maxMs: number }, random: number = Math.random()): number {
  const exponent = Math.min(Math.max(attempt, 1) - 1, 30);
  const base = Math.min(options.maxMs, options.initialMs * 2 ** exponent);
  return Math.round(base * (0.8 + random * 0.4));
}
