/**
 * Which workers are gone. Pure: times come in as milliseconds of a monotonic clock.
 *
 * A worker lives as long as its control queue does: the queue is exclusive to the worker's connection, so the broker deletes it in the moment the
 * process dies, and a message to it comes back. One return proves little (the worker may be changing its connection), and none proves anything
 * while this process itself has just reconnected: after a restart of the broker everybody is on the way back. So a worker is gone when
 * two probes came back at least 250 ms apart, with none delivered in between, both sent on a connection that had been up for 6 s.
 */
/** How often each owner is probed. A killed worker is noticed within this, the second probe and a broker's round trip. */
export const PROBE_EVERY_MS = 200;
export const RETURNS_APART_MS = 250;
export const PROBER_UP_MS = 6_000;

export type ProbeVerdict =
  | { readonly kind: 'alive' }
  /** Nothing can be concluded: we are not connected long enough ourselves, or the probe was lost. */
  | { readonly kind: 'unknown' }
  /** One return so far: probe again after this many milliseconds. */
  | { readonly kind: 'suspect'; readonly probeAgainInMs: number }
  | { readonly kind: 'gone' };

export class WorkerVitals {
  /** When the first of an unbroken row of returned probes was sent. */
  private readonly firstReturn = new Map<string, number>();

  /**
   * Judges one probe.
   *
   * @param outcome what became of it: `failed` when it was never confirmed either way
   * @param sentAtMs when it was sent
   * @param proberUpMs how long the prober's own connection had been up when it was sent
   */
  judge(workerId: string, outcome: 'confirmed' | 'returned' | 'failed', sentAtMs: number, proberUpMs: number): ProbeVerdict {
    if (outcome === 'confirmed') {
      this.firstReturn.delete(workerId);
      return { kind: 'alive' };
    }
    if (outcome === 'failed' || proberUpMs < PROBER_UP_MS) {
      this.firstReturn.delete(workerId);
      return { kind: 'unknown' };
    }
    const first = this.firstReturn.get(workerId);
    if (first === undefined) {
      this.firstReturn.set(workerId, sentAtMs);
      return { kind: 'suspect', probeAgainInMs: RETURNS_APART_MS };
    }
    if (sentAtMs - first < RETURNS_APART_MS) return { kind: 'suspect', probeAgainInMs: Math.ceil(first + RETURNS_APART_MS - sentAtMs) };
    this.firstReturn.delete(workerId);
    return { kind: 'gone' };
  }

  /** The prober's connection was lost: every row of returns is broken. */
  forgetAll(): void {
    this.firstReturn.clear();
  }
}
