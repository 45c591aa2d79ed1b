const MINUTE_MS = 60_000;
const MINUTES = 30;

/** How many of the instants lie in each of the thirty minutes up to the last one; `at` in seconds, as charts want it. Pure. */
export function perMinute(instants: readonly string[], until: string): { readonly at: readonly number[]; readonly values: readonly number[] } {
  const last = Math.floor(Date.parse(until) / MINUTE_MS);
  const first = last - MINUTES + 1;
  const values = Array.from({ length: MINUTES }, () => 0);
  for (const instant of instants) {
    const index = Math.floor(Date.parse(instant) / MINUTE_MS) - first;
    if (index >= 0 && index < MINUTES) values[index] = (values[index] ?? 0) + 1;
  }
  return { at: values.map((_, index) => (first + index) * 60), values };
}
