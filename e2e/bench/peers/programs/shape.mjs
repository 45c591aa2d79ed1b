/** The payload of every contender: about 215 bytes of JSON. */
export const payload = (id) => ({ id, pad: 'x'.repeat(200) });

/** The value below which `fraction` of the samples lie (nearest rank), in tenths. */
export function percentile(samples, fraction) {
  const sorted = [...samples].sort((a, b) => a - b);
  return Number(sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * fraction) - 1)].toFixed(1));
}
